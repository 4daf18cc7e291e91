"""Bayes, by the way of Robinson and Fisher: how much a letter is like spam.

Each token that was seen before says how often it came in spam and how often in other
mail. The most telling ones are combined by Fisher's method, once for spam and once for
ham; a letter that speaks for both, or for neither, comes out in the middle.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from glassine.words.public import SpamStatus

MOST_TELLING = 150  # tokens that are combined
LEAST_TELLING = 0.1  # how far from the middle a token must be
FEW_LESSONS = 10  # letters of each kind; with fewer there is no opinion
FEW_TOKENS = 5
MIDDLE = 0.5  # of a token that was never seen
STRENGTH = 0.45  # how much of a letter that is worth
SPAM = 0.9
HAM = 0.3

Seen: TypeAlias = tuple[float, float]
"""In how many letters that were ham, and in how many that were spam."""


class Counts(Protocol):
    """What an owner has learnt."""

    @property
    def ham(self) -> int:
        """How many letters were ham."""

    @property
    def spam(self) -> int:
        """How many were spam."""

    @property
    def tokens(self) -> Mapping[int, tuple[int, int]]:
        """In how many of each a token was."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What one owner has learnt of these tokens, and how much that counts."""

    numbers: Sequence[int]  # the letter's tokens, as this owner knows them
    counts: Counts
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Opinion:
    """How much a letter is like spam: 0 is ham, 1 is spam, 0.5 nobody knows."""

    probability: float
    known: int  # tokens that were seen before
    tokens: int  # of the letter

    @property
    def status(self) -> SpamStatus:
        """The class; `UNKNOWN` where too little is known."""
        if not self.known:
            return SpamStatus.UNKNOWN
        if self.probability >= SPAM:
            return SpamStatus.SPAM
        return SpamStatus.HAM if self.probability <= HAM else SpamStatus.PROBABLE


NO_OPINION = Opinion(MIDDLE, 0, 0)


def classify(memories: Iterable[Memory]) -> Opinion:
    """Return what the memories together say of one letter.

    Their numbers are of the same tokens, in the same order.
    """
    able = [each for each in memories if each.counts.ham + each.counts.spam]
    ham = sum(each.weight * each.counts.ham for each in able)
    spam = sum(each.weight * each.counts.spam for each in able)
    if min(ham, spam) < FEW_LESSONS:
        return NO_OPINION
    seen = _seen(able)
    if len(seen) < FEW_TOKENS:
        return NO_OPINION
    leaning = _leanings(seen, ham, spam)
    return Opinion(_combined(leaning), len(seen), len(able[0].numbers))


def _seen(memories: Sequence[Memory]) -> list[Seen]:
    """Return what is known of each token that is known at all."""
    if len(memories) == 1:
        [only] = memories
        get = only.counts.tokens.get
        return list(filter(None, map(get, only.numbers)))
    merged: dict[int, Seen] = {}
    for memory in memories:
        get, weight = memory.counts.tokens.get, memory.weight
        for place, number in enumerate(memory.numbers):
            if found := get(number):
                ham, spam = merged.get(place, (0.0, 0.0))
                merged[place] = ham + weight * found[0], spam + weight * found[1]
    return list(merged.values())


def _leanings(seen: Iterable[Seen], ham: float, spam: float) -> list[float]:
    """Return the most telling tokens' probabilities that a letter is spam."""
    alike = Counter(seen)  # many tokens were seen as often as each other
    told = [(_leaning(*pair, ham, spam), times) for pair, times in alike.items()]
    telling = [each for each in told if abs(each[0] - MIDDLE) >= LEAST_TELLING]
    telling.sort(key=lambda each: abs(each[0] - MIDDLE), reverse=True)
    leanings: list[float] = []
    for leaning, times in telling:
        leanings += [leaning] * times
        if len(leanings) >= MOST_TELLING:
            break
    return leanings[:MOST_TELLING]


def _leaning(in_ham: float, in_spam: float, ham: float, spam: float) -> float:
    """Return a token's probability; one seen rarely stays near the middle. Robinson"""
    as_ham, as_spam = min(in_ham / ham, 1.0), min(in_spam / spam, 1.0)
    times = in_ham + in_spam
    if not times:
        return MIDDLE
    return (STRENGTH * MIDDLE + times * as_spam / (as_ham + as_spam)) / (
        STRENGTH + times
    )


def _combined(leanings: Sequence[float]) -> float:
    """Return one probability of many. Fisher"""
    if not leanings:
        return MIDDLE
    of_spam = _by_chance(sum([math.log(1 - p) for p in leanings]), len(leanings))
    of_ham = _by_chance(sum(map(math.log, leanings)), len(leanings))
    return (1 + of_ham - of_spam) / 2


def _by_chance(logarithm: float, count: int) -> float:
    """Return how likely chance makes so small a product of `count` probabilities.

    That is chi-square of -2 times the logarithm, at twice `count` degrees.
    """
    half = -logarithm
    term = math.exp(-half) if half < 700 else 0.0
    if not term:
        return _far_out(half, count)
    whole = term
    for degree in range(1, count):
        term *= half / degree
        whole += term
    return min(whole, 1.0)


def _far_out(half: float, count: int) -> float:
    """Return the same where `exp` is too small for a float."""
    logs = [
        degree * math.log(half) - math.lgamma(degree + 1) for degree in range(count)
    ]
    top = max(logs)
    return min(math.exp(top - half) * sum(math.exp(each - top) for each in logs), 1.0)
