"""What DNS says of us is held beside what it should say."""

import asyncio
from typing import Any

import pytest

from glassine.flow.viewing.published import (
    Reverse,
    Standing,
    published,
    reverses,
)
from glassine.trust.dkim_keys import DnsRecord
from glassine.words.public import HostName, ip_address
from support.zone_resolver import TIMEOUT, ZoneResolver

HOST, IP = HostName("mail.example.org"), ip_address("192.0.2.1")
BACK = IP.reverse_pointer
MX = DnsRecord("example.org", "MX", "10 mail.example.org.")
SPF = DnsRecord("example.org", "TXT", "v=spf1 mx -all")
DMARC = DnsRecord("_dmarc.example.org", "TXT", "v=DMARC1; p=quarantine")
DKIM = DnsRecord("2026e._domainkey.example.org", "TXT", "v=DKIM1; k=ed25519; p=AAAA")


def standing(record: DnsRecord, *rows: tuple[str, Any]) -> Standing:
    """Return how a record stands where its name has these."""
    resolver = ZoneResolver({record.name: rows} if rows else {})
    [found] = asyncio.run(published(resolver, [record]))
    assert found.record == record
    return found.standing


@pytest.mark.parametrize("record", [SPF, DMARC, DKIM])
def test_a_text_is_as_printed_whatever_its_blanks(record: DnsRecord) -> None:
    assert standing(record, ("TXT", record.value)) is Standing.AS_PRINTED
    loose = f"{record.value.replace('; ', ' ;  ')};"
    assert standing(record, ("TXT", "verify=1"), ("TXT", loose)) is Standing.AS_PRINTED


@pytest.mark.parametrize("record", [SPF, DMARC, DKIM])
def test_a_text_of_another_kind_is_none(record: DnsRecord) -> None:
    assert standing(record, ("TXT", "verify=1")) is Standing.MISSING
    assert standing(record, ("MX", (1, "example.net"))) is Standing.MISSING
    assert standing(record) is Standing.MISSING


def test_a_policy_or_key_may_be_another() -> None:
    assert standing(SPF, ("TXT", "v=spf1 -all")) is Standing.OTHER
    assert standing(DKIM, ("TXT", "v=DKIM1; k=ed25519; p=BBBB")) is Standing.OTHER


def test_our_host_is_among_the_exchangers_or_is_not() -> None:
    ours, other = ("MX", (5, "MAIL.example.org")), ("MX", (1, "mx.example.net"))
    assert standing(MX, other, ours) is Standing.AS_PRINTED
    assert standing(MX, other) is Standing.OTHER
    assert standing(MX, ("MX", (0, ""))) is Standing.OTHER


@pytest.mark.parametrize("record", [MX, SPF])
def test_what_dns_does_not_answer_is_not_missing(record: DnsRecord) -> None:
    assert standing(record, TIMEOUT) is Standing.UNANSWERED


def back(*rows: tuple[str, Any]) -> list[Reverse] | None:
    zone = {HOST.name: [("A", str(IP))], BACK: rows}
    return asyncio.run(reverses(ZoneResolver(zone), HOST))


def test_an_address_leads_back_to_the_name_or_elsewhere() -> None:
    assert back(("PTR", "other.example"), ("PTR", "Mail.Example.org")) == [
        Reverse(IP, True)
    ]
    assert back(("PTR", "other.example")) == [Reverse(IP, False)]
    assert back() == [Reverse(IP, False)]
    assert back(TIMEOUT) == [Reverse(IP, None)]


def test_a_name_without_an_answer_has_no_known_addresses() -> None:
    assert asyncio.run(reverses(ZoneResolver({HOST.name: [TIMEOUT]}), HOST)) is None
    assert asyncio.run(reverses(ZoneResolver({}), HOST)) == []
