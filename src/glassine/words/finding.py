"""What a check found, in public words only: the operator sees it as rule and reason.

A finding says which check looked, how it ended, why, and the one public value it turned
on: an address of the network, a zone, a domain. Never a word of the message.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from glassine.words.public import Domain, HostName, IpAddress, IpNetwork, RuleName

FindingValue: TypeAlias = IpAddress | IpNetwork | Domain | HostName | RuleName


class CheckName(StrEnum):
    """Which check looked; the rule's id in records, and its name in the settings."""

    # HELO
    PROTO_MISMATCH = "proto_mismatch"
    HOST_MISMATCH = "host_mismatch"

    # Content
    HEADER_FROM = "header_from"
    HEADER_DATE = "header_date"
    HEADER_MESSAGE_ID = "header_message_id"
    HEADER_RECEIVED = "header_received"
    HEADER_FIELDS = "header_fields"
    HEADER_OCTETS = "header_octets"
    HEADER_RECIPIENTS = "header_recipients"
    OWN_DOMAIN = "own_domain"
    DISPLAY_NAME = "display_name"
    MIME = "mime"
    HTML = "html"
    ATTACHMENT = "attachment"
    URI_LIST = "uri_list"
    RSPAMD = "rspamd"
    CLAMAV = "clamav"
    EXTRA = "extra"  # a check of the operator's own
    SCORE = "score"  # all of them together


class CheckMode(StrEnum):
    """What is done with a check that fails."""

    OFF = "off"  # nobody looks
    NOTE = "note"  # it is noted, and weighs
    DENY = "deny"  # the client is refused


class Result(StrEnum):
    """What it found, in the words of the log."""

    PASS = "pass"  # noqa: S105 (a result, not a password)
    FAIL = "fail"
    SKIP = "skip"
    ERR = "err"  # it could not find out


class Reason(StrEnum):
    """Why it failed, or why it was skipped."""

    PRIVATE = "private"  # the client is in a private network
    LOCAL = "local"  # the client is this machine
    CHANGED = "changed"  # not what the client said before

    # Of a header
    MISSING = "missing"
    REPEATED = "repeated"
    MALFORMED = "malformed"
    FUTURE = "future"
    PAST = "past"
    EIGHT_BIT = "eight bits"
    CONTROLS = "control characters"
    TOO_MANY = "too many"

    # Of an author
    NOT_PROVEN = "not proven"
    OTHER_ADDRESS = "other address"  # the display name shows one of another domain
    OUR_ADDRESS = "our address"  # the display name shows one of ours

    # Of a body
    BOUNDARY = "boundary"  # a multipart without parts
    DEEP = "deep"  # parts within parts within parts
    ENCODING = "encoding"  # unknown, or for no reason
    SCRIPT = "script"
    FRAME = "frame"
    FORM = "form"
    HIDDEN = "hidden"  # text that is not to be seen
    TINY = "tiny"  # text too small to be seen
    FALSE_LINK = "false link"  # it shows another domain than it leads to
    LISTED = "listed"

    # Of an attachment
    PROGRAM = "program"
    SHORTCUT = "shortcut"
    DISK_IMAGE = "disk image"
    MACRO = "macro"
    SMUGGLING = "smuggling"  # a page that puts a file together
    DISGUISE = "disguise"  # the name hides what it is
    ENCRYPTED = "encrypted"
    BOMB = "bomb"  # it unpacks to more than is looked at
    UNREADABLE = "unreadable"

    # Of the sum
    OVER = "over the limit"

    # Of a judge elsewhere
    SIZE = "size"  # too large to be shown
    NO_ANSWER = "no answer"
    MALWARE = "malware"
    REFUSED = "refused"  # it says that the message is to be refused
    PUT_OFF = "put off"  # it says that the message is to come later


class Bearing(StrEnum):
    """What a finding means for the message, besides its weight."""

    NOTE = "note"  # it is noted, and weighs what it weighs
    DEFER = "defer"  # not now: the client may try again
    DENY = "deny"  # refused


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result; `why` unless it passed, `weight` where it counts."""

    check: CheckName
    result: Result
    why: Reason | None = None
    value: FindingValue | None = None
    weight: float = 0.0  # of spam; below zero it speaks for the message
    bearing: Bearing = Bearing.NOTE


def rules(findings: Iterable[Finding]) -> tuple[CheckName, ...]:
    """Return the rules that told for or against a message, each once."""
    told = (f.check for f in findings if f.weight or f.bearing is not Bearing.NOTE)
    return tuple(dict.fromkeys(told))


def decisive(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding that refuses; one that refuses for good before all others."""
    refusing = [f for f in findings if f.bearing is not Bearing.NOTE]
    for_good = (f for f in refusing if f.bearing is Bearing.DENY)
    return next(for_good, refusing[0] if refusing else None)
