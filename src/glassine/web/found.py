"""What is found when somebody looks: records, and all there is of one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from glassine.flow.viewing.timeline import Step


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, and the key under which it is kept."""

    key: int
    record: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, newest first, whether there are older ones, and before which key.

    What is not to be seen is left out: so there may be older ones than none.
    """

    found: Sequence[Kept]
    more: bool = False
    until: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """Records that have just come, oldest first, and how many more there were."""

    rows: Sequence[Kept]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is kept of one message, its steps, and what they come to."""

    uuid: str
    records: Sequence[bytes]
    lines: bytes
    steps: Sequence[Step]
    sentence: str
