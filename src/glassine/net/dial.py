"""Connect to one of a host's addresses: in their order, each a moment after the other.

An address that does not answer should not cost half a minute a message, so the next is
begun while it is still waited for; but what comes first is asked first. RFC 8305
"""

import asyncio
from asyncio import FIRST_COMPLETED
from collections import deque
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from glassine.net.link import Link
from glassine.words.public import IpAddress

Connecting: TypeAlias = Coroutine[Any, Any, tuple[asyncio.Transport, Link]]


class Unreachable(Exception):
    """No connection: refused, no way there, or nobody listens."""


class NoAnswer(Unreachable):
    """No connection in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialler:
    """How we connect: how long we wait, and from which of our addresses."""

    within: float = 30.0  # seconds for one address
    pace: float = 2.0  # seconds until the next address is tried as well
    sources: tuple[IpAddress, ...] = ()  # none of a family: the system chooses

    async def dial(self, ips: Iterable[IpAddress], port: int) -> tuple[IpAddress, Link]:
        """Return the address that took the connection first, and the link.

        Raises `Unreachable` once none has; `NoAnswer` if one of them was silent.
        """
        later = deque(ips)
        calls: dict[asyncio.Task[Link], IpAddress] = {}
        failure = Unreachable()
        try:
            while later or calls:
                if later:
                    ip = later.popleft()
                    calls[asyncio.create_task(self._call(ip, port))] = ip
                patience = self.pace if later else None
                await asyncio.wait(calls, timeout=patience, return_when=FIRST_COMPLETED)
                for call in [each for each in calls if each.done()]:
                    why = call.exception()
                    if why is None:
                        return calls.pop(call), call.result()
                    del calls[call]
                    failure = why if isinstance(why, NoAnswer) else failure
            raise failure
        finally:
            for call in calls:
                call.cancel()
                call.add_done_callback(_hang_up)

    async def dial_socket(self, path: Path) -> Link:
        """Return a link to a Unix socket. Raises `Unreachable` and `NoAnswer`."""
        loop = asyncio.get_running_loop()
        return await self._within(loop.create_unix_connection(_new_link, str(path)))

    async def _call(self, ip: IpAddress, port: int) -> Link:
        loop = asyncio.get_running_loop()
        source = self._source(ip)
        return await self._within(
            loop.create_connection(_new_link, str(ip), port, local_addr=source)
        )

    async def _within(self, connecting: Connecting) -> Link:
        try:
            async with asyncio.timeout(self.within):
                _, link = await connecting
        except TimeoutError:  # an OSError too: ETIMEDOUT
            raise NoAnswer from None
        except OSError:
            raise Unreachable from None
        return link

    def _source(self, ip: IpAddress) -> tuple[str, int] | None:
        """The same peer always sees the same address: it may remember us by it."""
        ours = [each for each in self.sources if each.version == ip.version]
        return (str(ours[int(ip) % len(ours)]), 0) if ours else None


def _new_link() -> Link:
    return Link(lambda link: None)


def _hang_up(call: asyncio.Task[Link]) -> None:
    """Nobody waits for this one any more; it may just have come through."""
    if not call.cancelled() and call.exception() is None:
        call.result().transport.abort()
