"""Every command a client can give, one frozen class each; `Command` is their union.

What a person chose is private: names of mailboxes, keywords, search terms. A mailbox's
name is its text in UTF-8, however it was written; INBOX is in upper case.
"""

from dataclasses import dataclass
from typing import TypeAlias

from glassine.wire.imap.fetch_items import FetchItem
from glassine.wire.imap.flags import Flag
from glassine.wire.imap.options import (
    Extension,
    ListReturn,
    ListSelect,
    SearchReturn,
    SpecialUse,
    StatusItem,
    StoreMode,
)
from glassine.wire.imap.search_keys import SearchKey
from glassine.wire.imap.sets import Numbers, SequenceSet
from glassine.words.private import Password, Text, UserName
from glassine.words.public import AuthMethod


@dataclass(frozen=True, slots=True)
class Capability:
    """CAPABILITY"""


@dataclass(frozen=True, slots=True)
class Noop:
    """NOOP"""


@dataclass(frozen=True, slots=True)
class Logout:
    """LOGOUT; the engine takes nothing more after it."""


@dataclass(frozen=True, slots=True)
class Id:
    """ID: what the client says of itself. RFC 2971"""

    fields: tuple[tuple[Text, Text | None], ...] = ()


@dataclass(frozen=True, slots=True)
class StartTls:
    """STARTTLS: answer OK, make it so, then call the engine's `secured`."""


@dataclass(frozen=True, slots=True)
class Login:
    """LOGIN"""

    user: UserName
    password: Password


@dataclass(frozen=True, slots=True)
class Authenticate:
    """AUTHENTICATE; mechanism None is one we have never heard of."""

    mechanism: AuthMethod | None
    initial: Password | None = None  # base64 as written, `=` for empty. RFC 4959


@dataclass(frozen=True, slots=True)
class Enable:
    """ENABLE, less the names we do not know. RFC 5161"""

    extensions: frozenset[Extension]


@dataclass(frozen=True, slots=True)
class Resync:
    """QRESYNC of SELECT: what the client remembers. RFC 7162 §3.2.5"""

    uidvalidity: int
    modseq: int
    known: SequenceSet | None = None
    matching: tuple[SequenceSet, SequenceSet] | None = None  # numbers, their UIDs


@dataclass(frozen=True, slots=True)
class Select:
    """SELECT, or EXAMINE where `read_only`."""

    mailbox: Text
    read_only: bool = False
    condstore: bool = False
    resync: Resync | None = None


@dataclass(frozen=True, slots=True)
class Create:
    """CREATE; `use` is what it is for, None among it a use we do not know."""

    mailbox: Text
    use: tuple[SpecialUse | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    """DELETE"""

    mailbox: Text


@dataclass(frozen=True, slots=True)
class Rename:
    """RENAME"""

    old: Text
    new: Text


@dataclass(frozen=True, slots=True)
class Subscribe:
    """SUBSCRIBE"""

    mailbox: Text


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """UNSUBSCRIBE"""

    mailbox: Text


@dataclass(frozen=True, slots=True)
class List:
    """LIST, plain or extended. RFC 9051 §6.3.9, RFC 5258, RFC 5819"""

    reference: Text
    patterns: tuple[Text, ...]
    select: frozenset[ListSelect] = frozenset()
    returns: frozenset[ListReturn] = frozenset()
    status: tuple[StatusItem, ...] = ()
    extended: bool = False  # an option was given, even an empty list of them


@dataclass(frozen=True, slots=True)
class Lsub:
    """LSUB. RFC 3501 §6.3.9"""

    reference: Text
    pattern: Text


@dataclass(frozen=True, slots=True)
class Namespace:
    """NAMESPACE"""


@dataclass(frozen=True, slots=True)
class Status:
    """STATUS"""

    mailbox: Text
    items: tuple[StatusItem, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """IDLE: answer `+ idling` and call the engine's `idling`, or refuse it."""


@dataclass(frozen=True, slots=True)
class Done:
    """DONE: the end of IDLE, whose tag it carries."""


@dataclass(frozen=True, slots=True)
class Check:
    """CHECK. RFC 3501 §6.4.1"""


@dataclass(frozen=True, slots=True)
class Close:
    """CLOSE"""


@dataclass(frozen=True, slots=True)
class Unselect:
    """UNSELECT"""


@dataclass(frozen=True, slots=True)
class Expunge:
    """EXPUNGE, or UID EXPUNGE where there are UIDs. RFC 4315"""

    uids: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """SEARCH; `returns` None asks for the answer of RFC 3501."""

    key: SearchKey
    returns: frozenset[SearchReturn] | None = None
    uid: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """FETCH; ALL, FAST and FULL are spelled out."""

    numbers: Numbers
    items: tuple[FetchItem, ...]
    uid: bool = False
    changed_since: int | None = None  # RFC 7162
    vanished: bool = False


@dataclass(frozen=True, slots=True)
class Store:
    """STORE"""

    numbers: Numbers
    mode: StoreMode
    flags: frozenset[Flag]
    silent: bool = False
    uid: bool = False
    unchanged_since: int | None = None  # RFC 7162


@dataclass(frozen=True, slots=True)
class Copy:
    """COPY"""

    numbers: Numbers
    mailbox: Text
    uid: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """MOVE. RFC 6851"""

    numbers: Numbers
    mailbox: Text
    uid: bool = False


Command: TypeAlias = (
    Capability
    | Noop
    | Logout
    | Id
    | StartTls
    | Login
    | Authenticate
    | Enable
    | Select
    | Create
    | Delete
    | Rename
    | Subscribe
    | Unsubscribe
    | List
    | Lsub
    | Namespace
    | Status
    | Idle
    | Done
    | Check
    | Close
    | Unselect
    | Expunge
    | Search
    | Fetch
    | Store
    | Copy
    | Move
)
