"""Lists in DNS, from real name servers: who is listed, welcome, or not answered for."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from flow.judging.strangers import bring
from flow.judging.talks_of_strangers import (
    ANN,
    BAD,
    GOOD,
    SIXTH,
    all_zones,
    asking,
    come,
    found,
)
from glassine.config.judging_kinds import ANSWERS
from glassine.config.tables.judging import Judging
from glassine.config.tables.strangers import DnsList
from glassine.words.clock import Seconds
from glassine.words.dns_list import ListAbout, ListKind
from glassine.words.public import Domain, Protocol
from support.behind_proxy import BehindProxy
from support.letters import letter
from support.name_servers import NameServers

ORIGIN = "dnsbl"


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    with all_zones(tmp_path_factory.mktemp("dns")) as servers:
        yield servers


def dns_list(zone: str, kind: ListKind = ListKind.NOTE, **settings: Any) -> DnsList:
    return DnsList(zone=Domain(zone), kind=kind, **settings)


def said(lines: list[str]) -> list[str]:
    """Leave out what the trials say."""
    return [line for line in lines if not line.startswith("tried ")]


def test_no_list_is_asked_unless_it_is_named(tmp_path: Path, dns: NameServers) -> None:
    with asking(tmp_path, dns) as home:
        come(home, BAD)
        assert found(home, ORIGIN) == []


def test_who_is_listed_is_noted_and_who_is_not_is_not_spoken_of(
    tmp_path: Path, dns: NameServers
) -> None:
    with asking(tmp_path, dns, dns_list=(dns_list("bl.example"),)) as home:
        assert come(home, BAD).code == come(home, GOOD).code == 250
        assert said(found(home, ORIGIN)) == ["fail:dnsbl(listed bl.example)"]


def test_who_is_listed_may_be_refused_and_hears_by_whom(
    tmp_path: Path, dns: NameServers
) -> None:
    lists = (dns_list("bl.example", ListKind.DENY),)
    with asking(tmp_path, dns, dns_list=lists) as home:
        reply = come(home, BAD)
        assert (reply.code, reply.text) == (
            550,
            "5.7.1 listed by bl.example (dnsbl); ask there to be taken off",
        )
        (denied,) = home.records("denied")
    assert denied["details"]["check"] == "dnsbl"
    assert denied["rcptTo"] == [f"<{ANN}>"]


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ((), ["fail:dnsbl(listed six.example)"]),
        (("127.0.0.2-9", "deny"), []),  # what it answers is not among these
        (("127.0.0.10-11", 1.5), ["fail:dnsbl(listed six.example)"]),
    ],
)
def test_a_list_may_have_ipv6_and_each_answer_its_meaning(
    tmp_path: Path,
    dns: NameServers,
    answers: tuple[str, str | float] | tuple[()],
    line: list[str],
) -> None:
    meant = {answers[0]: answers[1]} if answers else {}
    lists = (dns_list("six.example", answers=ANSWERS.read(meant)),)
    with asking(tmp_path, dns, dns_list=lists) as home:
        assert come(home, SIXTH).code == come(home, BAD).code == 250
        assert said(found(home, ORIGIN)) == line


def test_who_is_welcome_is_spoken_for(tmp_path: Path, dns: NameServers) -> None:
    lists = (dns_list("wl.example", ListKind.ALLOW),)
    with asking(tmp_path, dns, dns_list=lists) as home:
        come(home, GOOD)
        assert said(found(home, ORIGIN)) == ["pass:dnswl(listed wl.example)"]


@pytest.mark.parametrize(
    ("about", "coming"),
    [
        (ListAbout.HELO, {"helo": "bad.example"}),
        (ListAbout.SENDER_DOMAIN, {"sender": "zoe@bad.example"}),
    ],
)
def test_names_are_asked_for_too(
    tmp_path: Path, dns: NameServers, about: ListAbout, coming: dict[str, str]
) -> None:
    lists = (dns_list("names.example", ListKind.DENY, about=about),)
    with asking(tmp_path, dns, dns_list=lists) as home:
        assert come(home, GOOD, **coming).code == 550
        assert come(home, GOOD).code == 250


def test_links_are_asked_for_and_only_the_list_is_named(
    tmp_path: Path, dns: NameServers
) -> None:
    lists = (dns_list("names.example", ListKind.DENY, about=ListAbout.LINK),)
    with asking(tmp_path, dns, dns_list=lists) as home:
        assert bring(home, letter("Hello", "http://good.example/")).code == 250
        reply = bring(home, letter("Hello", "see http://www.bad.example/x"))
        assert reply.code == 550
        assert "a link in it is listed by names.example" in reply.text
        assert "fail:uri_list(listed names.example)" in found(home, "uribl")
        assert not any("bad.example" in line for line in home.lines())


@pytest.mark.parametrize(
    ("zone", "trial"),
    [
        ("quota.example", "silent"),
        ("parked.example", "silent"),
        ("gone.example", "empty"),
        ("forged.example", "silent"),  # SERVFAIL
    ],
)
def test_a_list_that_fails_its_trial_refuses_nobody(
    tmp_path: Path, dns: NameServers, zone: str, trial: str
) -> None:
    lists = (dns_list(zone, ListKind.DENY),)
    with asking(tmp_path, dns, dns_list=lists) as home:
        assert come(home, BAD).code == come(home, BAD).code == 250
        assert found(home, ORIGIN) == [
            f"tried zone={zone} about=ip trial={trial} used=N unanswered=0"
        ]


def test_a_list_that_has_had_enough_of_us_is_no_answer(
    tmp_path: Path, dns: NameServers
) -> None:
    lists = (dns_list("turning.example", ListKind.DENY),)
    with asking(tmp_path, dns, dns_list=lists) as home:
        assert come(home, BAD).code == 250
        assert said(found(home, ORIGIN)) == ["err:dnsbl(refused turning.example)"]


def test_a_slow_list_holds_mail_no_longer_than_is_set(
    tmp_path: Path, dns: NameServers
) -> None:
    lists = (dns_list("silent.example", ListKind.DENY), dns_list("bl.example"))
    judging = Judging(dns_wait=Seconds(1))
    with asking(tmp_path, dns, timeout=20, dns_list=lists, judging=judging) as home:
        began = monotonic()
        assert come(home, BAD).code == 250
        assert monotonic() - began < 5
        (line,) = said(found(home, ORIGIN))
    assert line == (
        "fail:dnsbl(listed bl.example), err:dnsbl(temperror silent.example)"
    )


@pytest.mark.parametrize("how", ["forged", "silent"])
@pytest.mark.parametrize(
    ("about", "origin"),
    [
        (ListAbout.HELO, ORIGIN),
        (ListAbout.SENDER_DOMAIN, ORIGIN),
        (ListAbout.LINK, "uribl"),
    ],
)
def test_a_list_that_answers_for_some_names_only_refuses_nobody_for_others(
    tmp_path: Path, dns: NameServers, how: str, about: ListAbout, origin: str
) -> None:
    name = f"link.{how}"
    lists = (dns_list("names.example", ListKind.DENY, about=about),)
    with asking(tmp_path, dns, timeout=1, dns_list=lists) as home:
        with BehindProxy(home.open(Protocol.MX), GOOD) as talk:
            talk.hello(name)
            message = letter("Hello", f"see http://{name}/x")
            assert talk.deliver(f"zoe@{name}", [ANN], message).code == 250
        check = "uri_list" if about is ListAbout.LINK else "dnsbl"
        assert said(found(home, origin)) == [f"err:{check}(temperror names.example)"]
