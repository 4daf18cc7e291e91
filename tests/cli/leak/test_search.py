"""Whatever a word is dressed in, the search knows it; random bytes it lets pass."""

import base64
import bz2
import gzip
import json
import lzma
import quopri
import random
import sys
import urllib.parse
import zlib
from collections.abc import Callable
from email.header import Header

import pytest

from glassine.cli.leak.search import Hit, Scan, Search
from glassine.words.private import Text

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WORD = "Quiet Glasshouse Ünder Snow"
NOISE = random.Random(7).randbytes(300_000)  # the same bytes in every run
LETTERS = base64.b64encode(NOISE[:6000])  # what a compressor writes otherwise


def hits(data: bytes, *words: str, depth: int = 0, piece: int = 1 << 20) -> list[Hit]:
    search = Search({w: Text(w.encode()) for w in words or (WORD,)})
    scan = Scan(search, depth=depth)
    pieces = [data[i : i + piece] for i in range(0, len(data), piece)]
    return [hit for data in pieces for hit in scan.feed(data)]


def planted(form: bytes) -> bytes:
    return NOISE + form + NOISE


DRESSES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "as it is": ("plain", lambda w: w),
    "in upper case": ("plain", lambda w: w.decode().upper().encode()),
    "backwards": ("reversed", lambda w: w[::-1]),
    "UTF-16, little end first": ("UTF-16", lambda w: w.decode().encode("utf-16-le")),
    "UTF-16, big end first": ("UTF-16", lambda w: w.decode().encode("utf-16-be")),
    "base64": ("base64", base64.b64encode),
    "base64, one byte later": ("base64", lambda w: base64.b64encode(b"?" + w)),
    "base64, two bytes later": ("base64", lambda w: base64.b64encode(b"\0?" + w)),
    "base64 for URLs": ("base64", lambda w: base64.urlsafe_b64encode(b"\xff\xfe" + w)),
    "base64 in short lines": (
        "base64",
        lambda w: b"\r\n ".join(
            base64.b64encode(w)[i : i + 7] for i in range(0, 2 * len(w), 7)
        ),
    ),
    "SASL PLAIN": ("base64", lambda w: base64.b64encode(b"\0a@example.org\0" + w)),
    "hex": ("hexadecimal", lambda w: w.hex().encode()),
    "HEX": ("hexadecimal", lambda w: w.hex().upper().encode()),
    "a hex dump": ("hexadecimal", lambda w: w.hex(" ", 2).encode()),
    "quoted-printable": ("quoted-printable", quopri.encodestring),
    "quoted-printable, every byte": (
        "quoted-printable",
        lambda w: b"=\r\n".join(b"=%02X" % octet for octet in w),
    ),
    "percent": ("percent-encoding", lambda w: urllib.parse.quote(w).encode()),
    "percent, every byte": (
        "percent-encoding",
        lambda w: b"".join(b"%%%02x" % octet for octet in w),
    ),
    "JSON": ("JSON escapes", lambda w: json.dumps(w.decode()).encode()),
    "JSON, every character": (
        "JSON escapes",
        lambda w: b"".join(b"\\u%04x" % ord(c) for c in w.decode()),
    ),
    "RFC 2047 Q": ("RFC 2047", lambda w: _header(w, "iso-8859-1")),
    "RFC 2047 B, split": ("RFC 2047", lambda w: _header(b"x" * 60 + w, "utf-8")),
}


def _header(word: bytes, charset: str) -> bytes:
    return Header(word.decode(), charset).encode(linesep="\r\n").encode()


@pytest.mark.parametrize("dress", DRESSES)
def test_a_word_is_known_in_every_dress(dress: str) -> None:
    form, put_on = DRESSES[dress]
    dressed = put_on(WORD.encode())
    found = [hit for hit in hits(planted(dressed)) if hit.form == form]
    assert [hit.word for hit in found] == [WORD]
    assert len(NOISE) - 8 <= found[0].offset < len(NOISE) + len(dressed)


@pytest.mark.parametrize("dress", DRESSES)
def test_no_word_hides_on_the_border_of_two_pieces(dress: str) -> None:
    form, put_on = DRESSES[dress]
    data = b"." * 500 + put_on(WORD.encode()) + b"." * 500
    for piece in (41, 97, 300):
        assert form in {hit.form for hit in hits(data, piece=piece)}


def test_a_word_split_into_characters_of_two_normal_forms_is_known() -> None:
    assert hits("Caf\u00e9 Noir".encode(), "Cafe\u0301 noir")


def test_random_bytes_and_their_encodings_are_clean() -> None:
    words = [random.Random(n).randbytes(5).hex() for n in range(20)]
    for data in (NOISE, base64.encodebytes(NOISE), NOISE.hex().encode()):
        assert hits(data, *words) == []
        assert hits(gzip.compress(data), *words, depth=3) == []


PRESSES: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("kind", PRESSES)
@pytest.mark.parametrize("piece", [1 << 20, 700])
def test_a_word_in_a_compressed_stream_is_known(kind: str, piece: int) -> None:
    inner = LETTERS + base64.b64encode(WORD.encode()) + LETTERS
    data = NOISE[:3000] + PRESSES[kind](inner) + NOISE[:3000]
    assert hits(data, piece=piece) == []  # only when asked
    assert hits(data, depth=1, piece=piece) == [Hit(WORD, "base64", 3000, (kind,))]


def test_a_stream_within_a_stream_is_opened_three_deep() -> None:
    data = LETTERS + WORD.encode() + LETTERS
    for press in (zstd.compress, gzip.compress, zlib.compress):
        data = press(data)
    assert hits(data) == []
    assert ("zlib", "gzip", "zstd") in {hit.inside for hit in hits(data, depth=3)}


@pytest.mark.parametrize("kind", PRESSES)
def test_a_damaged_stream_gives_what_it_gave_and_the_search_goes_on(kind: str) -> None:
    pressed = PRESSES[kind](WORD.encode() + 4 * NOISE.hex().encode())
    data = pressed[: len(pressed) // 2] + bytes(200) + b"another word"
    found = hits(data, WORD, "another word", depth=1)
    assert ("another word", ()) in {(hit.word, hit.inside) for hit in found}
    if kind != "bzip2":  # gives nothing before 900 kB are whole
        assert (WORD, (kind,)) in {(hit.word, hit.inside) for hit in found}


def test_a_stream_that_swells_is_searched_in_bounded_steps() -> None:
    data = gzip.compress(bytes(8 << 20) + WORD.encode())
    assert [hit.inside for hit in hits(data, depth=1)] == [("gzip",)]


def test_two_words_are_told_apart() -> None:
    found = hits(b"..second thing..", "first thing", "second thing")
    assert [hit.word for hit in found] == ["second thing"]
