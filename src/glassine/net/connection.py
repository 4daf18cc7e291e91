"""One connection to another server: the link, and the engine that reads it."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any, TypeVar

from glassine.events.facts_of_sending import Mode, TlsUse
from glassine.flow.sending.carrier import Trouble
from glassine.net.link import Idle, Link
from glassine.net.terms import Terms
from glassine.net.tls import TlsFailed
from glassine.net.waits import Waits
from glassine.store.api.tls_results import TlsResultType
from glassine.wire.smtp.client.engine import SmtpClient
from glassine.wire.smtp.client.events import ClientEvent
from glassine.wire.smtp.client.faults import NotSmtp
from glassine.wire.smtp.client.talk import Dialect
from glassine.words.private import Message
from glassine.words.public import Endpoint, HostName, IpAddress

T = TypeVar("T")


class Lost(Exception):
    """The other server fails us in mid-talk; nothing more is to be expected of it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class Connection:
    """A talk with one server, on terms that do not change while it lasts."""

    def __init__(
        self,
        link: Link,
        terms: Terms,
        ip: IpAddress | None,
        *,
        hello: HostName,
        waits: Waits,
    ) -> None:
        """Begin on a new link; `ip` is None on a Unix socket."""
        self.link = link
        self.terms = terms
        self.remote = None if ip is None else Endpoint(ip, terms.port)
        self.waits = waits
        dialect = Dialect.LMTP if terms.mode is Mode.LMTP else Dialect.SMTP
        self.client = SmtpClient(dialect=dialect, hello=hello)
        self.tls: TlsUse | None = None
        self.tls_result: TlsResultType | None = None  # None: it has not come to that
        self.logged_in = False
        self.messages = 0
        self._heard: deque[ClientEvent] = deque()
        self._lost: Lost | None = None

    @property
    def near(self) -> bool:
        """Tell whether nobody can listen in: it does not leave this machine."""
        return self.remote is None or self.remote.ip.is_loopback

    @property
    def usable(self) -> bool:
        """Tell whether another message may go by it, as far as one can know."""
        return (
            self.client.ready
            and self._lost is None
            and not self._heard
            and self.link.talking
        )

    async def hear(self) -> ClientEvent:
        """Send what we have to say, and return the next that is said. Raises `Lost`."""
        self.link.write(self.client.to_send())
        while not self._heard:
            await self._listen()
        return self._heard.popleft()

    async def tell(self, run: Message) -> bool:
        """Send a run of a message; False once no more of it is wanted. Raises `Lost`.

        Who answers before the end has made up its mind, or hung up.
        """
        self.client.content(run)
        self.link.write(self.client.to_send())
        await self._wait(self.waits.block, self.link.drain())
        if not self.link.talking:
            await self._listen()
        return not self._heard

    def hang_up(self) -> None:
        """Say QUIT if there is anybody to hear it, and close. RFC 5321 §3.8"""
        self.client.quit()
        self.link.write(self.client.to_send())
        self.link.close()

    async def _listen(self) -> None:
        if self._lost is not None:
            raise self._lost
        data = await self._wait(self.waits.of(self.client.phase), self.link.read())
        if not data:
            raise Lost(Trouble.CUT)
        try:
            self._heard.extend(self.client.receive(data))
        except NotSmtp:  # what was said before it still counts
            self._lost = Lost(Trouble.GARBLED)
        self.link.write(self.client.to_send())

    async def _wait(self, seconds: float, news: Coroutine[Any, Any, T]) -> T:
        """Wait for the other server, and no longer than so. Raises `Lost`."""
        loop = asyncio.get_running_loop()
        late = loop.call_later(seconds, self.link.give_up, Idle())
        try:
            return await news
        except Idle:
            raise Lost(Trouble.TIMED_OUT) from None
        except TlsFailed:
            raise Lost(Trouble.CUT) from None
        finally:
            late.cancel()
