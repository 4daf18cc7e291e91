"""A listener lets people in, from behind a balancer too, and lets them finish."""

import asyncio
import socket
import struct
from collections.abc import Sequence
from ipaddress import ip_network

import pytest

from glassine.net.link import Leaving, Link
from glassine.net.listen import Listener, NotOurs, PortTaken, Talk, take_port
from glassine.net.patience import Patience
from glassine.wire.proxy import SIGNATURE
from glassine.words.public import Endpoint, IpNetwork, ip_address
from net.doors import HERE, PATIENT, door, visitor

LOOPBACK = [ip_network("127.0.0.0/8")]
V1 = b"PROXY TCP4 192.0.2.7 198.51.100.1 50000 25\r\n"
V2 = (
    SIGNATURE
    + struct.pack("!BBH", 0x21, 0x11, 12)
    + bytes([192, 0, 2, 7, 198, 51, 100, 1])
    + struct.pack("!HH", 50000, 25)
)
V2_LOCAL = SIGNATURE + struct.pack("!BBH", 0x20, 0, 0)


async def introduce(link: Link) -> None:
    """Say who is here, then what was said first."""
    link.write(f"{link.remote.ip}\n".encode())
    link.write(await link.read())


def test_it_says_where_it_listens_and_who_came() -> None:
    async def test() -> None:
        async with door(introduce) as place, visitor(place) as (reader, _):
            assert place.port > 0
            assert await reader.readline() == b"127.0.0.1\n"

    asyncio.run(test())


def test_it_listens_on_ipv6_as_well() -> None:
    async def test() -> None:
        place = Endpoint(ip_address("::1"), 0)
        async with door(introduce, place=place) as at, visitor(at) as (reader, _):
            assert await reader.readline() == b"::1\n"

    asyncio.run(test())


def test_every_ipv6_address_does_not_take_the_port_of_ipv4() -> None:
    async def both_at_once() -> bool:
        everywhere = Endpoint(ip_address("::"), 0)
        async with door(introduce, place=everywhere) as six:
            four = Endpoint(ip_address("0.0.0.0"), six.port)
            try:
                async with door(introduce, place=four):
                    return True
            except PortTaken:
                return False

    # One port may happen to be another program's in IPv4; not ten of them.
    assert any(asyncio.run(both_at_once()) for _ in range(10))


def test_an_address_of_another_machine_is_told_apart_from_a_port_in_use() -> None:
    with pytest.raises(PortTaken) as elsewhere:
        take_port(Endpoint(ip_address("192.0.2.9"), 2525))
    assert elsewhere.value.why is NotOurs.ELSEWHERE


def test_a_port_in_use_is_named() -> None:
    async def test() -> None:
        async with door(introduce) as place:
            listener = Listener(introduce, PATIENT, [])
            with pytest.raises(PortTaken) as taken:
                await listener.open(place)
            assert taken.value.place == place
            assert taken.value.why is NotOurs.TAKEN
            await listener.close(0)  # one that never opened

    asyncio.run(test())


def test_a_port_that_is_not_for_us_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(PortTaken) as taken:
        take_port(Endpoint(ip_address("127.0.0.1"), 25))
    assert taken.value.why is NotOurs.FORBIDDEN


def test_a_taken_port_can_be_served_later() -> None:
    async def test() -> None:
        port = take_port(HERE)
        listener = Listener(introduce, PATIENT, [])
        place = Endpoint(HERE.ip, port.getsockname()[1])
        async with visitor(place) as (reader, _):  # waits at the door
            assert await listener.serve(port) == place
            assert await reader.readline() == b"127.0.0.1\n"
            await listener.close(0.2)

    asyncio.run(test())


@pytest.mark.parametrize("header", [V1, V2], ids=["version 1", "version 2"])
@pytest.mark.parametrize("piece", [3, 1000])
def test_who_stands_behind_the_balancer_is_who_came(header: bytes, piece: int) -> None:
    async def test() -> None:
        async with (
            door(introduce, proxies=LOOPBACK) as place,
            visitor(place) as (reader, writer),
        ):
            said = header + b"EHLO"
            for at in range(0, len(said), piece):
                writer.write(said[at : at + piece])
                await writer.drain()
                await asyncio.sleep(0.002)
            assert await reader.readline() == b"192.0.2.7\n"
            assert await reader.readexactly(1) == b"E"

    asyncio.run(test())


def test_a_balancer_that_speaks_for_itself_is_itself() -> None:
    async def test() -> None:
        async with (
            door(introduce, proxies=LOOPBACK) as place,
            visitor(place) as (reader, writer),
        ):
            writer.write(V2_LOCAL)
            assert await reader.readline() == b"127.0.0.1\n"

    asyncio.run(test())


@pytest.mark.parametrize("words", [b"EHLO client.example\r\n", b"PROXY nonsense\r\n"])
def test_a_balancer_that_does_not_say_brings_nobody(words: bytes) -> None:
    async def test() -> None:
        async with (
            door(introduce, proxies=LOOPBACK) as place,
            visitor(place) as (reader, writer),
        ):
            writer.write(words)
            assert await reader.read() == b""

    asyncio.run(test())


def test_a_balancer_that_says_nothing_is_not_waited_for() -> None:
    async def test() -> None:
        hasty = Patience(idle=0.1, total=None)
        async with (
            door(introduce, hasty, LOOPBACK) as place,
            visitor(place) as (reader, _),
        ):
            assert await reader.read() == b""

    asyncio.run(test())


def test_nobody_else_may_say_who_he_brings() -> None:
    async def test() -> None:
        elsewhere = [ip_network("10.0.0.0/8")]
        async with (
            door(introduce, proxies=elsewhere) as place,
            visitor(place) as (reader, writer),
        ):
            writer.write(V1)
            assert await reader.readline() == b"127.0.0.1\n"
            assert await reader.readline() == V1[:-2] + b"\r\n"

    asyncio.run(test())


def test_who_is_here_may_finish_and_is_cut_short_only_then() -> None:
    ended: list[str] = []

    async def polite(link: Link) -> None:
        try:
            await link.read()
        except Leaving:
            link.write(b"421 goodbye")
            raise
        finally:
            ended.append("polite")

    async def busy(link: Link) -> None:
        await link.read()
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("busy")

    async def test() -> None:
        for talk in (polite, busy):
            listener = Listener(talk, PATIENT, [])
            async with visitor(await listener.open(HERE)) as (reader, writer):
                if talk is busy:
                    writer.write(b"work")
                await asyncio.sleep(0.1)
                await listener.close(0.2)
                assert ended[-1] == talk.__name__  # it is over when `close` returns
                said = b"421 goodbye" if talk is polite else b""
                assert await reader.read() == said
        assert ended == ["polite", "busy"]

    asyncio.run(test())


@pytest.mark.parametrize("proxies", [(), LOOPBACK], ids=["direct", "proxied"])
def test_who_is_not_let_in_hears_why_and_has_no_talk(
    proxies: Sequence[IpNetwork],
) -> None:
    asked: list[str] = []

    async def nothing(link: Link) -> None:
        raise AssertionError

    def doorman(remote: Endpoint, local: Endpoint) -> bytes:
        asked.append(str(remote.ip))
        return b"421 too many"

    async def test() -> None:
        listener = Listener(nothing, PATIENT, proxies, doorman)
        async with visitor(await listener.open(HERE)) as (reader, writer):
            if proxies:
                writer.write(V1)
            assert await reader.read() == b"421 too many"
        await listener.close(0.2)

    asyncio.run(test())
    assert asked == (["192.0.2.7"] if proxies else ["127.0.0.1"])


class Stub(asyncio.Transport):
    """A transport without a connection, of a peer with this name."""

    def __init__(self, name: tuple[object, ...] | None) -> None:
        super().__init__()
        self.aborted = False
        self._name = name

    def get_extra_info(self, name: str, default: object = None) -> object:
        return self._name

    def abort(self) -> None:
        self.aborted = True


def arriving(talk: Talk, transport: Stub) -> Link:
    """Let a peer in by a listener that has no port."""
    link = Link(Listener(talk, PATIENT, [])._welcome)
    link.connection_made(transport)
    return link


def test_a_zone_id_is_no_part_of_an_address() -> None:
    async def test() -> None:
        link = arriving(introduce, Stub(("fe80::1%eth0", 25, 0, 2)))
        assert str(link.remote.ip) == "fe80::1"

    asyncio.run(test())


def test_who_is_gone_before_we_look_has_no_talk() -> None:
    async def nothing(link: Link) -> None:
        raise AssertionError

    async def test() -> None:
        gone = Stub(None)
        link = arriving(nothing, gone)
        await asyncio.sleep(0)
        assert gone.aborted
        link.connection_lost(None)

    asyncio.run(test())
