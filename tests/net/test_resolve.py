"""A connection's name is a help, never a condition: without DNS there is none."""

import asyncio
from time import monotonic

from glassine.net.resolve import DnsResolver
from glassine.words.public import HostName, ip_address

NOBODY = "127.0.0.153"  # no name server listens there


def test_loopback_is_localhost_and_dns_is_not_asked() -> None:
    resolver = DnsResolver(servers=[NOBODY], timeout=60)
    for ip in ("127.0.0.1", "127.1.2.3", "::1"):
        name = asyncio.run(resolver.reverse(ip_address(ip)))
        assert name == HostName("localhost")


def test_where_no_name_server_answers_there_is_no_name_in_time() -> None:
    resolver = DnsResolver(servers=[NOBODY], timeout=0.3)
    began = monotonic()
    assert asyncio.run(resolver.reverse(ip_address("192.0.2.1"))) is None
    assert monotonic() - began < 10
