"""What an SMTP server hears, as values.

Those above the line ask: the caller calls `answer` once before it goes on. Those
below only tell. No event holds a command's text.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from glassine.wire.sasl.steps import PasswordGiven, ScramAsked, ScramDone, ScramProof
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.states import Verb
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import HostName


@dataclass(frozen=True, slots=True)
class Hello:
    """HELO, EHLO or LHLO. `answer()` greets with what is offered."""

    name: HostName
    esmtp: bool
    verb: Verb


@dataclass(frozen=True, slots=True)
class SenderGiven:
    """MAIL. `answer()` accepts."""

    sender: Sender


@dataclass(frozen=True, slots=True)
class RecipientGiven:
    """RCPT; not in the envelope until accepted. `answer()` accepts."""

    recipient: Recipient
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class DataWanted:
    """DATA, or the first BDAT. `answer()` lets the message come."""

    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Arrived:
    """The message is whole. Answer it; LMTP wants one reply a recipient."""

    envelope: Envelope
    size: int


@dataclass(frozen=True, slots=True)
class StartTls:
    """STARTTLS. After `answer()`: send, shake hands, call `secured`."""


# ---------------------------------------------------------------- from here on: tell


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the message's octets, dots unstuffed; as many as have come."""

    message: Message


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The message that had begun to come is given up; forget its parts."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Reset:
    """The transaction was given up before its message began."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The engine itself refused a command."""

    verb: Verb
    reply: Reply


@dataclass(frozen=True, slots=True)
class Unknown:
    """A command nobody knows."""


@dataclass(frozen=True, slots=True)
class EarlyTalker:
    """The client spoke before it was greeted. RFC 5321 §3.1"""


@dataclass(frozen=True, slots=True)
class Injected:
    """Octets came in the clear behind STARTTLS; they are dropped."""


class Excess(Enum):
    """Of what there was too much."""

    ERRORS = auto()
    IDLE_COMMANDS = auto()
    TRANSACTIONS = auto()
    AUTH_FAILURES = auto()


@dataclass(frozen=True, slots=True)
class TooMany:
    """A limit of the session is used up; `Closing` follows."""

    of: Excess


@dataclass(frozen=True, slots=True)
class Closing:
    """The engine takes no more; what had begun is given up. Send, and close."""

    reply: Reply


Asking: TypeAlias = (
    Hello
    | SenderGiven
    | RecipientGiven
    | DataWanted
    | Arrived
    | StartTls
    | PasswordGiven
    | ScramAsked
    | ScramProof
    | ScramDone
)
Telling: TypeAlias = (
    Abandoned | Reset | Refused | Unknown | EarlyTalker | Injected | TooMany | Closing
)
Event: TypeAlias = Asking | Part | Telling
