"""What counts say of a letter: nothing, if there are few, and the same every time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassine.spam.bayes import NO_OPINION, Memory, Opinion, _by_chance, classify
from glassine.words.public import SpamStatus


@dataclass(frozen=True)
class Counts:
    """What somebody has learnt."""

    ham: int
    spam: int
    tokens: Mapping[int, tuple[int, int]]


TOKENS = range(30)
OF_SPAM = Counts(100, 100, dict.fromkeys(TOKENS, (0, 20)))
OF_HAM = Counts(100, 100, dict.fromkeys(TOKENS, (20, 0)))
OF_BOTH = Counts(100, 100, dict.fromkeys(TOKENS, (20, 20)))
LITTLE = Counts(9, 100, dict.fromkeys(TOKENS, (0, 20)))
UNKNOWN = Counts(100, 100, {1: (0, 1)})


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        (OF_SPAM, SpamStatus.SPAM),
        (OF_HAM, SpamStatus.HAM),
        (OF_BOTH, SpamStatus.PROBABLE),
    ],
)
def test_tokens_speak_for_a_class(counts: Counts, status: SpamStatus) -> None:
    opinion = classify([Memory(TOKENS, counts)])
    assert opinion.status is status
    assert (opinion.known, opinion.tokens) == (30, 30)


@pytest.mark.parametrize("counts", [LITTLE, UNKNOWN, Counts(0, 0, {})])
def test_who_knows_little_has_no_opinion(counts: Counts) -> None:
    opinion = classify([Memory(TOKENS, counts)])
    assert opinion == NO_OPINION
    assert opinion.status is SpamStatus.UNKNOWN


def test_half_of_each_is_unsure() -> None:
    tokens = {n: (0, 20) if n % 2 else (20, 0) for n in TOKENS}
    opinion = classify([Memory(TOKENS, Counts(100, 100, tokens))])
    assert opinion.status is SpamStatus.PROBABLE


def test_the_order_of_tokens_does_not_matter() -> None:
    counts = Counts(50, 60, {n: (n % 7, n % 5) for n in TOKENS})
    forth = classify([Memory(TOKENS, counts)])
    back = classify([Memory(TOKENS[::-1], counts)])
    assert forth.probability == pytest.approx(back.probability, abs=1e-12)


def test_a_class_that_was_taught_more_often_is_not_favoured() -> None:
    tokens = {n: (1, 10) for n in TOKENS}
    assert classify([Memory(TOKENS, Counts(10, 100, tokens))]).probability == 0.5


def test_ones_own_lessons_outweigh_those_of_the_house() -> None:
    own = [number + 1000 for number in TOKENS]
    taught = Counts(10, 10, dict.fromkeys(own, (10, 0)))
    house = Memory(TOKENS, Counts(20, 20, dict.fromkeys(TOKENS, (2, 8))))
    alone = classify([house])
    together = classify([house, Memory(own, taught, weight=3.0)])
    assert alone.status is SpamStatus.SPAM
    assert together.status is SpamStatus.HAM
    assert together.known == 30


def test_an_owner_who_has_learnt_nothing_changes_nothing() -> None:
    house = Memory(TOKENS, OF_SPAM)
    assert classify([house, Memory(TOKENS, Counts(0, 0, {}), 3.0)]) == classify([house])


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=300),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
@settings(max_examples=60, deadline=None)
def test_whatever_was_counted_a_probability_comes_out(
    seen: list[tuple[int, int]], ham: int, spam: int
) -> None:
    counts = Counts(ham, spam, dict(enumerate(seen)))
    opinion = classify([Memory(range(len(seen)), counts)])
    assert 0 <= opinion.probability <= 1
    assert isinstance(opinion, Opinion)


@pytest.mark.parametrize("count", [1, 5, 150])
def test_chance_is_chi_square(count: int) -> None:
    for half in (0.5, 10.0, 300.0, 690.0, 705.0, 900.0):
        logs = [n * math.log(half) - math.lgamma(n + 1) - half for n in range(count)]
        wanted = min(1.0, math.fsum(map(math.exp, logs)))
        assert _by_chance(-half, count) == pytest.approx(wanted, rel=1e-6, abs=1e-300)
