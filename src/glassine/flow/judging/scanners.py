"""What is asked of judges elsewhere: a message by the piece, and an answer in time.

They see the whole message, so the settings want them on this machine; what they answer
is kept only as far as it is a code of theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from glassine.flow.judging.client import Client
from glassine.words.elsewhere import RspamdAction
from glassine.words.envelope import Envelope
from glassine.words.private import Message
from glassine.words.public import RuleName, Size


class Silence(Enum):
    """Why there is no answer."""

    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"  # it said something else, or that it could not look


@dataclass(frozen=True, slots=True)
class Symbol:
    """One rule of theirs that told for or against the message."""

    name: RuleName
    score: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What rspamd makes of a message."""

    symbols: tuple[Symbol, ...]
    action: RspamdAction | None = None  # None: it may pass


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it is shown to them."""

    client: Client
    envelope: Envelope
    size: Size
    runs: Iterator[Message]


class SpamScanner(Protocol):
    """rspamd, or who answers as it does."""

    async def scan(self, shown: Shown) -> Opinion | Silence:
        """Return what it makes of a message."""


class VirusScanner(Protocol):
    """ClamAV's daemon, or who answers as it does."""

    async def scan(self, shown: Shown) -> tuple[RuleName, ...] | Silence:
        """Return the signatures that fit; none where it is clean."""
