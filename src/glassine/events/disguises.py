"""The ways in which an answer can carry a message's words without spelling them.

What is undone here is what mail software does by itself (entities, percent signs,
quoted-printable, base64, hexadecimal, UTF-8 taken for Latin-1) and letters set apart.
A remote that wants to smuggle words past this can: it has the whole message anyway,
and the operator's log is not a channel that it gains anything by.
"""

import base64
import binascii
import html
import quopri
import re
from collections.abc import Iterator
from urllib.parse import unquote

_LETTERS = re.compile(r"[\W_]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){4,}")
_URL_SAFE = str.maketrans("-_", "+/")


def undone(chunk: str) -> Iterator[str]:
    """Yield what a chunk of an answer may really say; never the chunk itself."""
    squeezed = _LETTERS.sub("", chunk)
    if squeezed != chunk:
        yield squeezed
    if "&" in chunk:
        yield html.unescape(chunk)
    if "%" in chunk:
        yield unquote(chunk)
    if "=" in chunk:
        yield _text(quopri.decodestring(chunk.encode("utf-8", "replace"), header=True))
    if not chunk.isascii():
        yield from _mojibake(chunk)
    for run in _HEX.findall(chunk):
        yield _text(bytes.fromhex(run))
    for run in _BASE64.findall(chunk):
        yield from _base64(run)


def _mojibake(chunk: str) -> Iterator[str]:
    try:
        yield chunk.encode("cp1252").decode()
    except UnicodeError:
        return


def _base64(run: str) -> Iterator[str]:
    """Yield a run decoded at each of the four places where a quantum may begin."""
    standard = run.translate(_URL_SAFE)
    for start in range(4):
        whole = standard[start:]
        whole = whole[: len(whole) - (len(whole) % 4 == 1)]
        try:
            yield _text(base64.b64decode(whole + "=" * (-len(whole) % 4)))
        except binascii.Error:
            continue


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")
