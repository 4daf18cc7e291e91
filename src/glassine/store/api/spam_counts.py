"""The book of spam counts: in how many letters each token was, ham and spam.

A token is a number that tells nothing of the word. Whoever has learnt something is an
owner: an account by its id, or the house.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from glassine.words.clock import Milliseconds

HOUSE = b""
"""The owner of what the installation has learnt, whoever taught it."""


class Kind(StrEnum):
    """What a letter turned out to be."""

    HAM = "ham"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class SpamCounts:
    """What an owner knows: of letters in all, and of the tokens asked for."""

    ham: int
    spam: int
    tokens: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Learnt:
    """How much an owner has learnt."""

    ham: int
    spam: int
    tokens: int


class SpamBook(Protocol):
    """Counts of tokens by owner. Bounded, and it forgets."""

    def of(self, owner: bytes, tokens: Sequence[int]) -> SpamCounts:
        """Return what an owner knows of these tokens; a quick look-up."""

    def learn(
        self, owner: bytes, tokens: Sequence[int], kind: Kind, at: Milliseconds
    ) -> None:
        """Count a letter of this kind, and its tokens, each once."""

    def unlearn(self, owner: bytes, tokens: Sequence[int], kind: Kind) -> None:
        """Take a letter back; nothing goes below zero."""

    def has_learnt(self, owner: bytes) -> bool:
        """Tell whether anybody ever taught this owner; a quick look-up."""

    def learnt(self, owner: bytes) -> Learnt:
        """Return how much an owner has learnt."""

    def prune(self, now: Milliseconds, kept: int, most: int) -> bool:
        """Let one owner forget tokens that came once, `kept` days ago or more.

        Where more than `most` are left, those seen longest ago go too. Each owner has
        a turn a day; False where all have had theirs.
        """
