"""A house with real DNS around it, and strangers who come to its door."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from glassine.config.tables.ways import Dns
from glassine.words.clock import Seconds
from glassine.words.public import Protocol
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import House, house
from support.name_servers import NameServers, name_servers
from support.smtp_client import Reply

ANN, ZOE = "ann@example.org", "zoe@example.net"
GOOD, BAD, LENT, NAMELESS = (f"198.51.100.{last}" for last in (7, 8, 9, 10))
LOST = "203.0.113.7"  # its reverse zone is at a server that never answers
FORGED = "192.0.2.7"  # its reverse zone is signed by a key that is not the trusted one
SIXTH = "2001:db8::7"
LISTED = "127.0.0.2"


def nibbles(ip: str) -> str:
    """Return an IPv6 address as lists have it in their names. RFC 5782 §2.4"""
    return ip_address(ip).reverse_pointer.removesuffix(".ip6.arpa")


ZONES: Mapping[str, str] = {
    "example.net": "@ MX 10 mx\nmx A 198.51.100.7\nmail A 198.51.100.7\n"
    "pool-9 A 198.51.100.9\n",
    "100.51.198.in-addr.arpa": "7 PTR mail.example.net.\n8 PTR mail.example.net.\n"
    "9 PTR pool-9.example.net.\n",
    "null.example": "@ MX 0 .\n",
    "private.example": "@ MX 10 mx\nmx A 192.168.1.1\n",
    "bl.example": "2.0.0.127 A 127.0.0.2\n8.100.51.198 A 127.0.0.2\n",
    "wl.example": "2.0.0.127 A 127.0.0.2\n7.100.51.198 A 127.0.9.3\n",
    "names.example": "test A 127.0.1.2\nbad.example A 127.0.1.2\n",
    "forged.names.example": "link A 127.0.1.2\n",
    "six.example": f"{nibbles('::ffff:7f00:2')} A 127.0.0.2\n"
    f"{nibbles(SIXTH)} A 127.0.0.10\n",
    "quota.example": "* A 127.255.255.254\n",
    "parked.example": "* A 192.0.2.80\n",
    "gone.example": "",
    "turning.example": "2.0.0.127 A 127.0.0.2\n8.100.51.198 A 127.255.255.254\n",
    "bad.example": "@ MX 10 mx\nmx A 198.51.100.8\n",
    "forged.example": "@ MX 10 mx\nmx A 198.51.100.8\nmail A 198.51.100.7\n",
    "half.example": "@ MX 10 mx.silent.example.\n@ MX 20 mx.forged.example.\n",
    "2.0.192.in-addr.arpa": "7 PTR mail.example.net.\n",
}
BOGUS = ("forged.example", "forged.names.example", "2.0.192.in-addr.arpa")  # SERVFAIL
SILENT = ("silent.example", "silent.names.example", "113.0.203.in-addr.arpa")


@contextmanager
def all_zones(place: Path) -> Iterator[NameServers]:
    """Run name servers that hold all zones."""
    with name_servers(place, ZONES, bogus=BOGUS, silent=SILENT) as servers:
        yield servers


@contextmanager
def asking(
    place: Path, dns: NameServers, *, timeout: int = 5, **settings: Any
) -> Iterator[House]:
    """Run a server that asks these name servers; `settings` are the Config's."""
    asked = Dns(servers=(dns.endpoint,), timeout=Seconds(timeout))
    place.mkdir(exist_ok=True)
    with house(place, **{"smtp": TRUSTING, "dns": asked} | settings) as home:
        home.add(ANN)
        yield home


def come(
    home: House, ip: str, *, helo: str = "mail.example.net", sender: str = ZOE
) -> Reply:
    """Come from an address, and return the answer to RCPT; MAIL is taken."""
    with BehindProxy(home.open(Protocol.MX), ip) as talk:
        assert talk.hello(helo).code == 250
        assert talk.say(f"MAIL FROM:<{sender}>").code == 250
        return talk.say(f"RCPT TO:<{ANN}>")


def found(home: House, origin: str) -> list[str]:
    """Return what the lines of an origin say, without what stands before it."""
    mark = f"[{origin}] "
    return [line.partition(mark)[2] for line in home.lines() if mark in line]
