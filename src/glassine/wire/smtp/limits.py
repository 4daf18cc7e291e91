"""What kind of server this is, what it bears, and what it offers now."""

from dataclasses import dataclass
from enum import Enum

from glassine.words.public import AuthMethod


class Dialect(Enum):
    """The three protocols of one engine."""

    MX = "ESMTP"
    SUBMISSION = "ESMTP submission"
    LMTP = "LMTP"  # RFC 2033


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of everything one session may have. RFC 5321 §4.5.3"""

    command_line: int = 4096  # room for all parameters, and for AUTH. RFC 4954 §4
    text_line: int = 1_048_576  # RFC 5321 says 998; real mail does not heed it
    recipients: int = 1000
    message: int = 52_428_800
    errors: int = 20  # since the last message accepted
    idle_commands: int = 100  # NOOP, RSET and the like, since the last message
    transactions: int = 1000
    auth_failures: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What EHLO may promise at this moment."""

    starttls: bool = False
    mechanisms: tuple[AuthMethod, ...] = ()


def keywords(limits: Limits, offer: Offer, secure: bool) -> tuple[str, ...]:
    """Return the lines of the answer to EHLO, after the first."""
    lines = [
        "PIPELINING",
        f"SIZE {limits.message}",
        "8BITMIME",
        "SMTPUTF8",
        "ENHANCEDSTATUSCODES",
        "CHUNKING",
        "BINARYMIME",
        "DSN",
        f"LIMITS MAILMAX={limits.transactions} RCPTMAX={limits.recipients}",
    ]
    if offer.starttls and not secure:
        lines.append("STARTTLS")
    if secure:
        lines.append("REQUIRETLS")  # RFC 8689 §2: over TLS only
    if offer.mechanisms:
        lines.append("AUTH " + " ".join(offer.mechanisms))
    return tuple(lines)
