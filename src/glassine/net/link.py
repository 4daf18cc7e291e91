"""One connection: bytes from the peer, bytes to the peer, and TLS in between.

A link knows nothing of mail, nor which side began. Who talks reads from it and writes
to it; the link does the flow control both ways. Who waits for the peer, and how long,
is `patience`'s affair.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from glassine.net.tls import TlsFacts, TlsFailed, TlsSide
from glassine.words.public import Endpoint

UNREAD_LIMIT = 256 * 1024  # octets kept while nobody reads; then TCP waits
LINGER = 10.0  # seconds that a peer has to take the last of what was written


class Impatient(Exception):
    """The peer took longer than it may."""


class Idle(Impatient):
    """Nothing came, or nothing was taken, for too long while we waited."""


class Overlong(Impatient):
    """The connection as a whole lasts too long."""


class Leaving(Impatient):
    """This server is shutting down."""


class Link(asyncio.Protocol):
    """A connection, from its first byte to its last."""

    remote: Endpoint  # where it came in: who listens says who came, and by which way
    local: Endpoint

    def __init__(self, begin: Callable[["Link"], None]) -> None:
        """Make a link that calls `begin` once it is connected."""
        self._begin = begin
        self._unread: list[bytes] = []
        self._unread_size = 0
        self._reading = True
        self._why: Exception | None = None
        self._waiters: set[asyncio.Future[None]] = set()
        self._waits_since = 0.0
        self._stuffed = False  # the peer takes no more for now
        self._tls: TlsSide | None = None
        self._linger: asyncio.TimerHandle | None = None
        self.ended = False  # the peer has said its last

    # What those who talk use

    async def read(self) -> bytes:
        """Return what has arrived, waiting for it; b"" when the peer has ended.

        Raises `TlsFailed`, and whatever `give_up` was told.
        """
        while not self._unread:
            if self._why is not None:
                raise self._why
            if self.ended:
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

        Raises whatever `give_up` was told.
        """
        while self._stuffed:
            if self._why is not None:
                raise self._why
            await self._wait()

    async def start_tls(self, side: TlsSide) -> TlsFacts:
        """Shake hands; return what was agreed. Bytes sent before it are dropped.

        Raises `TlsFailed`, and what `read` raises.
        """
        self._take()  # RFC 3207 §4.2: nothing said in clear counts after this
        return await self.expect_tls(side)

    async def expect_tls(self, side: TlsSide) -> TlsFacts:
        """Shake hands first of all: what has come already is part of it. RFC 8314

        Returns and raises as `start_tls` does.
        """
        begun = self._take()
        self._tls = side
        self.transport.write(side.to_send())
        self._keep(begun)
        while (facts := side.facts) is None:
            if self._why is not None:
                raise self._why
            if self.ended:
                raise TlsFailed
            await self._wait()
        return facts

    @property
    def tls(self) -> TlsFacts | None:
        """What TLS was agreed on, if it is on."""
        return self._tls.facts if self._tls else None

    @property
    def talking(self) -> bool:
        """Tell whether the peer may still say something, and has not said it yet."""
        return not (self.ended or self._unread or self._why is not None)

    @property
    def waiting_since(self) -> float | None:
        """Since when somebody waits for the peer, by the loop's clock."""
        return self._waits_since if self._waiters else None

    def give_up(self, why: Impatient) -> None:
        """Whoever waits for the peer, now or later, is told why it need not."""
        self._why = why
        self._wake()

    def close(self) -> None:
        """Send what is written, say goodbye, and hang up."""
        if self.transport.is_closing():
            return
        if self._tls is not None:
            self._tls.end()
            self.transport.write(self._tls.to_send())
        self.transport.close()
        self._linger = self._loop.call_later(LINGER, self.transport.abort)

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Tell who waits for it."""
        self.transport = cast(asyncio.Transport, transport)
        self._loop = asyncio.get_running_loop()
        self._begin(self)

    def data_received(self, data: bytes) -> None:
        """Keep what arrived until it is read."""
        self._keep(data)
        self._wake()

    def eof_received(self) -> bool:
        """The peer has said its last; what we still owe it may go out."""
        self.ended = True
        self._wake()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self.ended, self._stuffed = True, False
        if self._linger is not None:
            self._linger.cancel()
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
        self.ended = self.ended or tls.ended
        return plain

    async def _wait(self) -> None:
        """Sleep until there is news. The peer's idle time runs from here."""
        self._waits_since = self._loop.time()
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
