"""Values with parameters: Content-Type, Content-Disposition. RFC 2045 §5.1

`split` keeps parameters as written, because IMAP shows them so; `parameter` puts
the pieces of RFC 2231 together for whoever wants to read one.
"""

import re
from collections.abc import Iterator
from itertools import count
from urllib.parse import unquote_to_bytes

from glassine.mail import charsets, encoded_words
from glassine.mail.lexical import QUOTED, unquoted, without_comments
from glassine.mail.structure import Params

LONGEST = 8 * 1024  # octets of a field, more than honest ones have; the rest is cut
_PARAMETER = re.compile(
    rb";[\s;]*+([^\s=;\"]*+)\s*+(?:=\s*+(" + QUOTED + rb"|[^;]*+))?+[^;]*+",
    re.DOTALL,
)


def split(value: bytes) -> tuple[bytes, Params]:
    """Return the first word in lower case, and the parameters."""
    plain = without_comments(value[:LONGEST])
    word, semicolon, _ = plain.partition(b";")
    if not semicolon:
        return word.strip().lower(), ()
    found = [
        (match[1].lower(), unquoted((match[2] or b"").strip()))
        for match in _PARAMETER.finditer(plain, len(word))
        if match[1]
    ]
    return word.strip().lower(), tuple(found)


def raw(params: Params, name: bytes) -> bytes | None:
    """Return a parameter's octets, continuations joined, charset not applied."""
    for key, value in params:
        if key == name:
            return value
    pieces = _sections(params, name)
    return b"".join(piece for piece, _ in pieces) if pieces else None


def parameter(params: Params, name: bytes) -> str | None:
    """Return a parameter as text, in either of its encodings. RFC 2231 §3, §4

    Encoded-words in a parameter are forbidden and common: they are decoded too.
    """
    return next(parameters(params, name), None)


def parameters(params: Params, name: bytes) -> Iterator[str]:
    """Yield each text that a reader may take for a parameter: they differ in which."""
    for key, value in params:
        if key == name:
            yield encoded_words.decode(value)
    pieces = _sections(params, name)
    if pieces:
        octets = b"".join(piece for piece, _ in pieces)
        charset = pieces[0][1]
        yield (
            encoded_words.eight_bit(octets)
            if charset is None
            else charsets.decode(octets, charset)
        )


def _sections(params: Params, name: bytes) -> list[tuple[bytes, bytes | None]]:
    """Return the sections `name*0`, `name*1*`, … with the charset of the first."""
    written = {key: value for key, value in params if key.startswith(name + b"*")}
    if not written:
        return []
    if name + b"*" in written:
        return [_with_charset(written[name + b"*"])]
    sections: list[tuple[bytes, bytes | None]] = []
    for number in count():
        section = _section(written, b"%b*%d" % (name, number), number)
        if section is None:
            break
        sections.append(section)
    return sections


def _section(
    written: dict[bytes, bytes], key: bytes, number: int
) -> tuple[bytes, bytes | None] | None:
    if key in written:
        return written[key], None
    encoded = written.get(key + b"*")
    if encoded is None:
        return None
    return _with_charset(encoded) if number == 0 else (unquote_to_bytes(encoded), None)


def _with_charset(value: bytes) -> tuple[bytes, bytes | None]:
    charset, quote, rest = value.partition(b"'")
    _, second, octets = rest.partition(b"'")
    if not (quote and second):
        return unquote_to_bytes(value), None
    return unquote_to_bytes(octets), charset
