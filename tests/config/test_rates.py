"""Rates and rules of access are written as people write them, and read back."""

import re
from pathlib import Path

import pytest

from glassine.config.faults import ConfigError
from glassine.config.kinds import NotThisKind
from glassine.config.rates import RATES
from glassine.config.read import parse_config
from glassine.words.access import AccessAction, AccessBy
from glassine.words.rates import Rate

HOST = 'hostname = "mail.example.org"\n'


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("", ()),
        ("60/1m", (Rate(60, 60),)),  # type: ignore[arg-type]
        ("60/1m 600/1h", (Rate(60, 60), Rate(600, 3600))),  # type: ignore[arg-type]
    ],
)
def test_rates_are_read_and_written(text: str, rates: tuple[Rate, ...]) -> None:
    assert RATES.read(text) == rates
    assert RATES.write(rates) == f'"{text}"'


@pytest.mark.parametrize(
    "text", ["60", "0/1m", "60/1", "-1/1m", "60/8d", "1/1m 2/2m 3/3m 4/4m 5/5m", 60]
)
def test_what_is_no_rate_is_refused(text: object) -> None:
    with pytest.raises(NotThisKind):
        RATES.read(text)


def test_rules_of_access_are_read() -> None:
    written = """
[[access]]
match = "ip 192.0.2.0/24"
action = "deny"
reason = "a dictionary attack"
until = 2027-01-31
[[access]]
match = "sender zoe@example.net"
action = "allow"
"""
    first, second = parse_config(HOST + written, Path("glassine.toml")).access
    assert (first.match.by, str(first.match.what)) == (AccessBy.IP, "192.0.2.0/24")
    assert (first.action, first.reason) == (AccessAction.DENY, "a dictionary attack")
    assert first.until == 1_801_353_600_000
    assert (second.reason, second.until) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        'match = "192.0.2.0/24"\naction = "deny"',
        'match = "ip example.net"\naction = "deny"',
        'match = "host example.net"\naction = "refuse"',
        'match = "host example.net"\naction = "deny"\nuntil = "tomorrow"',
        'match = "host example.net"\naction = "deny"\nuntil = 2027-01-31T00:00:00Z',
    ],
)
def test_a_rule_that_cannot_be_is_answered_with_its_line(line: str) -> None:
    with pytest.raises(ConfigError) as fault:
        parse_config(f"{HOST}[[access]]\n{line}", Path("glassine.toml"))
    assert re.search(r", line [345]: ", str(fault.value))
