"""The header of a message as DKIM and ARC sign it. RFC 6376 §3.4, §5.4.2"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from glassine.mail import header

_RUN = re.compile(rb"[ \t]+")
_SIGNATURE = re.compile(rb"((?:\A|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*")


class Field(NamedTuple):
    """One field of a header as it was written."""

    name: bytes
    value: bytes  # with its line ends
    whole: bytes

    def relaxed(self) -> bytes:
        """Return the field in the relaxed form, without a line end."""
        return relaxed(self.name, self.value)

    def unsigned(self, *, relax: bool = True) -> bytes:
        """Return a signature field as it was signed: `b=` is empty. RFC 6376 §3.7"""
        bare = unsigned(self.value).rstrip(b"\r\n")
        if relax:
            return relaxed(self.name, bare)
        return self.whole[: len(self.whole) - len(self.value)] + bare


def relaxed(name: bytes, value: bytes) -> bytes:
    """Return a field in the relaxed form, without a line end. RFC 6376 §3.4.2"""
    unfolded = value.replace(b"\r\n", b"").replace(b"\n", b"")
    return name.lower().rstrip(b" \t") + b":" + _RUN.sub(b" ", unfolded).strip(b" \r")


def unsigned(value: bytes) -> bytes:
    """Return a signature field's value as it was signed: `b=` is empty. §3.7"""
    return _SIGNATURE.sub(rb"\1", value)


class Header:
    """The fields of a header, to be chosen by name from the last to the first."""

    def __init__(self, head: bytes) -> None:
        self._fields: dict[bytes, list[Field]] = defaultdict(list)
        for name, start, value, end in header.fields(head):
            field = Field(name, head[value:end], head[start:end])
            self._fields[name.lower()].append(field)

    def fields(self, name: bytes) -> list[Field]:
        """Return every field of this (lower-case) name, in order."""
        return self._fields.get(name, [])

    def signed(self, names: Iterable[bytes], *, relax: bool) -> bytes:
        """Return what was signed by these names; one that is not there counts too."""
        taken: Counter[bytes] = Counter()
        chosen = []
        for name in map(bytes.lower, names):
            fields = self.fields(name)
            taken[name] += 1
            if taken[name] <= len(fields):
                field = fields[-taken[name]]
                plain = field.whole.rstrip(b"\r\n")
                chosen.append(field.relaxed() if relax else plain)
        return b"".join(field + b"\r\n" for field in chosen)
