"""`*` crosses levels, `%` stays on one. RFC 9051 §6.3.9"""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.imap.patterns import ListPattern, matches


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*", "a/b", True),
        ("%", "a", True),
        ("%", "a/b", False),
        ("a/%", "a/b", True),
        ("a/%", "a/b/c", False),
        ("%/c", "a/b/c", False),
        ("*/c", "a/b/c", True),
        ("a%b", "ab", True),
        ("", "", True),
        ("", "a", False),
        ("inbox", "INBOX", True),
        ("in%", "INBOX", True),
        ("inbox", "Inbox2", False),
        ("sent", "Sent", False),
    ],
)
def test_which_names_fit(pattern: str, name: str, fits: bool) -> None:
    assert matches(pattern, name) is fits


@given(st.text("ab/*%", max_size=12), st.text("ab/", max_size=12))
def test_it_agrees_with_a_regular_expression(pattern: str, name: str) -> None:
    wild = {"*": ".*", "%": "[^/]*"}
    same = re.compile("".join(wild.get(char, char) for char in pattern))
    assert ListPattern(pattern).matches(name) is bool(same.fullmatch(name))


def test_a_hostile_pattern_is_no_work() -> None:
    started = time.process_time()
    assert not matches("*a" * 500 + "b", "a" * 1_000)
    assert time.process_time() - started < 0.5


def test_another_delimiter() -> None:
    assert matches("a.%", "a.b/c", ".")
    assert not matches("a.%", "a.b.c", ".")
