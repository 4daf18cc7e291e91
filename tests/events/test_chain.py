"""The chain of operators' events, against what docs/chain.md says in plain words."""

import hashlib
from dataclasses import replace

import pytest

from glassine.events.chain import ZERO, Link, commitment, follows, next_link
from glassine.words.clock import Milliseconds

SALT, RECORD = b"s" * 16, b'{"ts":1}'
FIRST = next_link(None, Milliseconds(1), commitment(SALT, RECORD))


def test_a_commitment_is_of_salt_and_record() -> None:
    said = b"glassine operator record 1\n" + SALT + RECORD
    assert commitment(SALT, RECORD) == hashlib.sha256(said).digest()


def test_a_row_is_bound_to_number_moment_commitment_and_the_row_before() -> None:
    said = b"glassine operator row 1\n" + b"\0" * 7 + b"\1" + b"\0" * 7 + b"\1"
    said += FIRST.commitment + ZERO
    assert FIRST.number == 1
    assert FIRST.hash == hashlib.sha256(said).digest()


def test_the_second_follows_the_first_and_no_other() -> None:
    second = next_link(FIRST, Milliseconds(2), commitment(SALT, b"{}"))
    assert second.number == 2
    assert follows(second, FIRST)
    assert not follows(second, None)
    assert not follows(second, replace(FIRST, hash=ZERO))


@pytest.mark.parametrize(
    "other",
    [
        replace(FIRST, number=2),
        replace(FIRST, at=Milliseconds(2)),
        replace(FIRST, commitment=ZERO),
        replace(FIRST, hash=ZERO),
    ],
    ids=["number", "moment", "commitment", "hash"],
)
def test_whatever_is_changed_shows(other: Link) -> None:
    assert follows(FIRST, None)
    assert not follows(other, None)
