"""Listen, and give every connection to a talk."""

import asyncio
import errno
import socket
from collections.abc import Callable, Coroutine, Iterable
from enum import Enum, auto
from typing import Any, TypeAlias

from glassine.net.link import Impatient, Leaving, Link
from glassine.net.patience import Patience, Watch
from glassine.wire.proxy import NotProxy, Proxied, read_header
from glassine.words.public import Endpoint, IpNetwork, ip_address

BACKLOG = 1024


Talk: TypeAlias = Callable[[Link], Coroutine[Any, Any, None]]

Doorman: TypeAlias = Callable[[Endpoint, Endpoint], bytes | None]
"""What to say to who comes from there to here, in place of a talk; None lets in."""


def everybody(remote: Endpoint, local: Endpoint) -> bytes | None:
    """Let everybody in."""
    return None


class NotOurs(Enum):
    """Why a port cannot be had."""

    TAKEN = auto()  # somebody listens there already
    FORBIDDEN = auto()  # only root may
    ELSEWHERE = auto()  # this machine has no such address


_WHY = {
    errno.EACCES: NotOurs.FORBIDDEN,
    errno.EPERM: NotOurs.FORBIDDEN,
    errno.EADDRNOTAVAIL: NotOurs.ELSEWHERE,
}


class PortTaken(Exception):
    """The port cannot be had, and why."""

    def __init__(self, place: Endpoint, why: NotOurs) -> None:
        super().__init__()
        self.place = place
        self.why = why


class Listener:
    """One listening socket, and the links that came in by it."""

    def __init__(
        self,
        talk: Talk,
        patience: Patience,
        proxies: Iterable[IpNetwork],
        doorman: Doorman = everybody,
    ) -> None:
        self._talk = talk
        self._doorman = doorman
        self._patience = patience
        self._proxies = tuple(proxies)
        self._talks: dict[Link, asyncio.Task[None]] = {}
        self._server: asyncio.Server | None = None

    async def open(self, place: Endpoint) -> Endpoint:
        """Listen; return where (port 0 picks a free one). Raises `PortTaken`."""
        return await self.serve(take_port(place))

    async def serve(self, port: socket.socket) -> Endpoint:
        """Let people in by a port that was taken before; return where."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Link(self._welcome), sock=port, backlog=BACKLOG
        )
        host, number = self._server.sockets[0].getsockname()[:2]
        return Endpoint(ip_address(host), number)

    async def close(self, grace: float) -> None:
        """Let nobody else in; let those who are here finish, for so many seconds."""
        if self._server is not None:
            self._server.close()
        for link in self._talks:
            link.give_up(Leaving())
        if self._talks:
            _, late = await asyncio.wait(self._talks.values(), timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)  # they say goodbye

    def _welcome(self, link: Link) -> None:
        peer = link.transport.get_extra_info("peername")
        if peer is None:  # it left before we could ask who it was
            link.transport.abort()
            return
        link.remote = _endpoint(peer)
        link.local = _endpoint(link.transport.get_extra_info("sockname"))
        proxied = any(link.remote.ip in network for network in self._proxies)
        # Who is not let in has no task either, so that a flood stays cheap.
        if proxied or self._lets_in(link):
            self._talks[link] = asyncio.create_task(self._hold(link, proxied=proxied))

    def _lets_in(self, link: Link) -> bool:
        try:
            said = self._doorman(link.remote, link.local)
        except BaseException:  # nobody else would ever close it
            link.close()
            raise
        if said is None:
            return True
        link.write(said)
        link.close()
        return False

    async def _hold(self, link: Link, *, proxied: bool) -> None:
        try:
            with Watch(link, self._patience):
                if proxied:
                    await _look_behind_proxy(link)
                if not proxied or self._lets_in(link):
                    await self._talk(link)
        except (NotProxy, Impatient):
            pass  # a balancer that does not say who it brings brings nobody
        finally:
            link.close()
            del self._talks[link]


def take_port(place: Endpoint) -> socket.socket:
    """Return a socket that has the port; nobody is let in yet. Raises `PortTaken`.

    A process can do this as root and go on as somebody else.
    """
    v6 = place.ip.version == 6
    port = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_STREAM)
    try:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if v6:  # or `[::]` would take the port of `0.0.0.0` as well
            port.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        port.bind((str(place.ip), place.port))
        port.listen(BACKLOG)
    except OSError as refusal:
        port.close()
        why = _WHY.get(refusal.errno or 0, NotOurs.TAKEN)
        raise PortTaken(place, why) from None
    return port


def _endpoint(name: Any) -> Endpoint:
    host, _, _ = name[0].partition("%")  # a zone id is this machine's own affair
    return Endpoint(ip_address(host), name[1])


async def _look_behind_proxy(link: Link) -> None:
    """Take the PROXY header from a trusted balancer; believe what it says."""
    data = b""
    while (header := read_header(data)) is None:
        more = await link.read()
        if not more:
            raise NotProxy
        data += more
    found, length = header
    link.unread(data[length:])
    if isinstance(found, Proxied):
        link.remote, link.local = found.source, found.destination
