"""What SEARCH can ask: a tree of keys. RFC 9051 §6.4.4, RFC 5032, RFC 7162"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TypeAlias

from glassine.wire.imap.flags import Flag
from glassine.wire.imap.sets import Numbers
from glassine.words.private import Text


class Where(Enum):
    """The place in a message where a search term is looked for."""

    BCC = b"BCC"
    CC = b"CC"
    FROM = b"FROM"
    TO = b"TO"
    SUBJECT = b"SUBJECT"
    BODY = b"BODY"
    TEXT = b"TEXT"


class Day(Enum):
    """Which day of a message is compared."""

    INTERNAL = auto()
    SENT = auto()


class Order(Enum):
    """How it lies to the day that was given."""

    BEFORE = auto()
    ON = auto()
    SINCE = auto()


@dataclass(frozen=True, slots=True)
class All:
    """Every message."""


@dataclass(frozen=True, slots=True)
class HasFlag:
    """The flag is set."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class Contains:
    """The term occurs there, in any case; an empty term always does."""

    where: Where
    term: Text


@dataclass(frozen=True, slots=True)
class Header:
    """A field of this name is there and holds the term."""

    field: Text
    term: Text


@dataclass(frozen=True, slots=True)
class Dated:
    """The day is before, on or since this one, zones left aside."""

    day: Day
    order: Order
    date: date


@dataclass(frozen=True, slots=True)
class Larger:
    """More octets than this."""

    than: int


@dataclass(frozen=True, slots=True)
class Smaller:
    """Fewer octets than this."""

    than: int


@dataclass(frozen=True, slots=True)
class Younger:
    """Arrived within this many seconds. RFC 5032"""

    seconds: int


@dataclass(frozen=True, slots=True)
class Older:
    """Arrived longer ago than this many seconds. RFC 5032"""

    seconds: int


@dataclass(frozen=True, slots=True)
class InSet:
    """The message number, or the UID, is in the set."""

    numbers: Numbers
    uid: bool = False


@dataclass(frozen=True, slots=True)
class ModSeq:
    """Changed at this modification sequence or later. RFC 7162 §3.1.5"""

    least: int


@dataclass(frozen=True, slots=True)
class Not:
    """The key does not hold."""

    key: "SearchKey"


@dataclass(frozen=True, slots=True)
class Or:
    """One of the two holds."""

    one: "SearchKey"
    other: "SearchKey"


@dataclass(frozen=True, slots=True)
class And:
    """All of them hold."""

    keys: "tuple[SearchKey, ...]"


SearchKey: TypeAlias = (
    All
    | HasFlag
    | Contains
    | Header
    | Dated
    | Larger
    | Smaller
    | Younger
    | Older
    | InSet
    | ModSeq
    | Not
    | Or
    | And
)
