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


class Impatient(Exception):
    """The peer took longer than it may."""


class Idle(Impatient):
    """Nothing came for too long."""


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
        self._waiter: asyncio.Future[None] | None = None
        self._drained: asyncio.Future[None] | None = None
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
            self._waiter = self._loop.create_future()
            await self._waiter
        return self._take()

    def unread(self, data: bytes) -> None:
        """Put bytes back in front of what is still to be read."""
        if data:
            self._unread.insert(0, data)

    async def quiet(self, seconds: float) -> bool:
        """Wait; tell whether the peer held its tongue. An early talker does not."""
        if seconds and not self._unread:
            self._waiter = self._loop.create_future()
            await asyncio.wait([self._waiter], timeout=seconds)
            self._waiter = None
        return not self._unread

    def write(self, data: bytes) -> None:
        """Send these bytes, encrypted where TLS is on."""
        if not data or self.transport.is_closing():
            return
        if self._tls is None:
            self.transport.write(data)
            return
        self._tls.send(data)
        self.transport.write(self._tls.to_send())

    async def drain(self) -> None:
        """Wait until the peer has taken most of what was written."""
        if self._drained is not None:
            await self._drained

    async def start_tls(self, context: SSL.Context) -> TlsFacts:
        """Shake hands; return what was agreed. Bytes sent before it are dropped.

        Raises `TlsFailed`, and what `read` raises.
        """
        self._take()  # RFC 3207 §4.2: nothing said in clear counts after this
        return await self._shake_hands(context)

    async def open_in_tls(self, context: SSL.Context) -> TlsFacts:
        """Shake hands on a connection that is TLS from its first byte. RFC 8314 §3

        Raises what `start_tls` raises.
        """
        return await self._shake_hands(context, self._take())  # it may be here already

    async def _shake_hands(self, context: SSL.Context, said: bytes = b"") -> TlsFacts:
        self._tls = TlsSide(context)
        if said:
            self.data_received(said)
        while (facts := self._tls.facts) is None:
            if self._why is not None:
                raise self._why
            if self._ended:
                raise TlsFailed
            self._waiter = self._loop.create_future()
            await self._waiter
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
        if self._tls is not None and not self.transport.is_closing():
            self._tls.end()
            self.transport.write(self._tls.to_send())
        self.transport.close()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the talk."""
        self.transport = cast(asyncio.Transport, transport)
        self._loop = asyncio.get_running_loop()
        self.remote = _endpoint(transport.get_extra_info("peername"))
        self.local = _endpoint(transport.get_extra_info("sockname"))
        self._began = self._heard = self._loop.time()
        self._timer = self._loop.call_later(self._next_look(), self._look_at_clock)
        self.task = self._loop.create_task(self._talk(self))

    def data_received(self, data: bytes) -> None:
        """Keep what arrived until the talk reads it."""
        self._heard = self._loop.time()
        if self._tls is not None:
            data = self._decrypt(self._tls, data)
        if data:
            self._unread.append(data)
            self._unread_size += len(data)
            if self._unread_size > UNREAD_LIMIT and self._reading:
                self._reading = False
                self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """The peer has said its last; what we still owe it may go out."""
        self._ended = True
        self._wake()
        return self._tls is None

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._ended = True
        self._timer.cancel()
        self._wake()
        self.resume_writing()

    def pause_writing(self) -> None:
        """The peer is slow; `drain` waits."""
        self._drained = self._loop.create_future()

    def resume_writing(self) -> None:
        """The peer has caught up."""
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    # How it works

    def _take(self) -> bytes:
        unread, self._unread, self._unread_size = self._unread, [], 0
        if not self._reading and not self._ended:
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

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
        self._waiter = None

    def _next_look(self) -> float:
        ends = self._heard + self._patience.idle
        return max(0.01, min(ends, self._overlong_at()) - self._loop.time())

    def _overlong_at(self) -> float:
        total = self._patience.total
        return math.inf if total is None else self._began + total

    def _look_at_clock(self) -> None:
        now = self._loop.time()
        if now >= self._overlong_at():
            self._why = Overlong()
        elif now >= self._heard + self._patience.idle:
            self._why = Idle()
        else:
            self._timer = self._loop.call_later(self._next_look(), self._look_at_clock)
            return
        self._wake()


def _endpoint(name: Any) -> Endpoint:
    return Endpoint(ip_address(name[0]), name[1])
