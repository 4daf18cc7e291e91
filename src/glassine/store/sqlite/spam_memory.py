"""Spam counts that were looked up before: most words of a letter come again and again.

What is kept is right for one state of an owner's counts, which is named by a number
that every change raises, whichever process makes it. Another state begins anew.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

MOST = 40_000  # tokens, those that nobody has learnt too: some 5 MB

Counts: TypeAlias = tuple[int, int]
"""In how many letters that were ham, and in how many that were spam."""

LookUp: TypeAlias = Callable[[Sequence[int]], Mapping[int, Counts]]


class SpamMemory:
    """Counts of one owner's tokens, as far as they were asked for lately."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._state: int | None = None
        self._counts: dict[int, Counts | None] = {}

    def of(
        self, state: int, tokens: Sequence[int], look_up: LookUp
    ) -> dict[int, Counts]:
        """Return what is known of these in a state; only what is new is looked up."""
        if state != self._state or len(self._counts) > self._most:
            self._state, self._counts = state, {}
        counts = self._counts
        if new := [token for token in tokens if token not in counts]:
            counts.update(dict.fromkeys(new))
            counts.update(look_up(new))
        return {token: found for token in tokens if (found := counts[token])}
