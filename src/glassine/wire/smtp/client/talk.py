"""What one connection has said so far, and what it still owes us an answer for."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from glassine.wire.sasl.steps import TlsBinding
from glassine.wire.smtp.client.events import ClientEvent
from glassine.wire.smtp.client.extensions import NONE
from glassine.wire.smtp.client.replies import Reply, ReplyReader
from glassine.wire.smtp.phase import Phase
from glassine.words.public import HostName


class Dialect(Enum):
    """What is spoken, by how it says hello."""

    SMTP = b"EHLO"
    LMTP = b"LHLO"  # RFC 2033 §4.1


class State(Enum):
    """Where a connection is."""

    OPENING = auto()  # the greeting, or the answer to hello, has not come
    READY = auto()
    TLS = auto()  # waiting for the handshake
    SPOILT = auto()  # no transaction may begin any more; QUIT may be said
    CLOSED = auto()


Heard: TypeAlias = Callable[[Reply], Iterator[ClientEvent]]


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say, and what to do with its answer."""

    said: bytes  # as it goes over the wire, perhaps nothing
    phase: Phase
    heard: Heard
    kinds: tuple[int, ...] = (2,)  # what a yes may begin with. RFC 5321 §4.2.1
    times: int = 1  # how many replies it gets; more than one in LMTP only


class Talk:
    """The facts that opening, login and transaction share."""

    def __init__(self, dialect: Dialect, hello: HostName) -> None:
        self.dialect = dialect
        self.hello = str(hello).encode("ascii")
        self.state = State.OPENING
        self.phase = Phase.CONNECT
        self.secure = False
        self.binding: TlsBinding | None = None
        self.extensions = NONE
        self.mails = 0  # transactions begun. RFC 9422 §4.1
        self.must_reset = False  # the server still holds a transaction of ours
        self.replies = ReplyReader()
        self._waiting: deque[Line] = deque()
        self._out: list[bytes] = []
        self._unsent = 0  # how many of those waiting have not left yet

    @property
    def waiting(self) -> bool:
        """Tell whether an answer is owed."""
        return bool(self._waiting)

    def say(self, line: Line) -> None:
        """Queue a line, and wait for its answers."""
        if not self._waiting:
            self.phase = line.phase
        self._out.append(line.said)
        self._unsent += line.times
        self._waiting.extend([line] * line.times)

    def add(self, octets: bytes) -> None:
        """Queue octets that nobody answers."""
        self._out.append(octets)

    def drain(self) -> bytes:
        """Return all that is queued."""
        out = b"".join(self._out)
        self._out.clear()
        self._unsent = 0
        return out

    def answered(self) -> Line | None:
        """Return what the next reply is for; None where nothing was asked."""
        if len(self._waiting) <= self._unsent:
            return None
        line = self._waiting.popleft()
        self.phase = line.phase
        return line

    def await_next(self) -> None:
        """The answer has been heard: wait for the next."""
        if self._waiting:
            self.phase = self._waiting[0].phase

    def start_over(self, binding: TlsBinding | None) -> None:
        """Forget all that was heard in the clear. RFC 3207 §4.2"""
        self.secure, self.binding = True, binding
        self.extensions, self.must_reset = NONE, False
        self.replies = ReplyReader()
