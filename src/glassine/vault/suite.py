"""The suite byte that every sealed object begins with, and how opening fails.

Opening fails in two ways only. A reader that says more precisely what was wrong
helps nobody but the one who made it wrong. The formats are in `docs/box.md`.
"""

SUITE = b"\x01"
TAG = 16  # bytes that AES-GCM adds


class Damaged(Exception):
    """It cannot be opened: altered, cut short, or sealed under another key."""


class UnknownSuite(Exception):
    """It was sealed by a newer glassine, or it is not one of our objects."""


def label(purpose: bytes) -> bytes:
    """Return the bytes that keep one use of a key apart from every other."""
    return b"glassine/1 " + purpose + b"\0"


def check_suite(sealed: bytes) -> None:
    """Raise `UnknownSuite` unless the object is of the suite that we know."""
    if sealed[:1] != SUITE:
        raise UnknownSuite if sealed else Damaged
