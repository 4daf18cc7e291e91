"""What a receiver of mail may do instead of what is right, and when.

A deed stands in place of the right answer to one step of the talk. Deeds that are
listed for a step are done one an occurrence, over all connections; when none is left
the receiver behaves.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias


class Step(Enum):
    """A point of the talk at which something may go wrong."""

    CONNECT = auto()  # in place of the greeting
    HELLO = auto()
    STARTTLS = auto()
    HANDSHAKE = auto()  # in place of the TLS handshake
    AUTH = auto()
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    CONTENT = auto()  # when some of the message has come
    DOT = auto()  # the message is whole, by its dot or by BDAT LAST
    RSET = auto()
    QUIT = auto()


@dataclass(frozen=True, slots=True)
class Behaves:
    """Gives the right answer after all."""


@dataclass(frozen=True, slots=True)
class Says:
    """Says these words, or octets, and means it: a no refuses. Then perhaps more."""

    what: str | bytes
    then: "Deed | None" = None

    @property
    def octets(self) -> bytes:
        """Return what goes over the wire."""
        if isinstance(self.what, bytes):
            return self.what
        return self.what.replace("\n", "\r\n").encode() + b"\r\n"


@dataclass(frozen=True, slots=True)
class Drops:
    """Closes the connection without a word."""


@dataclass(frozen=True, slots=True)
class Resets:
    """Tears the connection down: the other end gets an error."""


@dataclass(frozen=True, slots=True)
class Hangs:
    """Says nothing, for as long as the other end bears it."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Does something, but late."""

    seconds: float
    then: "Deed" = Behaves()


@dataclass(frozen=True, slots=True)
class Dribbles:
    """Says something octet by octet, with a pause after each."""

    what: str
    pause: float = 0.001


@dataclass(frozen=True, slots=True)
class NeverEnds:
    """Gives an answer of which each line promises another."""

    line: bytes = b"250-and another thing\r\n"


Deed: TypeAlias = Behaves | Says | Drops | Resets | Hangs | Waits | Dribbles | NeverEnds

CLOSES = Says("421 4.3.2 shutting down", Drops())
"""Says 421, and does it."""

GARBAGE = Says(b"\x00\xff\x15\x03\x01 what\r\n")


@dataclass(slots=True)
class Misdeeds:
    """What a receiver will do wrong."""

    steps: dict[Step, list[Deed]] = field(default_factory=dict)
    rcpt: dict[str, list[Deed]] = field(default_factory=dict)  # by address
    saved: dict[str, list[Deed]] = field(default_factory=dict)  # LMTP, after the dot
    for_ever: dict[Step, Deed] = field(default_factory=dict)
    seen: dict[Step, int] = field(default_factory=lambda: defaultdict(int))

    def next(self, step: Step) -> Deed:
        """Return what to do at this step, this time."""
        self.seen[step] += 1
        if self.steps.get(step):
            return self.steps[step].pop(0)
        return self.for_ever.get(step, Behaves())

    def of(self, address: str, told: dict[str, list[Deed]]) -> Deed | None:
        """Return what to do to this recipient, this time; None for nothing special."""
        return told[address].pop(0) if told.get(address) else None
