"""A host's addresses are called in their order, each a moment after the other."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from glassine.net.dial import Dialler, NoAnswer, Unreachable
from glassine.net.link import Link
from glassine.words.public import Endpoint, IpAddress, ip_address
from net.doors import door

HERE, THERE, SIX = (ip_address(each) for each in ("127.0.0.1", "127.0.0.2", "::1"))
QUICK = Dialler(within=0.5, pace=0.1)


async def introduce(link: Link) -> None:
    """Say who is here."""
    link.write(str(link.remote.ip).encode())


@asynccontextmanager
async def listening(ip: IpAddress = HERE) -> AsyncIterator[int]:
    """Listen there; give the port."""
    async with door(introduce, place=Endpoint(ip, 0)) as place:
        yield place.port


@contextmanager
def silent(ip: IpAddress, port: int) -> Iterator[None]:
    """Listen, and leave every further call unanswered."""
    with socket.socket() as ear:
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ear.bind((str(ip), port))
        ear.listen(0)
        calls = [socket.socket() for _ in range(3)]
        for each in calls:
            each.setblocking(False)
            each.connect_ex((str(ip), port))
        try:
            yield
        finally:
            for each in calls:
                each.close()


async def heard(link: Link) -> str:
    """Return what is said first, and hang up."""
    said = await link.read()
    link.close()
    return said.decode()


@pytest.mark.parametrize("ip", [HERE, SIX], ids=str)
async def test_it_connects_to_ipv4_and_ipv6(ip: IpAddress) -> None:
    async with listening(ip) as port:
        at, link = await QUICK.dial([ip], port)
        assert at == ip
        assert await heard(link) == str(ip)


async def test_a_refusal_is_followed_by_the_next_call_at_once() -> None:
    async with listening() as port:
        at, link = await Dialler(pace=60).dial([THERE, HERE], port)
        assert at == HERE
        link.close()


async def test_who_comes_first_is_asked_first() -> None:
    async with (
        listening() as port,
        door(introduce, place=Endpoint(THERE, port)) as other,
    ):
        assert other.port == port
        at, link = await QUICK.dial([THERE, HERE], port)
        assert at == THERE
        link.close()


async def test_who_is_silent_does_not_hold_the_next_up() -> None:
    async with listening() as port:
        with silent(THERE, port):
            at, link = await Dialler(within=60, pace=0.1).dial([THERE, HERE], port)
        assert at == HERE
        link.close()


async def test_who_is_silent_is_told_from_who_refuses() -> None:
    async with listening() as port:
        with silent(THERE, port), pytest.raises(NoAnswer):
            await QUICK.dial([THERE, ip_address("127.0.0.3")], port)
        with pytest.raises(Unreachable) as refused:
            await QUICK.dial([ip_address("127.0.0.3")], port)
        assert not isinstance(refused.value, NoAnswer)


async def test_who_stops_calling_leaves_nothing_behind() -> None:
    async with listening() as port:
        with silent(THERE, port):
            call = asyncio.create_task(Dialler().dial([THERE], port))
            await asyncio.sleep(0.05)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call


async def test_we_come_from_the_address_of_ours_that_is_of_the_family() -> None:
    ours = Dialler(sources=(SIX, ip_address("127.0.0.77")))
    async with listening() as port:
        _, link = await ours.dial([HERE], port)
        assert await heard(link) == "127.0.0.77"
    async with listening(SIX) as port:
        _, link = await ours.dial([SIX], port)
        assert await heard(link) == "::1"


async def test_one_peer_always_sees_the_same_of_our_addresses() -> None:
    many = Dialler(sources=tuple(ip_address(f"127.0.0.{n}") for n in range(50, 60)))
    async with listening(ip_address("0.0.0.0")) as port:
        seen: dict[IpAddress, set[str]] = {}
        for ip in (HERE, THERE) * 3:
            _, link = await many.dial([ip], port)
            seen.setdefault(ip, set()).add(await heard(link))
    assert all(len(each) == 1 for each in seen.values())
    assert seen[HERE] != seen[THERE]


async def test_an_address_of_ours_that_is_not_ours_is_no_way_out() -> None:
    strange = Dialler(sources=(ip_address("192.0.2.1"),))
    async with listening() as port:
        with pytest.raises(Unreachable):
            await strange.dial([HERE], port)


async def test_a_unix_socket_can_be_called(tmp_path: Path) -> None:
    async def hello(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()
        await writer.wait_closed()

    path = tmp_path / "lmtp"
    server = await asyncio.start_unix_server(hello, path)
    link = await QUICK.dial_socket(path)
    assert await heard(link) == "hello"
    server.close()
    path.unlink(missing_ok=True)
    with pytest.raises(Unreachable):
        await QUICK.dial_socket(path)
