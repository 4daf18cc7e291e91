"""One connection: bytes from the peer, bytes to the peer, TLS in between, and patience.

A link knows nothing of mail. A talk reads from it and writes to it; the link does the
flow control both ways and ends what takes too long.
"""

import asyncio
import math
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from OpenSSL import SSL

from glassine.net.tls import TlsFacts, TlsFailed, TlsSide
from glassine.words.public import Endpoint, ip_address

UNREAD_LIMIT = 256 * 1024  # octets kept for a talk that is busy; then TCP waits
LINGER = 10.0  # seconds that a peer has to take the last of what was written


class Impatient(Exception):
    """The peer took longer than it may."""


class Idle(Impatient):
    """Nothing came, or nothing was taken, for too long while we waited."""


class Overlong(Impatient):
    """The connection as a whole lasts too long."""


class Leaving(Impatient):
    """This server is shutting down."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: for the next bytes, and for the whole connection. Seconds."""

    idle: float
    total: float | None  # None: as long as it is used


Talk: TypeAlias = Callable[["Link"], Coroutine[Any, Any, None]]


class Link(asyncio.Protocol):
    """A connection, given to one talk from its first byte to its last."""

    def __init__(self, talk: Talk, patience: Patience) -> None:
        self._talk = talk
        self._patience = patience
        self._unread: list[bytes] = []
        self._unread_size = 0
        self._reading = True
        self._ended = False
        self._why: Exception | None = None
        self._waiters: set[asyncio.Future[None]] = set()
        self._stuffed = False  # the peer takes no more for now
        self._timer: asyncio.TimerHandle | None = None
        self._tls: TlsSide | None = None
        self.task: asyncio.Task[None] | None = None

    # What a talk uses

    async def read(self) -> bytes:
        """Return what has arrived, waiting for it; b"" when the peer has ended.

        Raises `Idle`, `Overlong` and `TlsFailed`.
        """
        while not self._unread:
            if self._why is not None:
                raise self._why
            if self._ended:
                return b""
            await self._wait()
        if isinstance(self._why, Overlong):  # who never pauses is not waited for
            raise self._why
        return self._take()

    def unread(self, data: bytes) -> None:
        """Put bytes back in front of what is still to be read."""
        if data:
            self._unread.insert(0, data)
            self._unread_size += len(data)

    async def quiet(self, seconds: float) -> bool:
        """Wait; tell whether the peer held its tongue. An early talker does not."""
        if seconds and not self._unread:
            enough = self._loop.call_later(seconds, self._wake)
            await self._wait()
            enough.cancel()
        return not self._unread

    def write(self, data: bytes) -> None:
        """Send these bytes, encrypted once TLS has begun; or not at all."""
        if not data or self.transport.is_closing():
            return
        if self._tls is None:
            self.transport.write(data)
            return
        self._tls.send(data)
        self.transport.write(self._tls.to_send())

    async def drain(self) -> None:
        """Wait until the peer has taken most of what was written.

        Raises `Idle` and `Overlong`.
        """
        while self._stuffed:
            if self._why is not None:
                raise self._why
            await self._wait()

    async def start_tls(self, context: SSL.Context) -> TlsFacts:
        """Shake hands; return what was agreed. Bytes sent before it are dropped.

        Raises `TlsFailed`, and what `read` raises.
        """
        self._take()  # RFC 3207 §4.2: nothing said in clear counts after this
        return await self.expect_tls(context)

    async def expect_tls(self, context: SSL.Context) -> TlsFacts:
        """Shake hands first of all: what has come already is part of it. RFC 8314

        Returns and raises as `start_tls` does.
        """
        begun = self._take()
        self._tls = TlsSide(context)
        self._keep(begun)
        while (facts := self._tls.facts) is None:
            if self._why is not None:
                raise self._why
            if self._ended:
                raise TlsFailed
            await self._wait()
        return facts

    @property
    def tls(self) -> TlsFacts | None:
        """What TLS was agreed on, if it is on."""
        return self._tls.facts if self._tls else None

    def leave(self) -> None:
        """This server is shutting down: the next `read` that would wait says so."""
        self._why = Leaving()
        self._wake()

    def close(self) -> None:
        """Send what is written, say goodbye, and hang up."""
        if self.transport.is_closing():
            return
        if self._tls is not None:
            self._tls.end()
            self.transport.write(self._tls.to_send())
        self.transport.close()
        self._set_timer(LINGER, self.transport.abort)

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the talk."""
        self.transport = cast(asyncio.Transport, transport)
        self._loop = asyncio.get_running_loop()
        self._began = self._since = self._loop.time()
        peer = transport.get_extra_info("peername")
        if peer is None:  # it left before we could ask who it was
            self.transport.abort()
            return
        self.remote = _endpoint(peer)
        self.local = _endpoint(transport.get_extra_info("sockname"))
        self._set_timer(self._next_look(), self._look_at_clock)
        self.task = self._loop.create_task(self._talk(self))

    def data_received(self, data: bytes) -> None:
        """Keep what arrived until the talk reads it."""
        self._keep(data)
        self._wake()

    def eof_received(self) -> bool:
        """The peer has said its last; what we still owe it may go out."""
        self._ended = True
        self._wake()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._ended, self._stuffed = True, False
        if self._timer is not None:
            self._timer.cancel()
        self._wake()

    def pause_writing(self) -> None:
        """The peer is slow; `drain` waits."""
        self._stuffed = True

    def resume_writing(self) -> None:
        """The peer has caught up."""
        self._stuffed = False
        self._wake()

    # How it works

    def _keep(self, data: bytes) -> None:
        if self._tls is not None:
            data = self._decrypt(self._tls, data)
        if not data:
            return
        self._unread.append(data)
        self._unread_size += len(data)
        if self._unread_size > UNREAD_LIMIT and self._reading:
            self._reading = False
            self.transport.pause_reading()

    def _take(self) -> bytes:
        unread, self._unread, self._unread_size = self._unread, [], 0
        if not self._reading and not self.transport.is_closing():
            self._reading = True
            self.transport.resume_reading()
        return unread[0] if len(unread) == 1 else b"".join(unread)

    def _decrypt(self, tls: TlsSide, data: bytes) -> bytes:
        try:
            plain = tls.receive(data)
        except TlsFailed as failure:
            self._why = failure
            plain = b""
        if answer := tls.to_send():
            self.transport.write(answer)
        self._ended = self._ended or tls.ended
        return plain

    async def _wait(self) -> None:
        """Sleep until there is news. The peer's idle time runs from here."""
        self._since = self._loop.time()
        waiter: asyncio.Future[None] = self._loop.create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _set_timer(self, seconds: float, then: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, then)

    def _idle_at(self) -> float:
        """Return when it will be idle. While the talk is busy, the peer is not."""
        since = self._since if self._waiters else self._loop.time()
        return since + self._patience.idle

    def _next_look(self) -> float:
        ends = min(self._idle_at(), self._overlong_at())
        return max(0.01, ends - self._loop.time())

    def _overlong_at(self) -> float:
        total = self._patience.total
        return math.inf if total is None else self._began + total

    def _look_at_clock(self) -> None:
        now = self._loop.time()
        if now >= self._overlong_at():
            self._why = Overlong()
        elif now >= self._idle_at():
            self._why = Idle()
        else:
            self._set_timer(self._next_look(), self._look_at_clock)
            return
        self._wake()


def _endpoint(name: Any) -> Endpoint:
    host, _, _ = name[0].partition("%")  # a zone id is this machine's own affair
    return Endpoint(ip_address(host), name[1])
