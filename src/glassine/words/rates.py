"""How many of something there may be in a length of time."""

from dataclasses import dataclass

from glassine.words.clock import Seconds


@dataclass(frozen=True, slots=True)
class Rate:
    """No more than so many within any such time."""

    most: int
    within: Seconds
