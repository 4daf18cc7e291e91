"""What the engine yields: commands, pieces of an APPEND, and what it says itself."""

from dataclasses import dataclass
from typing import TypeAlias

from glassine.wire.imap.commands import Command
from glassine.wire.imap.flags import Flag
from glassine.wire.imap.replies import Reply
from glassine.words.clock import Milliseconds
from glassine.words.private import Message, Password, Text


@dataclass(frozen=True, slots=True)
class Say:
    """Send these bytes; nothing is asked of anyone."""

    line: bytes


@dataclass(frozen=True, slots=True)
class CommandRead:
    """A command that is well formed and allowed here; it is not answered yet."""

    tag: bytes
    command: Command


@dataclass(frozen=True, slots=True)
class BadCommand:
    """A command that is refused; send `reply.answer(tag)`."""

    tag: bytes | None
    reply: Reply


@dataclass(frozen=True, slots=True)
class HangUp:
    """Send this and close: the client cannot be talked to any more."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class AuthResponse:
    """One line of a SASL exchange: base64 as written, or `*`."""

    tag: bytes
    line: Password


@dataclass(frozen=True, slots=True)
class AppendBegun:
    """A message for a mailbox is coming; call `refuse_append` to have none of it.

    An APPEND may bring several messages, all or none of which are to be filed. RFC 3502
    """

    tag: bytes
    mailbox: Text
    size: int
    flags: frozenset[Flag] = frozenset()
    internal_date: Milliseconds | None = None
    binary: bool = False  # literal8: it may hold NUL. RFC 3516
    utf8: bool = False  # its header may be UTF-8. RFC 6855


@dataclass(frozen=True, slots=True)
class AppendPart:
    """The next octets of that message."""

    data: Message


@dataclass(frozen=True, slots=True)
class AppendWhole:
    """That was the last of its octets; another message may follow."""


@dataclass(frozen=True, slots=True)
class AppendEnded:
    """The command is complete: file what came, then answer."""

    tag: bytes


@dataclass(frozen=True, slots=True)
class AppendDropped:
    """The command went wrong after messages came: forget them. `BadCommand` follows."""

    tag: bytes


Event: TypeAlias = (
    Say
    | CommandRead
    | BadCommand
    | HangUp
    | AuthResponse
    | AppendBegun
    | AppendPart
    | AppendWhole
    | AppendEnded
    | AppendDropped
)
