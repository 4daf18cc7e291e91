"""A check that is off is not asked, and a setting has the name of its check."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest

from glassine.config.settings import Config
from glassine.config.tables.manners import Smtp
from glassine.config.tables.strangers import DnsList, Helo, MailFrom, ReverseDns
from glassine.flow.judging.list_trials import ListTrials
from glassine.serve.judging_client import (
    connection_checks,
    greeting_checks,
    helo_modes,
    reverse_modes,
    sender_checks,
    sender_modes,
)
from glassine.words.dns_list import ListAbout
from glassine.words.finding import CheckMode
from glassine.words.public import Domain, HostName
from support.zone_resolver import ZoneResolver

OFF = CheckMode.OFF


def asked(config: Config) -> dict[str, list[str]]:
    """Return the names of the checks of each stage."""
    resolver: Any = ZoneResolver({})
    nobody: Any = None
    trials = ListTrials([], resolver=resolver, journal=nobody, clock=nobody)
    stages: dict[str, Sequence[Any]] = {
        "connection": connection_checks(config, resolver, trials),
        "greeting": greeting_checks(config, resolver, trials),
        "sender": sender_checks(config, nobody, resolver, trials),
    }
    return {stage: [type(c).__name__ for c in made] for stage, made in stages.items()}


CONFIG = Config(hostname=HostName("mail.example.org"))


def test_out_of_the_box_no_list_is_asked() -> None:
    assert asked(CONFIG) == {
        "connection": ["ReverseCheck"],
        "greeting": ["EarlyTalker", "HeloChecks"],
        "sender": ["SenderDomainCheck"],
    }


def test_what_is_off_is_not_asked() -> None:
    def off(shape: Any) -> Any:
        kinds = {f.name: OFF for f in fields(shape) if isinstance(f.default, CheckMode)}
        return shape(**kinds)

    silent = replace(
        CONFIG,
        helo=off(Helo),
        reverse_dns=off(ReverseDns),
        mail_from=off(MailFrom),
        smtp=Smtp(early_talker=OFF),
    )
    assert asked(silent) == {"connection": [], "greeting": [], "sender": []}


@pytest.mark.parametrize(
    ("about", "stage", "check"),
    [
        (ListAbout.IP, "connection", "AddressLists"),
        (ListAbout.HELO, "greeting", "HeloLists"),
        (ListAbout.SENDER_DOMAIN, "sender", "SenderLists"),
    ],
)
def test_a_list_is_asked_at_the_stage_that_knows_its_thing(
    about: ListAbout, stage: str, check: str
) -> None:
    lists = (DnsList(zone=Domain("bl.example"), about=about),)
    before, now = asked(CONFIG), asked(replace(CONFIG, dns_list=lists))
    assert now[stage] == [*before[stage], check]
    assert {s: n for s, n in now.items() if s != stage} == {
        s: n for s, n in before.items() if s != stage
    }


@pytest.mark.parametrize(
    ("table", "modes"),
    [
        (Helo(), helo_modes(Helo())),
        (ReverseDns(), reverse_modes(ReverseDns())),
        (MailFrom(), sender_modes(MailFrom())),
    ],
    ids=["helo", "reverse_dns", "mail_from"],
)
def test_every_mode_is_that_of_the_setting_of_its_name(table: Any, modes: Any) -> None:
    settings = {f.name for f in fields(table) if isinstance(f.default, CheckMode)}
    assert {str(check) for check in modes} == settings
