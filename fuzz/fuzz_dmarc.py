"""Throw octets at the readers of DMARC records and of From fields; both bear all."""

from glassine.trust.author import authors
from glassine.trust.dkim_header import Header
from glassine.trust.dmarc_record import DmarcRecord, is_dmarc, parse_dmarc


def one(data: bytes) -> None:
    """Read it as a record, and as a header."""
    if is_dmarc(data):
        assert isinstance(parse_dmarc(data), DmarcRecord)
    found = authors(Header(data))
    assert len(set(found.domains)) == len(found.domains)
    assert found.domains or found.fault
