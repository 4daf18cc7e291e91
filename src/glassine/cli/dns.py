"""DNS records to publish, for people who edit zones and for programs that do."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from glassine.trust.dkim_keys import DnsRecord


def zone(records: Iterable[DnsRecord]) -> str:
    """Return the lines to put in the zone."""
    return "\n".join(record.zone_line() for record in records)


def as_json(records: Iterable[DnsRecord]) -> str:
    """Return one JSON array of name, type and value; TXT values whole."""
    return json.dumps([asdict(record) for record in records], indent=2)
