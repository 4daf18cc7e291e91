"""Settings of what is asked about strangers: read, or answered with what to write."""

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from glassine.config.faults import ConfigError
from glassine.config.read import parse_config
from glassine.config.settings import Config
from glassine.config.tables.strangers import DnsList
from glassine.words.dns_list import ListAbout, ListAnswers, ListKind
from glassine.words.finding import CheckMode
from glassine.words.public import Domain

HEAD = 'hostname = "mail.example.org"\n'


def read(text: str) -> Config:
    return parse_config(HEAD + text, Path("glassine.toml"))


def fault(text: str) -> str:
    with pytest.raises(ConfigError) as raised:
        read(text)
    (one,) = raised.value.faults
    return str(one).removeprefix("glassine.toml, ")


def test_out_of_the_box_nothing_is_refused_and_no_list_is_asked() -> None:
    config = read("")
    assert config.dns_list == ()
    for table in (config.helo, config.reverse_dns, config.mail_from):
        modes = [getattr(table, name) for name in table.__slots__]
        assert CheckMode.DENY not in modes
    assert config.smtp.early_talker is CheckMode.NOTE


def test_a_list_has_a_zone_and_the_rest_is_as_usual() -> None:
    (each,) = read('[[dns_list]]\nzone = "bl.example.net"').dns_list
    assert each == DnsList(zone=Domain("bl.example.net"))
    assert (each.kind, each.about, each.weight) == (ListKind.NOTE, ListAbout.IP, 2.0)


def test_single_answers_have_their_own_meaning() -> None:
    (each,) = read(
        """
[[dns_list]]
zone = "bl.example.net"
kind = "deny"
about = "sender domain"
weight = 3
answers = { "127.0.0.2-9" = "note", "127.0.0.10" = 1.5, "127.0.0.11" = "off" }
"""
    ).dns_list
    assert each.listing().answers == (
        ListAnswers(IPv4Address("127.0.0.2"), IPv4Address("127.0.0.9"), ListKind.NOTE),
        ListAnswers(IPv4Address("127.0.0.10"), IPv4Address("127.0.0.10"), weight=1.5),
        ListAnswers(IPv4Address("127.0.0.11"), IPv4Address("127.0.0.11"), counts=False),
    )


def test_patterns_do_not_mind_capitals_and_companies_can_be_ones_own() -> None:
    helo = read(
        """
[helo]
match_re = "deny"
patterns = ['^user-pc$']
companies = { "big.example" = ["big.example", "sent.example"] }
"""
    ).helo
    assert helo.patterns[0].search("USER-PC")
    sent = Domain("big.example"), Domain("sent.example")
    assert helo.companies == ((Domain("big.example"), sent),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[helo]\ndynamic = 'refuse'", "line 3: [helo] dynamic is "),
        ("[reverse_dns]\nno_rdns = true", "line 3: [reverse_dns] no_rdns is "),
        ("[mail_from]\nnull_mx = 1", "line 3: [mail_from] null_mx is "),
    ],
)
def test_a_mode_is_one_of_three(text: str, said: str) -> None:
    assert fault(text) == f'{said}"off" or "note" or "deny"'


def test_a_pattern_that_is_none_is_answered_with_one() -> None:
    assert fault("[helo]\npatterns = ['(']") == (
        "line 3: [helo] patterns is a list of regular expressions such as "
        "['^user-pc$'], best in single quotes"
    )


@pytest.mark.parametrize("zone", ["", "net", "bl..example", "[192.0.2.1]", "b l.org"])
def test_a_zone_is_a_name_below_some_domain(zone: str) -> None:
    said = fault(f'[[dns_list]]\nkind = "note"\nzone = "{zone}"')
    assert said == 'line 4: [dns_list] zone is a zone such as "bl.example.net"'


def test_a_list_without_a_zone_is_told_so() -> None:
    said = fault('[[dns_list]]\nkind = "note"')
    assert said.startswith("line 2: zone is missing")


@pytest.mark.parametrize("weight", ["-1", "101", "true", '"2"', "nan"])
def test_a_weight_is_a_number_that_is_not_below_zero(weight: str) -> None:
    said = fault(f'[[dns_list]]\nzone = "bl.example"\nweight = {weight}')
    assert said == "line 4: [dns_list] weight is a number from 0 to 100"


@pytest.mark.parametrize(
    "answers",
    [
        '{ "192.0.2.1" = 1 }',
        '{ "127.0.0.9-2" = 1 }',
        '{ "127.0.0.2-400" = 1 }',
        '{ "127.0.0.2-127.0.0.9" = 1 }',
        '{ "2-9" = 1 }',
        '{ "127.0.0.2" = "no" }',
        '{ "127.0.0.2" = -1 }',
        '["127.0.0.2"]',
    ],
)
def test_answers_are_runs_within_127_and_what_they_mean(answers: str) -> None:
    said = fault(f'[[dns_list]]\nzone = "bl.example"\nanswers = {answers}')
    assert said.startswith("line 4: [dns_list] answers is a table such as { ")


@pytest.mark.parametrize("companies", ['["google.com"]', '{ "google.com" = "google" }'])
def test_companies_are_names_with_homes(companies: str) -> None:
    said = fault(f"[helo]\ncompanies = {companies}")
    assert said.startswith("line 3: [helo] companies is a table such as { ")


def test_a_zone_is_asked_once_about_one_thing() -> None:
    one = '[[dns_list]]\nzone = "bl.example"\n'
    assert fault(one + one) == (
        "line 4: bl.example is a [[dns_list]] about ip already: keep one"
    )
    assert len(read(one + one + 'about = "helo"').dns_list) == 2
