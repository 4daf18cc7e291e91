"""Is the header one that a mail program writes? RFC 5322 §3.6

An empty subject is no crime, nor is an unusual one: what is written is nobody's
business here, only whether the fields are there, once, and can be read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from glassine.mail import address, dates, header
from glassine.spam.weights import found
from glassine.words.clock import Milliseconds
from glassine.words.finding import CheckName, Finding
from glassine.words.reason import Reason

MOST_RECIPIENTS = 50  # in To and Cc together; more is a list whose owner is unskilled
FUTURE = 24 * 3_600_000  # milliseconds; a clock may be in the wrong zone
PAST = 30 * 24 * 3_600_000
ONCE = frozenset(
    {b"sender", b"reply-to", b"to", b"cc", b"in-reply-to", b"references", b"subject"}
)  # besides those that have a check of their own. RFC 5322 §3.6
Fields: TypeAlias = Mapping[bytes, Sequence[bytes]]
"""Values by name in lower case."""

_CONTROLS = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MESSAGE_ID = re.compile(rb"\s*+<[^<>\s@]++@[^<>\s@]++>\s*+\Z")


def header_findings(
    head: bytes, written: Fields, now: Milliseconds, *, utf8: bool
) -> Iterator[Finding]:
    """Yield what is wrong with a header; `utf8` where the client said SMTPUTF8.

    `written` are its fields, as `mail.header.by_name` has them.
    """
    yield from _author(written.get(b"from", ()))
    yield from _date(written.get(b"date", ()), now)
    yield from _message_id(written.get(b"message-id", ()))
    yield from _recipients(written)
    if b"received" not in written:
        yield found(CheckName.HEADER_RECEIVED, Reason.MISSING)
    if any(len(values) > 1 and name in ONCE for name, values in written.items()):
        yield found(CheckName.HEADER_FIELDS, Reason.REPEATED)
    if not utf8 and not head.isascii():  # RFC 6532 §3
        yield found(CheckName.HEADER_OCTETS, Reason.EIGHT_BIT)
    if _CONTROLS.search(head):
        yield found(CheckName.HEADER_OCTETS, Reason.CONTROLS)


def _author(values: Sequence[bytes]) -> Iterator[Finding]:
    if len(values) != 1:
        why = Reason.REPEATED if values else Reason.MISSING
        yield found(CheckName.HEADER_FROM, why)
    elif not any(
        each.mailbox and each.host and b"." in each.host
        for each in address.parse(header.unfold(values[0]))
    ):
        yield found(CheckName.HEADER_FROM, Reason.MALFORMED)


def _date(values: Sequence[bytes], now: Milliseconds) -> Iterator[Finding]:
    if len(values) != 1:
        why = Reason.REPEATED if values else Reason.MISSING
        yield found(CheckName.HEADER_DATE, why)
        return
    read = dates.read(header.unfold(values[0]))
    if read is None:
        yield found(CheckName.HEADER_DATE, Reason.MALFORMED)
    elif read.moment > now + FUTURE:
        yield found(CheckName.HEADER_DATE, Reason.FUTURE)
    elif read.moment < now - PAST:
        yield found(CheckName.HEADER_DATE, Reason.PAST)


def _message_id(values: Sequence[bytes]) -> Iterator[Finding]:
    if len(values) != 1:
        why = Reason.REPEATED if values else Reason.MISSING
        yield found(CheckName.HEADER_MESSAGE_ID, why)
    elif not _MESSAGE_ID.match(header.unfold(values[0])):
        yield found(CheckName.HEADER_MESSAGE_ID, Reason.MALFORMED)


def _recipients(written: Fields) -> Iterator[Finding]:
    lists = (*written.get(b"to", ())[:1], *written.get(b"cc", ())[:1])
    addressed = (address.parse(header.unfold(each)) for each in lists)
    if sum(map(len, addressed)) > MOST_RECIPIENTS:
        yield found(CheckName.HEADER_RECIPIENTS, Reason.TOO_MANY)
