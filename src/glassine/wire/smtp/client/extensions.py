"""What another server offers: its answer to EHLO, read once, then a value.

A keyword that nobody here knows is passed over, and so is one whose argument makes no
sense: what is not offered properly is not offered. RFC 5321 §4.1.1.1
"""

from dataclasses import dataclass

from glassine.words.public import AuthMethod


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
