"""The words that commands take as options, each a closed set."""

from enum import Enum


class Extension(Enum):
    """What ENABLE can turn on. RFC 5161"""

    CONDSTORE = b"CONDSTORE"
    QRESYNC = b"QRESYNC"
    UTF8 = b"UTF8=ACCEPT"
    REV2 = b"IMAP4REV2"


class SpecialUse(Enum):
    """What a mailbox is for. RFC 6154 §2"""

    ALL = b"\\All"
    ARCHIVE = b"\\Archive"
    DRAFTS = b"\\Drafts"
    FLAGGED = b"\\Flagged"
    JUNK = b"\\Junk"
    SENT = b"\\Sent"
    TRASH = b"\\Trash"
    IMPORTANT = b"\\Important"  # RFC 8457


class ListSelect(Enum):
    """Which mailboxes LIST should name. RFC 5258 §3.1, RFC 6154"""

    SUBSCRIBED = b"SUBSCRIBED"
    REMOTE = b"REMOTE"
    RECURSIVEMATCH = b"RECURSIVEMATCH"
    SPECIAL_USE = b"SPECIAL-USE"


class ListReturn(Enum):
    """What LIST should say of each; STATUS has its own field. RFC 5258 §3.2"""

    SUBSCRIBED = b"SUBSCRIBED"
    CHILDREN = b"CHILDREN"
    SPECIAL_USE = b"SPECIAL-USE"


class StatusItem(Enum):
    """What STATUS can tell of a mailbox. RFC 9051 §6.3.11"""

    MESSAGES = b"MESSAGES"
    RECENT = b"RECENT"  # RFC 3501
    UIDNEXT = b"UIDNEXT"
    UIDVALIDITY = b"UIDVALIDITY"
    UNSEEN = b"UNSEEN"
    DELETED = b"DELETED"
    SIZE = b"SIZE"
    HIGHESTMODSEQ = b"HIGHESTMODSEQ"  # RFC 7162
    APPENDLIMIT = b"APPENDLIMIT"  # RFC 7889


class SearchReturn(Enum):
    """What ESEARCH should tell. RFC 4731, SAVE RFC 5182"""

    MIN = b"MIN"
    MAX = b"MAX"
    ALL = b"ALL"
    COUNT = b"COUNT"
    SAVE = b"SAVE"


class StoreMode(Enum):
    """What STORE does with the flags it names."""

    REPLACE = b""
    ADD = b"+"
    REMOVE = b"-"
