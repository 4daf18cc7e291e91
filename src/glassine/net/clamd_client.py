"""Ask ClamAV's daemon by INSTREAM: chunks with their lengths, then one line back."""

import asyncio
import re
from asyncio import StreamReader, StreamWriter
from pathlib import Path

from glassine.flow.judging.scanners import Shown, Silence
from glassine.words.public import NotPublic, RuleName

LONGEST_ANSWER = 4096
_FOUND = re.compile(rb"stream: ([^\s(]+).* FOUND\Z")
_CLEAN = b"stream: OK"
UNNAMED = RuleName("malware")  # a signature whose name is no code


class ClamdClient:
    """Asks one daemon, over a new connection each time."""

    def __init__(
        self, *, host: str, port: int, socket: Path | None, timeout: float
    ) -> None:
        self._host = host
        self._port = port
        self._socket = socket
        self._timeout = timeout

    async def scan(self, shown: Shown) -> tuple[RuleName, ...] | Silence:
        """Return the signatures that fit; none where it is clean."""
        try:
            async with asyncio.timeout(self._timeout):
                reader, writer = await self._connect()
                try:
                    return _verdict(await _converse(reader, writer, shown))
                finally:
                    writer.transport.abort()
        except TimeoutError:
            return Silence.TIMED_OUT
        except (OSError, EOFError, asyncio.LimitOverrunError):
            return Silence.UNREACHABLE

    async def _connect(self) -> tuple[StreamReader, StreamWriter]:
        if self._socket is not None:
            return await asyncio.open_unix_connection(
                str(self._socket), limit=LONGEST_ANSWER
            )
        return await asyncio.open_connection(
            self._host, self._port, limit=LONGEST_ANSWER
        )


async def _converse(reader: StreamReader, writer: StreamWriter, shown: Shown) -> bytes:
    writer.write(b"zINSTREAM\0")
    for run in shown.runs:
        if run:
            writer.write(len(run).to_bytes(4, "big") + run.reveal())
            await writer.drain()
            await asyncio.sleep(0)  # others have their turn
    writer.write(bytes(4))
    await writer.drain()
    return await reader.readuntil(b"\0")


def _verdict(line: bytes) -> tuple[RuleName, ...] | Silence:
    said = line.removesuffix(b"\0")
    if said == _CLEAN:
        return ()
    match = _FOUND.match(said)
    return (_signature(match[1]),) if match else Silence.UNREADABLE


def _signature(name: bytes) -> RuleName:
    try:
        return RuleName(name.decode("ascii"))
    except (NotPublic, UnicodeDecodeError):
        return UNNAMED
