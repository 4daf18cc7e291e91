"""What another server offers: its answer to EHLO, read once, then a value.

A keyword that nobody here knows is passed over, and so is one whose argument makes no
sense: what is not offered properly is not offered. RFC 5321 §4.1.1.1
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from glassine.words.public import AuthMethod

_OFFER = re.compile(rb"([A-Z0-9][A-Z0-9-]*)(?:[ =](.*))?", re.DOTALL)  # AUTH=, of old
_SIZE = re.compile(rb"[0-9]{0,20}\Z")  # RFC 1870 §4: 0, or nothing, is no fixed limit
_LIMIT = re.compile(rb"([A-Z][A-Z0-9-]{0,30})=([1-9][0-9]{0,5})\Z")  # RFC 9422 §3


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensions:
    """What the server can do; nothing of it after HELO."""

    pipelining: bool = False  # RFC 2920
    sized: bool = False  # RFC 1870: MAIL may say how large the message is
    size: int | None = None  # the largest message, where there is a fixed limit
    eight_bit: bool = False  # RFC 6152
    utf8: bool = False  # RFC 6531
    chunking: bool = False  # RFC 3030
    binary: bool = False  # RFC 3030; only together with CHUNKING
    dsn: bool = False  # RFC 3461
    enhanced: bool = False  # RFC 2034
    starttls: bool = False  # RFC 3207
    require_tls: bool = False  # RFC 8689
    mechanisms: tuple[AuthMethod, ...] = ()  # RFC 4954: those that we speak
    mails: int | None = None  # RFC 9422: transactions a connection
    recipients: int | None = None  # RFC 9422: recipients a transaction
    domains: int | None = None  # RFC 9422: domains of recipients a transaction


NONE = Extensions()
"""What a server offers that knows HELO only."""


def read(lines: Iterable[bytes], *, secure: bool) -> Extensions:
    """Return what the lines behind the first of the answer to EHLO offer.

    STARTTLS means nothing within TLS (RFC 3207 §4.2), REQUIRETLS nothing without it
    (RFC 8689 §2).
    """
    offered: dict[bytes, bytes] = {}
    for line in lines:
        if match := _OFFER.match(line.upper()):
            offered.setdefault(match[1], (match[2] or b"").strip())
    size = _SIZE.match(offered.get(b"SIZE", b"-"))
    limits = _limits(offered.get(b"LIMITS", b""))
    return Extensions(
        pipelining=b"PIPELINING" in offered,
        sized=size is not None,
        size=int(size[0] or b"0") or None if size else None,
        eight_bit=b"8BITMIME" in offered,
        utf8=b"SMTPUTF8" in offered,
        chunking=b"CHUNKING" in offered,
        binary=b"BINARYMIME" in offered and b"CHUNKING" in offered,
        dsn=b"DSN" in offered,
        enhanced=b"ENHANCEDSTATUSCODES" in offered,
        starttls=b"STARTTLS" in offered and not secure,
        require_tls=b"REQUIRETLS" in offered and secure,
        mechanisms=_mechanisms(offered.get(b"AUTH", b"")),
        mails=limits.get(b"MAILMAX"),
        recipients=limits.get(b"RCPTMAX"),
        domains=limits.get(b"RCPTDOMAINMAX"),
    )


def _mechanisms(argument: bytes) -> tuple[AuthMethod, ...]:
    words = argument.split()
    return tuple(method for method in AuthMethod if method.encode("ascii") in words)


def _limits(argument: bytes) -> dict[bytes, int]:
    """Return each limit by its name. RFC 9422 §3"""
    matches = [_LIMIT.match(word) for word in argument.split()]
    return {match[1]: int(match[2]) for match in matches if match}
