"""What sending asks of the network: carry a load along a course, report what was said.

`net` has the one that opens sockets; tests have others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from glassine.events.facts_of_sending import TlsUse
from glassine.flow.sending.course import Course, Hop
from glassine.flow.sending.load import Load
from glassine.store.api.tls_results import TlsResultType
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.needs import NotAble
from glassine.wire.smtp.phase import Phase as Phase  # part of what is asked here
from glassine.words.public import Endpoint, QueueId


class Trouble(StrEnum):
    """Why there was no answer: the connection failed us, and nobody said anything."""

    UNREACHABLE = "unreachable"  # no address took a connection
    TIMED_OUT = "timed out"
    CUT = "cut"  # the connection ended in mid-talk
    GARBLED = "garbled"  # it does not speak SMTP
    NO_TLS = "no tls"  # the rule asks for TLS, and it offers none
    TLS_FAILED = "tls failed"  # the handshake failed
    UNTRUSTED = "untrusted"  # the certificate is not the one that the rule asks for
    NO_LOGIN = "no login"  # the smarthost offers no way to log in over this channel
    DAMAGED = "damaged"  # what we kept cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one recipient in one try, where, and who said so.

    Where `said` is an `Answer`, it is the other server's last word on this recipient;
    where it is `NotAble`, our own, for the server lacks what the message needs;
    where it is a `Trouble`, there was none.
    """

    said: Answer | NotAble | Trouble
    phase: Phase
    hop: Hop
    remote: Endpoint | None  # None where there was no connection, or a Unix socket
    tls: TlsUse | None
    auth: bool
    dsn: bool = False  # the server offers DSN: what it takes, it reports on. RFC 3461
    tls_result: TlsResultType | None = None  # how TLS began, if it came to that

    @property
    def delivered(self) -> bool:
        """Tell whether the other server has taken it."""
        return isinstance(self.said, Answer) and self.said.positive


Report: TypeAlias = Mapping[QueueId, Outcome]
"""Of each recipient of a load, by the row that stands for it."""


class Carrier(Protocol):
    """Carries loads."""

    async def carry(self, load: Load, course: Course) -> Report:
        """Try the hosts of a course in order; report of every recipient.

        The next host, or address, is tried only where the one before said nothing or
        said later before the first RCPT (RFC 5321 §5.1). Never raises for what the
        network or the other server does.
        """

    async def close(self) -> None:
        """Say QUIT to every server we still talk to."""
