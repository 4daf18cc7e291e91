"""The header of a message as DKIM and ARC sign it. RFC 6376 §3.4, §5.4.2"""

import re
from collections import defaultdict
from collections.abc import Iterable

from glassine.mail import header

_RUN = re.compile(rb"[ \t]+")
_SIGNATURE = re.compile(rb"((?:\A|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*")


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
        self._whole: dict[bytes, list[tuple[bytes, bytes, bytes]]] = defaultdict(list)
        for field in header.fields(head):
            whole, value = head[field.start : field.end], head[field.value : field.end]
            self._whole[field.name.lower()].append((field.name, value, whole))

    def values(self, name: bytes) -> list[bytes]:
        """Return the values of every field of this (lower-case) name, in order."""
        return [value for _, value, _ in self._whole.get(name, ())]

    def name_as_written(self, value: bytes) -> bytes:
        """Return the name of the field that has this very value."""
        return next(
            name
            for fields in self._whole.values()
            for name, other, _ in fields
            if other is value or other == value
        )

    def signed(self, names: Iterable[bytes], *, relax: bool) -> bytes:
        """Return what was signed by these names; one that is not there counts too."""
        left = {name: list(fields) for name, fields in self._whole.items()}
        chosen = []
        for name in names:
            fields = left.get(name.lower())
            if fields:
                written, value, whole = fields.pop()
                plain = whole.rstrip(b"\r\n")
                chosen.append(relaxed(written, value) if relax else plain)
        return b"".join(field + b"\r\n" for field in chosen)
