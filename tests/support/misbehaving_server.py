"""A receiver of mail on loopback that misbehaves as it is told, and notes what it took.

It speaks SMTP or LMTP on a thread of its own, so that any test can talk to it:

    with misbehaving(Misdeeds({Step.DOT: [Drops()]})) as server:
        deliver(to=server.address)
        assert server.letters == []

"""

import asyncio
import re
import socket
import ssl
import struct
import threading
from base64 import b64decode
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, assert_never

from support.misdeeds import (
    Behaves,
    Deed,
    Dribbles,
    Drops,
    Hangs,
    Misdeeds,
    NeverEnds,
    Resets,
    Says,
    Step,
    Waits,
)

T = TypeVar("T")
OFFERS = ("PIPELINING", "SIZE 10000000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
LIMIT = 1 << 24
_PATH = re.compile(r"(?:FROM|TO):<(.*?)>", re.IGNORECASE)
VERBS = {
    "HELO": Step.HELLO,
    "EHLO": Step.HELLO,
    "LHLO": Step.HELLO,
    "STARTTLS": Step.STARTTLS,
    "AUTH": Step.AUTH,
    "MAIL": Step.MAIL,
    "RCPT": Step.RCPT,
    "DATA": Step.DATA,
    "RSET": Step.RSET,
    "QUIT": Step.QUIT,
}


class Over(Exception):
    """The connection is at its end, by our own doing."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message whose end has come, and what was said to that."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    answers: tuple[str, ...]  # empty where nothing was said any more

    @property
    def taken(self) -> bool:
        """Tell whether the sender was told that it was taken, for anybody."""
        return any(answer.startswith("2") for answer in self.answers)


@dataclass(slots=True, kw_only=True)
class Manner:
    """What kind of receiver it is, beside its misdeeds."""

    lmtp: bool = False
    offers: tuple[str, ...] = OFFERS
    tls: ssl.SSLContext | None = None  # STARTTLS is offered where there is one
    tls_at_once: bool = False


class MisbehavingServer:
    """One receiver. `address` is where it listens once it runs."""

    def __init__(self, misdeeds: Misdeeds, manner: Manner) -> None:
        self.misdeeds = misdeeds
        self.manner = manner
        self.address = ("", 0)
        self.letters: list[Letter] = []
        self.lines: list[str] = []  # every command, of all connections
        self.connections = 0
        self.at_once = 0  # connections that are open now
        self.most_at_once = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, socket_path: Path | None) -> asyncio.Server:
        """Listen on loopback, or on a Unix socket."""
        if socket_path is not None:
            return await asyncio.start_unix_server(self._met, socket_path, limit=LIMIT)
        context = self.manner.tls if self.manner.tls_at_once else None
        server = await asyncio.start_server(
            self._met, "127.0.0.1", 0, limit=LIMIT, ssl=context
        )
        self.address = server.sockets[0].getsockname()[:2]
        return server

    async def hang_up(self) -> None:
        """End every connection that is still open."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._receive(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _receive(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with suppress(Over, OSError, EOFError, ssl.SSLError):
                await Connection(self, reader, writer).talk()
        finally:
            self.at_once -= 1
            writer.close()
            with suppress(OSError, ssl.SSLError):
                await writer.wait_closed()


@dataclass
class Connection:
    """One client, from greeting to goodbye."""

    server: MisbehavingServer
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    secure: bool = False
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    chunks: bytes = b""
    told: bytes = b""  # what the client was told of its message

    async def talk(self) -> None:
        """Answer each line in its turn."""
        self.secure = self.server.manner.tls_at_once
        await self._do(self._next(Step.CONNECT), "220 mx.example.org")
        while line := await self._line():
            self.server.lines.append(line)
            await self._command(line)

    async def _command(self, line: str) -> None:
        word = line.split(" ")[0].upper()
        if word == "BDAT":
            await self._chunk(line.split(" "))
        elif word not in VERBS:
            await self._say(b"500 5.5.1 what\r\n")
        else:
            await self._step(VERBS[word], line)

    async def _step(self, step: Step, line: str) -> None:
        said = await self._do(self._deed(step, line), self._right(step, line))
        if said[:1] not in (b"2", b"3"):
            return
        match step:
            case Step.MAIL:
                self.sender = _path(line)
            case Step.RCPT:
                self.recipients.append(_path(line))
            case Step.DATA if said[:1] == b"3":
                await self._data()
            case Step.STARTTLS:
                await self._shake_hands()
            case Step.RSET | Step.HELLO:
                self._forget()
            case Step.QUIT:
                raise Over

    def _deed(self, step: Step, line: str) -> Deed:
        misdeeds = self.server.misdeeds
        usual = self._next(step)
        if step is not Step.RCPT:
            return usual
        return misdeeds.of(_path(line), misdeeds.rcpt) or usual

    def _right(self, step: Step, line: str) -> str:
        match step:
            case Step.HELLO:
                return self._hello(line)
            case Step.STARTTLS if self.server.manner.tls is None:
                return "502 5.5.1 no TLS here"
            case Step.STARTTLS:
                return "220 2.0.0 go ahead"
            case Step.AUTH:
                return "235 2.7.0 welcome" if _is_plain(line) else "535 5.7.8 who?"
            case Step.DATA if not self.recipients:
                return "503 5.5.1 to whom?"
            case Step.DATA:
                return "354 go ahead"
            case Step.QUIT:
                return "221 2.0.0 bye"
            case _:
                return "250 2.0.0 ok"

    def _hello(self, line: str) -> str:
        manner = self.server.manner
        wrong = line.upper().startswith("LHLO") is not manner.lmtp
        if wrong:
            return "500 5.5.1 what"
        if line.upper().startswith("HELO"):
            return "250 mx.example.org"
        offers = [*manner.offers]
        if manner.tls is not None and not self.secure:
            offers.append("STARTTLS")
        lines = ["mx.example.org", *offers]
        return "\n".join([*(f"250-{each}" for each in lines[:-1]), f"250 {lines[-1]}"])

    async def _data(self) -> None:
        content = b""
        deed = self._next(Step.CONTENT)
        while (line := await self.reader.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                raise Over
            content += line[1:] if line.startswith(b".") else line
            if not isinstance(deed, Behaves):
                await self._do(deed, "")
                deed = Behaves()
        await self._whole(content)

    async def _chunk(self, words: list[str]) -> None:
        self.chunks += await self.reader.readexactly(int(words[1]))
        if not self.recipients:
            await self._say(b"503 5.5.1 to whom?\r\n")
        elif len(words) == 3:
            await self._whole(self.chunks)
        else:
            await self._do(self._next(Step.CONTENT), "250 2.0.0 go on")

    async def _whole(self, content: bytes) -> None:
        """Note the message, whatever is said of it, or is not."""
        misdeeds, self.told = self.server.misdeeds, b""
        try:
            deed = self._next(Step.DOT)
            for address in self.recipients if self.server.manner.lmtp else [""]:
                mine = misdeeds.of(address, misdeeds.saved)
                await self._do(mine or deed, "250 2.0.0 taken")
        finally:
            to, answers = tuple(self.recipients), _answers(self.told)
            self.server.letters.append(Letter(self.sender, to, content, answers))
            self._forget()

    async def _shake_hands(self) -> None:
        deed = self._next(Step.HANDSHAKE)
        if not isinstance(deed, Behaves):
            await self.reader.read(1)  # or it would be no answer to the ClientHello
            await self._do(deed, "")
            raise Over
        tls = self.server.manner.tls
        assert tls is not None
        await self.writer.start_tls(tls)
        self.secure = True
        self._forget()

    def _forget(self) -> None:
        self.sender, self.recipients, self.chunks = "", [], b""

    def _next(self, step: Step) -> Deed:
        return self.server.misdeeds.next(step)

    async def _do(self, deed: Deed, right: str) -> bytes:
        """Do it; return what was said, if anything."""
        match deed:
            case Behaves():
                return await self._say(Says(right).octets if right else b"")
            case Says(_, then):
                said = await self._say(deed.octets)
                return said if then is None else said + await self._do(then, "")
            case Drops():
                raise Over
            case Resets():
                self._reset()
                raise Over
            case Hangs():
                await self.reader.read()  # whatever comes, until the other end goes
                raise Over
            case Waits(seconds, then):
                await asyncio.sleep(seconds)
                return await self._do(then, right)
            case Dribbles(what, pause):
                return await self._dribble(Says(what).octets, pause)
            case NeverEnds(line):
                while True:
                    await self._say(line)
            case _:
                assert_never(deed)

    async def _say(self, octets: bytes) -> bytes:
        self.writer.write(octets)
        self.told += octets[:1000]  # some never end
        await self.writer.drain()
        return octets

    async def _dribble(self, octets: bytes, pause: float) -> bytes:
        for at in range(len(octets)):
            await self._say(octets[at : at + 1])
            await asyncio.sleep(pause)
        return octets

    def _reset(self) -> None:
        """Have the operating system answer with RST."""
        ours = self.writer.get_extra_info("socket")
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def _line(self) -> str:
        return (await self.reader.readline()).decode("utf-8", "replace").rstrip("\r\n")


def _path(line: str) -> str:
    match = _PATH.search(line)
    return match[1] if match else ""


def _answers(told: bytes) -> tuple[str, ...]:
    """Return the last line of each reply."""
    lines = told.decode("latin-1").splitlines()
    return tuple(line for line in lines if line[3:4] != "-")


def _is_plain(line: str) -> bool:
    """Tell whether it is AUTH PLAIN with the password `pencil`."""
    words = line.split(" ")
    plain = len(words) == 3 and words[1].upper() == "PLAIN"
    return plain and b64decode(words[2]).endswith(b"\0pencil")


@contextmanager
def misbehaving(
    misdeeds: Misdeeds | None = None,
    *,
    socket_path: Path | None = None,
    lmtp: bool = False,
    offers: tuple[str, ...] = OFFERS,
    tls: ssl.SSLContext | None = None,
    tls_at_once: bool = False,
) -> Iterator[MisbehavingServer]:
    """Run such a receiver until the block is left."""
    manner = Manner(lmtp=lmtp, offers=offers, tls=tls, tls_at_once=tls_at_once)
    server = MisbehavingServer(misdeeds or Misdeeds(), manner)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)

    opened = run(server.open(socket_path))
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(opened.close)
        run(server.hang_up())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
