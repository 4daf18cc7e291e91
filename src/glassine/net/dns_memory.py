"""What DNS has said, remembered for as long as DNS said, and never without bound.

Whoever owns a zone chooses how long and how large its answers are: neither is left
to them.
"""

from collections import OrderedDict
from typing import Any, TypeAlias

from dns.rdatatype import RdataType

from glassine.trust.resolver import Ending, Found
from glassine.words.clock import Clock

MOST_ANSWERS = 10_000
LONGEST = 86_400.0  # seconds that a zone may ask for. RFC 8767 §4 allows a cap
FAILURE = 5.0  # seconds in which a failed question is not asked again. RFC 9520 §3.2

Question: TypeAlias = tuple[str, RdataType]
"""A name in lower case without a final dot, and what is asked of it."""


class Memory:
    """Answers by question; the one asked longest ago goes first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[Question, tuple[float, Found[Any]]] = OrderedDict()

    def recall(self, question: Question) -> Found[Any] | None:
        """Return what was said, if that is still good."""
        known = self._known.get(question)
        if known is None or known[0] <= self._clock.ticks():
            return None
        self._known.move_to_end(question)
        return known[1]

    def keep(self, question: Question, found: Found[Any]) -> None:
        """Remember it for its time to live, and a failure for a moment."""
        lives = FAILURE if found.ending is Ending.FAILED else min(found.ttl, LONGEST)
        self._known[question] = self._clock.ticks() + lives, found
        self._known.move_to_end(question)
        if len(self._known) > MOST_ANSWERS:
            self._known.popitem(last=False)
