"""The forms a word can take on disk, and the views of the bytes that show them.

Two ways to find an encoded word: encode the word and look for that, or undo the
encoding in a view of the data and look for the word. Where an encoding leaves many
spellings of one word (quoted-printable, percent, JSON, RFC 2047), the view undoes it;
where it leaves few (base64, hex, UTF-16), the word is encoded.
"""

import base64
import re
import unicodedata
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from glassine.words.private import Text

View = Callable[[bytes], bytes]
"""Returns the bytes as one kind of reader would see them, without upper case."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A word in one form: what the word is called, and the bytes to look for."""

    word: str
    form: str
    octets: bytes = field(repr=False)


def spellings(word: str) -> set[str]:
    """Return the word as given, in both cases and both Unicode normal forms."""
    cased = {word, word.lower(), word.upper(), word.casefold()}
    return {unicodedata.normalize(form, w) for form in ("NFC", "NFD") for w in cased}


def base64_cores(octets: bytes) -> Iterator[bytes]:
    """Yield what stays of the bytes in base64 at each of the three alignments."""
    for shift, begin in ((0, 0), (1, 2), (2, 3)):
        end = (shift + len(octets)) * 8 // 6  # the characters after it depend on others
        yield base64.b64encode(bytes(shift) + octets)[begin:end]


def plainly(spelling: str) -> Iterator[bytes]:
    """Yield the spelling as it is."""
    yield spelling.encode().lower()


def backwards(spelling: str) -> Iterator[bytes]:
    """Yield the spelling from its end to its beginning."""
    yield spelling.encode()[::-1].lower()


def wide(spelling: str) -> Iterator[bytes]:
    """Yield the spelling in UTF-16, both byte orders."""
    yield spelling.encode("utf-16-le").lower()
    yield spelling.encode("utf-16-be").lower()


def in_base64(spelling: str) -> Iterator[bytes]:
    """Yield the spelling in base64, at each alignment."""
    yield from base64_cores(spelling.encode())


def in_hex(spelling: str) -> Iterator[bytes]:
    """Yield the spelling in hexadecimal digits."""
    yield spelling.encode().hex().encode()


_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_BLANKS = b"\r\n\t "
_QUOTED = re.compile(rb"=(?:\r?\n|([0-9A-Fa-f]{2}))")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_JSON = re.compile(rb"\\(?:([\"\\/])|u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})*)")
_ENCODED_WORD = re.compile(
    rb"=\?([^?\s]{1,40})\?([BbQq])\?([^?\s]*)\?=(?:[ \t\r\n]+(?==\?))?"
)


def as_written(data: bytes) -> bytes:
    """Return the bytes in lower case."""
    return data.lower()


def without_blanks(data: bytes) -> bytes:
    """Return the bytes without blanks, in the standard base64 alphabet."""
    return data.translate(_URL_SAFE, _BLANKS)


def digits(data: bytes) -> bytes:
    """Return the bytes without blanks, in lower case."""
    return data.translate(None, _BLANKS).lower()


def _octet(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode()) if found[1] else b""


def unquoted(data: bytes) -> bytes:
    """Undo quoted-printable. RFC 2045 §6.7"""
    return _QUOTED.sub(_octet, data).lower()


def unpercented(data: bytes) -> bytes:
    """Undo percent-encoding. RFC 3986 §2.1, RFC 2231 §4"""
    return _PERCENT.sub(_octet, data).lower()


def _characters(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return found[1]
    units = bytes.fromhex(found[0].replace(b"\\u", b"").decode())
    return units.decode("utf-16-be", "replace").encode()


def unescaped(data: bytes) -> bytes:
    """Undo the escapes of JSON strings. RFC 8259 §7"""
    return _JSON.sub(_characters, data).lower()


def _decoded(found: re.Match[bytes]) -> bytes:
    charset, encoding, text = found.groups()
    if encoding in b"Qq":
        octets = _QUOTED.sub(_octet, text.replace(b"_", b" "))
    else:
        try:
            octets = a2b_base64(text)
        except NotBase64:
            return b""
    try:
        return octets.decode(charset.decode("ascii", "replace"), "replace").encode()
    except LookupError:  # an unknown charset: the octets as they are
        return octets


def without_encoded_words(data: bytes) -> bytes:
    """Undo RFC 2047, words that were split for length included."""
    return _ENCODED_WORD.sub(_decoded, data).lower()


ENCODINGS: tuple[tuple[View, str, Callable[[str], Iterator[bytes]]], ...] = (
    (as_written, "plain", plainly),
    (as_written, "reversed", backwards),
    (as_written, "UTF-16", wide),
    (without_blanks, "base64", in_base64),
    (digits, "hexadecimal", in_hex),
)
UNDOINGS: tuple[tuple[View, str], ...] = (
    (unquoted, "quoted-printable"),
    (unpercented, "percent-encoding"),
    (unescaped, "JSON escapes"),
    (without_encoded_words, "RFC 2047"),
)


def needles(words: Mapping[str, Text]) -> dict[View, tuple[Needle, ...]]:
    """Return what to look for in each view of an encoding."""
    sought: dict[View, dict[Needle, None]] = {view: {} for view, _, _ in ENCODINGS}
    for name, word in words.items():
        for spelling in sorted(spellings(word.reveal().decode())):
            for view, form, encode in ENCODINGS:
                for octets in encode(spelling):
                    sought[view][Needle(name, form, octets)] = None
    return {view: tuple(found) for view, found in sought.items()}
