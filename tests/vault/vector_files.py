"""Reads the vectors in `vectors/`: a head of `name: value` lines, then the object.

Values are hexadecimal unless their name ends in `-text`. The object is hexadecimal
too; a box is written as its pieces instead, `suite` bytes and `chunk` lines, since
AES-GCM makes the same bytes of them everywhere. `sha256` is of the whole object.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALL = sorted((Path(__file__).parent / "vectors").glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Vector:
    """One object and what must come of opening it."""

    expect: str
    kind: str
    fields: dict[str, bytes]
    sealed: bytes


def load(path: Path) -> Vector:
    """Return the vector in this file, its digest checked."""
    head, _, body = path.read_text().partition("\n\n")
    lines = [line.partition(": ") for line in head.splitlines() if line[0] != "#"]
    values = {name: value for name, _, value in lines}
    expect, kind = values.pop("expect"), values.pop("object")
    digest = values.pop("sha256")
    fields = {name: _value(name, value) for name, value in values.items()}
    sealed = _pieces(fields["key"], body) if kind == "box" else bytes.fromhex(body)
    assert hashlib.sha256(sealed).hexdigest() == digest, path.name
    return Vector(expect, kind, fields, sealed)


def _value(name: str, value: str) -> bytes:
    return value.encode() if name.endswith("-text") else bytes.fromhex(value)


def _pieces(key: bytes, body: str) -> bytes:
    return b"".join(_piece(key, line.split()) for line in body.splitlines())


def _piece(key: bytes, words: list[str]) -> bytes:
    match words:
        case ["bytes", data]:
            return bytes.fromhex(data)
        case ["chunk", number, last, byte, "x", count]:
            nonce = int(number).to_bytes(11, "big") + bytes([last == "last"])
            content = bytes.fromhex(byte) * int(count)
            return AESGCM(key).encrypt(nonce, content, b"glassine/1 box\0")
        case _:
            raise ValueError("not a piece of a box")
