"""Flags: the system's few, and keywords, which are words a person chose."""

from enum import Enum
from typing import TypeAlias

from glassine.words.private import Text


class SystemFlag(Enum):
    """The flags with a fixed meaning. RFC 9051 §2.3.2, `\\Recent` RFC 3501"""

    ANSWERED = b"\\Answered"
    FLAGGED = b"\\Flagged"
    DELETED = b"\\Deleted"
    SEEN = b"\\Seen"
    DRAFT = b"\\Draft"
    RECENT = b"\\Recent"


class Keyword(Text):
    """A flag a person or a client made up; two that differ in case are one."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Keyword):
            return NotImplemented
        return self._bytes.lower() == other._bytes.lower()

    def __hash__(self) -> int:
        return hash(self._bytes.lower())


Flag: TypeAlias = SystemFlag | Keyword
