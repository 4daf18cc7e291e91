"""A link hands over what comes, waits as long as it should, and no longer."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from glassine.net.link import (
    UNREAD_LIMIT,
    Idle,
    Impatient,
    Leaving,
    Link,
    Overlong,
)
from glassine.net.patience import Patience
from glassine.net.tls import TlsFacts, TlsFailed, TlsSide
from net.doors import PATIENT, Stream, door, visitor
from support import certificate_files

Heard = asyncio.Queue[Any]


@asynccontextmanager
async def meeting(
    talk: Callable[[Link, Heard], Awaitable[None]], patience: Patience = PATIENT
) -> AsyncIterator[tuple[Stream, Heard]]:
    """Let one visitor meet a talk; what the talk puts down can be read outside."""
    heard: Heard = asyncio.Queue()

    async def held(link: Link) -> None:
        try:
            await talk(link, heard)
        except (Impatient, TlsFailed) as why:
            heard.put_nowait(type(why))

    async with door(held, patience) as place, visitor(place) as stream:
        yield stream, heard


async def told(heard: Heard) -> Any:
    """Return what the talk puts down next."""
    return await asyncio.wait_for(heard.get(), 10)


async def listen(link: Link, heard: Heard) -> None:
    """Put down all that comes, to the end."""
    while data := await link.read():
        heard.put_nowait(data)
    heard.put_nowait(b"")


async def echo(link: Link, _: Heard) -> None:
    """Say all that comes, to the end."""
    while data := await link.read():
        link.write(data)
        await link.drain()


def run(test: Awaitable[None]) -> None:
    """Run a test's coroutine."""
    asyncio.run(cast(Any, test))


def test_what_comes_is_read_and_the_end_is_known() -> None:
    async def test() -> None:
        async with meeting(listen) as ((_, writer), heard):
            writer.write(b"EHLO\r\n")
            assert await told(heard) == b"EHLO\r\n"
            writer.write_eof()
            assert await told(heard) == b""

    run(test())


def test_who_has_said_its_last_still_hears_the_answer() -> None:
    async def last_word(link: Link, _: Heard) -> None:
        while await link.read():
            pass
        link.write(b"221 bye\r\n")

    async def test() -> None:
        async with meeting(last_word) as ((reader, writer), _):
            writer.write(b"QUIT\r\n")
            writer.write_eof()
            assert await reader.read() == b"221 bye\r\n"

    run(test())


def test_bytes_can_be_put_back() -> None:
    async def reluctant(link: Link, heard: Heard) -> None:
        link.unread(await link.read())
        heard.put_nowait(await link.read())

    async def test() -> None:
        async with meeting(reluctant) as ((_, writer), heard):
            writer.write(b"PROXY")
            assert await told(heard) == b"PROXY"

    run(test())


def test_a_busy_talk_lets_tcp_wait() -> None:
    busy = asyncio.Event()
    sent = 64 * UNREAD_LIMIT

    async def slow(link: Link, heard: Heard) -> None:
        await busy.wait()
        heard.put_nowait(link._unread_size)
        total = 0
        while total < sent:
            total += len(await link.read())
        heard.put_nowait(total)

    async def test() -> None:
        async with meeting(slow) as ((_, writer), heard):
            writer.write(bytes(sent))
            await asyncio.sleep(0.3)
            busy.set()
            assert await told(heard) < 4 * UNREAD_LIMIT
            assert await told(heard) == sent

    run(test())


def test_a_slow_reader_is_waited_for() -> None:
    letter = bytes(16 << 20)

    async def generous(link: Link, heard: Heard) -> None:
        link.write(letter)
        await link.drain()
        heard.put_nowait("drained")

    async def test() -> None:
        async with meeting(generous) as ((reader, _), heard):
            await asyncio.sleep(0.2)
            assert heard.empty()
            assert await reader.readexactly(len(letter)) == letter
            assert await told(heard) == "drained"

    run(test())


def test_who_takes_nothing_is_not_waited_for_for_ever() -> None:
    async def generous(link: Link, _: Heard) -> None:
        link.write(bytes(16 << 20))
        await link.drain()

    async def test() -> None:
        patience = Patience(idle=0.1, total=None)
        async with meeting(generous, patience) as ((reader, _), heard):
            reader._transport.pause_reading()  # type: ignore[attr-defined]
            assert await told(heard) is Idle

    run(test())


def test_who_says_nothing_is_idle() -> None:
    async def test() -> None:
        async with meeting(listen, Patience(idle=0.1, total=9)) as (_, heard):
            assert await told(heard) is Idle

    run(test())


def test_who_is_kept_waiting_is_not_idle() -> None:
    async def thoughtful(link: Link, heard: Heard) -> None:
        await asyncio.sleep(0.4)  # a commit, or the pause after a wrong password
        heard.put_nowait(await link.read())

    async def test() -> None:
        async with meeting(thoughtful, Patience(idle=0.2, total=9)) as (stream, heard):
            await asyncio.sleep(0.45)
            stream[1].write(b"here I am")
            assert await told(heard) == b"here I am"

    run(test())


def test_a_connection_ends_some_time_even_if_it_never_pauses() -> None:
    async def patient(link: Link, _: Heard) -> None:
        while await link.read():  # noqa: ASYNC110 (busy, not waiting)
            await asyncio.sleep(0.05)

    async def test() -> None:
        async with meeting(patient, Patience(idle=9, total=0.3)) as (stream, heard):
            for _ in range(500):
                if not heard.empty():
                    break
                stream[1].write(b"NOOP\r\n" * 20)
                await asyncio.sleep(0.01)
            assert await told(heard) is Overlong

    run(test())


@pytest.mark.parametrize("speaks", [True, False])
def test_an_early_talker_is_noticed(speaks: bool) -> None:
    async def wary(link: Link, heard: Heard) -> None:
        heard.put_nowait(await link.quiet(0.3))

    async def test() -> None:
        async with meeting(wary) as ((_, writer), heard):
            if speaks:
                writer.write(b"EHLO\r\n")
            assert await told(heard) is not speaks

    run(test())


def test_who_leaves_is_told_apart_from_who_waits() -> None:
    async def test() -> None:
        links: list[Link] = []

        async def talk(link: Link, heard: Heard) -> None:
            links.append(link)
            await listen(link, heard)

        async with meeting(talk) as ((_, writer), heard):
            writer.write(b"NOOP\r\n")
            await told(heard)
            links[0].give_up(Leaving())
            assert await told(heard) is Leaving

    run(test())


def test_a_visitor_who_vanishes_ends_the_talk() -> None:
    async def test() -> None:
        async with meeting(listen) as ((_, writer), heard):
            writer.transport.abort()
            assert await told(heard) == b""

    run(test())


class TestTls:
    """TLS, from the first byte or after words in clear."""

    @pytest.fixture(autouse=True)
    def _certificates(self, tmp_path: Path) -> None:
        self.held = certificate_files.certificates(tmp_path)
        self.trusting = certificate_files.trusting(tmp_path)

    async def secured(self, writer: asyncio.StreamWriter) -> None:
        """Go over to TLS as a client."""
        await writer.start_tls(self.trusting, server_hostname=certificate_files.NAME)

    def test_words_after_the_handshake_are_heard_and_said(self) -> None:
        async def talk(link: Link, heard: Heard) -> None:
            heard.put_nowait(await link.start_tls(TlsSide.server(self.held.context)))
            assert link.tls is not None
            await echo(link, heard)

        async def test() -> None:
            async with meeting(talk) as ((reader, writer), heard):
                await self.secured(writer)
                facts = await told(heard)
                assert isinstance(facts, TlsFacts)
                assert facts.version == "TLSv1.3"
                long = bytes(300_000)
                writer.write(long)
                assert await reader.readexactly(len(long)) == long

        run(test())

    def test_a_hello_that_comes_before_we_listen_for_it_counts(self) -> None:
        async def slow(link: Link, heard: Heard) -> None:
            await asyncio.sleep(0.3)  # while reverse DNS is asked
            heard.put_nowait(await link.expect_tls(TlsSide.server(self.held.context)))

        async def test() -> None:
            async with meeting(slow) as ((_, writer), heard):
                await self.secured(writer)
                assert isinstance(await told(heard), TlsFacts)

        run(test())

    def test_words_in_clear_do_not_count_after_the_handshake(self) -> None:
        async def talk(link: Link, heard: Heard) -> None:
            await asyncio.sleep(0.2)
            link.write(b"220 go ahead\r\n")
            await link.start_tls(TlsSide.server(self.held.context))
            await listen(link, heard)

        async def test() -> None:
            async with meeting(talk) as ((reader, writer), heard):
                writer.write(b"RCPT TO:<injected@example.net>\r\n")
                await reader.readline()
                await self.secured(writer)
                writer.write(b"NOOP\r\n")
                assert await told(heard) == b"NOOP\r\n"

        run(test())

    @pytest.mark.parametrize(
        "words", [b"EHLO in clear\r\n", b"\x16\x03\x01\0\x05hello"]
    )
    def test_what_is_no_handshake_fails(self, words: bytes) -> None:
        async def talk(link: Link, heard: Heard) -> None:
            try:
                await link.start_tls(TlsSide.server(self.held.context))
            finally:
                link.write(b"421 not in clear\r\n")

        async def test() -> None:
            async with meeting(talk) as ((reader, writer), heard):
                writer.write(words)
                assert await told(heard) is TlsFailed
                assert b"421" not in await reader.read()

        run(test())

    def test_a_handshake_that_stops_is_not_waited_for(self) -> None:
        async def talk(link: Link, heard: Heard) -> None:
            await link.start_tls(TlsSide.server(self.held.context))

        async def test() -> None:
            async with meeting(talk, Patience(idle=0.2, total=9)) as (stream, heard):
                stream[1].write(b"\x16\x03\x01")
                assert await told(heard) is Idle
                assert await stream[0].read() == b""

        run(test())

    def test_a_handshake_that_is_cut_fails(self) -> None:
        async def talk(link: Link, heard: Heard) -> None:
            await link.start_tls(TlsSide.server(self.held.context))

        async def test() -> None:
            async with meeting(talk) as ((_, writer), heard):
                writer.write_eof()
                assert await told(heard) is TlsFailed

        run(test())

    def test_a_damaged_record_ends_the_talk_and_the_connection(self) -> None:
        async def test() -> None:
            async with meeting(self.greeted) as ((reader, writer), heard):
                raw = writer.transport.get_extra_info("socket")
                await self.secured(writer)
                assert await reader.readexactly(5) == b"hello"
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(
                    None, raw._sock.send, b"\x17\x03\x03\x00\x20" + bytes(32)
                )
                assert await told(heard) is TlsFailed
                with pytest.raises(ssl.SSLError):
                    await reader.read()

        run(test())

    def test_a_goodbye_is_answered(self) -> None:
        async def test() -> None:
            async with meeting(self.greeted) as ((reader, writer), heard):
                await self.secured(writer)
                assert await reader.readexactly(5) == b"hello"
                writer.close()
                await writer.wait_closed()
                assert await told(heard) == b""

        run(test())

    async def greeted(self, link: Link, heard: Heard) -> None:
        """Shake hands, say hello, listen."""
        await link.start_tls(TlsSide.server(self.held.context))
        link.write(b"hello")
        await listen(link, heard)
