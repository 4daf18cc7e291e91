"""Compressed streams: found by their first bytes, wherever they begin, and undone.

A stream is fed as its bytes come by, so that nothing is read twice and a log of
gigabytes needs no more memory than a short one.
"""

import bz2
import lzma
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

STEP = 1 << 20
"""How much is inflated at once."""

BITE = 1 << 14
"""How much is fed at once: what a damaged stream gave before that is not lost."""

MOST = 1 << 30
"""How much of one stream is looked at; what is longer is reported as cut."""


class Broken(Exception):
    """These bytes are not such a stream, or not from here on."""


class Decompressor(Protocol):
    """As `bz2.BZ2Decompressor` has it; the others follow."""

    @property
    def eof(self) -> bool:
        """Tell whether the stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Tell whether there is nothing more to give without more bytes."""

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """Return at most so many bytes of what was compressed."""


class Deflate:
    """zlib's stream (RFC 1950) or gzip's (RFC 1952), in the manner of `bz2`."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # either header
        self._left = b""
        self._full = False

    @property
    def eof(self) -> bool:
        """Tell whether the stream has ended."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Tell whether there is nothing more to give without more bytes."""
        return not self._left and not self._full

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        """Return at most so many bytes of what was compressed."""
        out = self._inner.decompress(self._left + data, max(max_length, 0))
        self._left = self._inner.unconsumed_tail
        self._full = len(out) == max_length  # there may be more, without more input
        return out


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to compress: how a stream begins, and what undoes it."""

    name: str
    begins: re.Pattern[bytes]
    start: Callable[[], Decompressor]
    failures: tuple[type[Exception], ...]


def _xz() -> Decompressor:
    return lzma.LZMADecompressor(memlimit=256 << 20)


def _zstd() -> Iterator[Kind]:
    begins = re.compile(rb"\x28\xb5\x2f\xfd")  # RFC 8878 §3.1.1
    if sys.version_info >= (3, 14):
        from compression import zstd
    elif find_spec("backports.zstd") is not None:
        from backports import zstd
    else:
        return
    yield Kind("zstd", begins, zstd.ZstdDecompressor, (zstd.ZstdError, EOFError))


KINDS: tuple[Kind, ...] = (
    Kind("gzip", re.compile(rb"\x1f\x8b\x08"), Deflate, (zlib.error,)),
    Kind("zlib", re.compile(rb"\x78[\x01\x5e\x9c\xda]"), Deflate, (zlib.error,)),
    Kind("bzip2", re.compile(rb"BZh[1-9]1AY&SY"), bz2.BZ2Decompressor, (OSError,)),
    Kind("xz", re.compile(rb"\xfd7zXZ\0"), _xz, (lzma.LZMAError,)),
    *_zstd(),
)
HEAD = 16
"""No kind's first bytes are longer than this."""


def beginnings(data: bytes, old: int) -> Iterator[tuple[int, Kind]]:
    """Yield where a stream may begin, unless that lies wholly in the old bytes."""
    for kind in KINDS:
        for found in kind.begins.finditer(data, max(0, old - HEAD)):
            if found.end() > old:
                yield found.start(), kind


class Stream:
    """One stream being undone."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._inner = kind.start()
        self._given = 0

    @property
    def ended(self) -> bool:
        """Tell whether the stream has come to its end."""
        return self._inner.eof

    @property
    def cut(self) -> bool:
        """Tell whether it is longer than we look."""
        return self._given >= MOST

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what these bytes hold. Raises `Broken`."""
        for start in range(0, len(data), BITE):
            yield from self._swallow(data[start : start + BITE])

    def _swallow(self, bite: bytes) -> Iterator[bytes]:
        while not self.ended and not self.cut:
            out = self._undo(bite)
            self._given += len(out)
            yield out
            bite = b""
            if self._inner.needs_input:
                return

    def _undo(self, data: bytes) -> bytes:
        try:
            return self._inner.decompress(data, STEP)
        except self._kind.failures:
            raise Broken from None
