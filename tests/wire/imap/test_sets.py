"""Sets of numbers: `*` is the largest there is, and nothing is ever counted out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.imap.sets import (
    STAR,
    NumberSet,
    SequenceSet,
    merged,
    number_set,
)

RANGES = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=8)


@pytest.mark.parametrize(
    ("written", "largest", "ranges"),
    [
        (((1, STAR),), 9, ((1, 9),)),
        (((STAR, STAR),), 9, ((9, 9),)),
        (((12, STAR),), 9, ((9, 12),)),  # RFC 9051 §9: always holds the largest
        (((4, 2), (7, 7), (5, 5)), 9, ((2, 5), (7, 7))),
        (((1, STAR),), 0, ()),
    ],
)
def test_a_set_gets_its_meaning_from_the_largest_number(
    written: tuple[tuple[int, int], ...],
    largest: int,
    ranges: tuple[tuple[int, int], ...],
) -> None:
    assert SequenceSet(written).resolve(largest).ranges == ranges


@given(RANGES)
def test_merging_changes_no_member(pairs: list[tuple[int, int]]) -> None:
    ranges = [(low, low + more) for low, more in pairs]
    members = {n for low, high in ranges for n in range(low, high + 1)}
    numbers = merged(ranges)
    assert {n for n in range(100) if n in numbers} == members
    assert len(numbers) == len(members)
    assert numbers == number_set(members)


@given(RANGES, st.sets(st.integers(1, 80)))
def test_members_are_picked_from_those_that_exist(
    pairs: list[tuple[int, int]], exist: set[int]
) -> None:
    numbers = merged((low, low + more) for low, more in pairs)
    there = sorted(exist)
    assert list(numbers.among(there)) == [n for n in there if n in numbers]
    assert [there[i] for span in numbers.spans(there) for i in span] == list(
        numbers.among(there)
    )


def test_a_set_is_written_with_its_ranges() -> None:
    assert bytes(number_set([3, 1, 2, 9])) == b"1:3,9"
    assert not NumberSet()


def test_a_huge_range_costs_nothing() -> None:
    numbers = SequenceSet(((1, STAR),)).resolve(4_000_000_000)
    assert list(numbers.among([5, 7])) == [5, 7]
