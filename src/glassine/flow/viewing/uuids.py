"""UUIDs in both views: C a connection, C.N its transactions, C.N.M their deliveries."""

import re

from glassine.words.public import ConnectionId

_FORM = re.compile(r"([0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12})(?:\.[0-9]+){0,2}\Z")
_TAG = re.compile(rb"[^ ]+ \[[A-Z]+\] \[([0-9A-Z.-]+)\] ")


def parse_uuid(text: str) -> str:
    """Return the UUID in the log's spelling. Raises `ValueError`."""
    upper = text.upper()
    if not _FORM.match(upper):
        raise ValueError("not a uuid")
    return upper


def connection_of(uuid: str) -> ConnectionId:
    """Return the C of C, C.N and C.N.M."""
    return ConnectionId(uuid.partition(".")[0])


def transaction_of(uuid: str) -> str:
    """Return the C.N of C.N.M; a C stays what it is."""
    return ".".join(uuid.split(".")[:2])


def belongs(uuid: str, wanted: str) -> bool:
    """Tell whether it is the wanted one, its connection, or a part of it."""
    return (
        uuid == wanted or wanted.startswith(f"{uuid}.") or uuid.startswith(f"{wanted}.")
    )


def uuid_of(line: bytes) -> str:
    """Return the UUID that a raw line carries; `-` where it carries none."""
    found = _TAG.match(line)
    return found[1].decode() if found else "-"
