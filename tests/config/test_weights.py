"""Weights of rules are read as TOML writes them; what is no rule is answered."""

from pathlib import Path

import pytest

from glassine.config.faults import ConfigError
from glassine.config.read import parse_config
from glassine.config.settings import Config

HEAD = 'hostname = "mail.example.org"\n[weights]\n'


def read(text: str) -> Config:
    return parse_config(HEAD + text, Path("glassine.toml"))


def fault(text: str) -> str:
    with pytest.raises(ConfigError) as raised:
        read(text)
    (one,) = raised.value.faults
    return str(one).removeprefix("glassine.toml, ")


def test_a_rule_is_a_check_or_a_check_and_why() -> None:
    config = read("no_rdns = 0.5\nattachment.macro = 5\ndmarc.pass = -1\nfcrdns = 0")
    assert config.weights == {
        "no_rdns": 0.5,
        "attachment.macro": 5.0,
        "dmarc.pass": -1.0,
        "fcrdns": 0.0,
    }
    assert parse_config('hostname = "a.example"', Path("x")).weights == {}


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("no_rdn = 1", "no rule no_rdn that has a weight; did you mean no_rdns?"),
        ("attachment.macros = 1", "did you mean attachment.macro?"),
        ("spf = 1", "one of spf.fail, spf.softfail"),
        ("no_rdns.no_record = 1", "did you mean no_rdns?"),
        ("dnsbl = 1", "it is [[dns_list]] weight"),
        ("bayes.spam = 1", "it is [classifier] weight"),
        ("zzz = 1", "docs/judging.md has them all"),
    ],
)
def test_what_is_no_rule_is_answered_with_the_nearest(
    written: str, advice: str
) -> None:
    said = fault(f"fcrdns = 1\n{written}")
    assert said.startswith("line 4: there is no rule")
    assert said.endswith(advice)


@pytest.mark.parametrize(
    "written", ["no_rdns = 101", 'no_rdns = "1"', "no_rdns = true"]
)
def test_what_is_no_weight_is_answered_with_the_form(written: str) -> None:
    assert "a line such as no_rdns = 0.5" in fault(written)
