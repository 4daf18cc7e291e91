"""What a name in HELO is worth by itself, before anybody is asked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.trust.helo_names import is_full_name, look_at_name
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import HostName, ip_address
from glassine.words.reason import Reason

CLIENT = ip_address("198.51.100.7")
PATTERNS = (re.compile("^user-pc$", re.IGNORECASE),)


def found_of(name: str) -> dict[CheckName, Finding]:
    return {f.check: f for f in look_at_name(HostName(name), CLIENT, PATTERNS)}


def failed(name: str) -> dict[CheckName, Reason | None]:
    found = found_of(name).values()
    return {f.check: f.why for f in found if f.result is Result.FAIL}


@pytest.mark.parametrize(
    "name",
    [
        "mail.example.org",
        "MAIL.Example.ORG.",
        "[198.51.100.7]",
        "mail.xn--bcher-kva.de",
    ],
)
def test_an_honest_name_fails_nothing(name: str) -> None:
    assert failed(name) == {}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (
            "User-PC",
            {
                CheckName.MATCH_RE: Reason.MATCHED,
                CheckName.VALID_HOSTNAME: Reason.INVALID,
            },
        ),
        ("198.51.100.7", {CheckName.BARE_IP: Reason.ADDRESS}),
        ("2001:db8::1", {CheckName.BARE_IP: Reason.ADDRESS}),
        ("198-51-100-7.example.net", {CheckName.DYNAMIC: Reason.POOL}),
        ("[203.0.113.9]", {CheckName.LITERAL_MISMATCH: Reason.MISMATCH}),
        ("[IPv6:2001:db8::1]", {CheckName.LITERAL_MISMATCH: Reason.MISMATCH}),
        ("mail", {CheckName.VALID_HOSTNAME: Reason.INVALID}),
        ("mail.local", {CheckName.VALID_HOSTNAME: Reason.INVALID}),
        ("router.home.arpa", {CheckName.VALID_HOSTNAME: Reason.INVALID}),
        ("-mail.example.org", {CheckName.VALID_HOSTNAME: Reason.INVALID}),
        ("mail..example.org", {CheckName.VALID_HOSTNAME: Reason.INVALID}),
        ("mail.example.7", {CheckName.VALID_HOSTNAME: Reason.INVALID}),
    ],
)
def test_a_name_fails_the_check_that_is_about_it_and_no_other(
    name: str, wrong: dict[CheckName, Reason]
) -> None:
    assert failed(name) == wrong


def test_an_address_in_brackets_may_be_ipv4_written_as_ipv6() -> None:
    assert failed("[IPv6:::ffff:198.51.100.7]") == {}


def test_what_a_check_is_not_about_is_skipped_with_the_reason() -> None:
    found = found_of("[198.51.100.7]")
    for check in (CheckName.DYNAMIC, CheckName.VALID_HOSTNAME):
        assert found[check] == Finding(check, Result.SKIP, Reason.LITERAL)


def test_only_what_fails_weighs_and_it_shows_the_name() -> None:
    for finding in found_of("User-PC").values():
        assert (finding.weight > 0) == (finding.result is Result.FAIL)
        assert (finding.value is not None) == (finding.result is Result.FAIL)


def test_all_sins_of_one_name_together_are_not_yet_spam() -> None:
    sins = ("User-PC.local", "198.51.100.7", "dyn-198-51-100-7.local", "[203.0.113.9]")
    for name in sins:
        assert sum(f.weight for f in found_of(name).values()) < 4


@given(st.from_regex(r"[A-Za-z0-9._:\[\]-]{1,80}", fullmatch=True))
def test_any_name_ends_each_check_once(name: str) -> None:
    found = list(look_at_name(HostName(name), CLIENT, PATTERNS))
    assert len({f.check for f in found}) == len(found) == 5


@given(st.from_regex(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,3}", fullmatch=True))
def test_a_full_name_has_a_dot_and_begins_and_ends_no_label_with_a_hyphen(
    name: str,
) -> None:
    if is_full_name(name):
        assert "." in name
        assert all(x[0] != "-" != x[-1] for x in name.split("."))
