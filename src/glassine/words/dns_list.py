"""Lists that others keep in DNS, as settings name them. RFC 5782"""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address

from glassine.words.public import Domain


class ListKind(StrEnum):
    """What it means to be on a list."""

    DENY = "deny"  # refused
    NOTE = "note"  # it weighs against
    ALLOW = "allow"  # it weighs for, and greylisting is passed by


class ListAbout(StrEnum):
    """What a list is asked for."""

    IP = "ip"
    HELO = "helo"
    SENDER_DOMAIN = "sender domain"
    LINK = "link"  # the domains of a message's links


class ListTrial(StrEnum):
    """How a list stood its test. RFC 5782 §5"""

    FIT = "fit"
    EMPTY = "empty"  # it does not list what every list has: it is gone
    EVERYTHING = "everything"  # it lists what none has
    SILENT = "silent"  # it does not answer, or not us


@dataclass(frozen=True, slots=True)
class ListAnswers:
    """A run of answers and what they mean; what is None is as the list has it."""

    first: IPv4Address
    last: IPv4Address
    kind: ListKind | None = None
    weight: float | None = None
    counts: bool = True  # or it is as if nothing were listed

    def __contains__(self, answer: IPv4Address) -> bool:
        return self.first <= answer <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsListing:
    """One list: its zone, what it is asked for, and what its answers mean."""

    zone: Domain
    kind: ListKind
    about: ListAbout = ListAbout.IP
    weight: float = 2.0
    answers: tuple[ListAnswers, ...] = ()  # none: whatever it says means the same
