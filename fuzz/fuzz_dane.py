"""Show a mail client certificates of random octets; no exception may come of it."""

from datetime import UTC, datetime

from glassine.trust.dane import proves
from glassine.trust.resolver import Tlsa
from glassine.words.public import HostName

NOW = datetime(2027, 1, 1, tzinfo=UTC)
NAMES = (HostName("mx.example.org"),)


def one(data: bytes) -> None:
    """Show it as leaf and as authority, and name it in every way there is."""
    for usage in (2, 3):
        for selector in (0, 1):
            record = Tlsa(usage, selector, 0, data)
            proves([record], [data], NAMES, NOW)
            proves([record], [data, data], NAMES, NOW)
    assert not proves([Tlsa(3, 1, 1, b"x" * 32)], [data], NAMES, NOW)
