"""The Resolver over real DNS: dnspython, bounded in time, remembered for a while.

Names and records are written by whoever owns the zone, friend or not. What does not
read as what it should be is left out, and nothing of it is raised.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import TypeVar

import dns.asyncresolver
import dns.exception
import dns.flags
import dns.resolver
from dns.message import QueryMessage
from dns.name import Name, root
from dns.nameserver import Do53Nameserver, Nameserver
from dns.rdata import Rdata
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.PTR import PTR
from dns.rdtypes.ANY.TLSA import TLSA
from dns.rdtypes.ANY.TXT import TXT
from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA

from glassine.net.dns_by_tcp import CarefulNameserver
from glassine.net.dns_memory import Memory
from glassine.trust.resolver import Ending, Found, Mx, Tlsa
from glassine.words.clock import Clock
from glassine.words.public import (
    Endpoint,
    HostName,
    IpAddress,
    NotPublic,
    ip_address,
)

T = TypeVar("T")

MOST_NAMES = 3  # of one address; the others are not looked at
MOST_RECORDS = 100  # of one answer; RFC 7208 §4.6.4 and plain sense want far fewer
WORTH_KEEPING = 8192  # octets; a larger answer is used and not remembered
FEW = 25  # records; so with one of more: packed names are longer than they look
LONGEST_TEXT = 8192  # octets of a TXT record; no policy, key or list needs as many
PAYLOAD = 1232  # octets of UDP that are not broken up on the way
_LOCALHOST = HostName("localhost")  # RFC 6761 §6.3
_HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\Z")
_FAILED: Found[Rdata] = Found(Ending.FAILED)


class DnsResolver:
    """Asks the name servers of this machine, or those given."""

    def __init__(
        self, *, servers: Sequence[Endpoint], timeout: float, clock: Clock
    ) -> None:
        self._resolver = _configured(servers)
        self._resolver.lifetime = self._timeout = timeout
        self._resolver.timeout = timeout / 2  # a lost packet is not the end
        self._trusted = _on_loopback(self._resolver)
        self._memory = Memory(clock)

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return the name of an address, or None where DNS has none in time."""
        if ip.is_loopback:
            return _LOCALHOST
        try:
            async with asyncio.timeout(self._timeout):
                return await self._confirmed(ip)
        except TimeoutError:
            return None

    async def pointers(self, ip: IpAddress) -> Found[HostName]:
        """Return the names of an address, unconfirmed. RFC 1035 §3.5, RFC 3596 §2.5"""
        return await self._ask(ip.reverse_pointer, RdataType.PTR, _pointer)

    async def mx(self, name: str) -> Found[Mx]:
        """Return the mail exchangers in the order that DNS gave. RFC 5321 §5"""
        return await self._ask(name, RdataType.MX, _exchanger)

    async def a(self, name: str) -> Found[IPv4Address]:
        """Return the IPv4 addresses of a name."""
        if _is_localhost(name):
            return Found(Ending.FOUND, (IPv4Address("127.0.0.1"),))
        return await self._ask(name, RdataType.A, _ipv4)

    async def aaaa(self, name: str) -> Found[IPv6Address]:
        """Return the IPv6 addresses of a name. RFC 3596"""
        if _is_localhost(name):
            return Found(Ending.FOUND, (IPv6Address("::1"),))
        return await self._ask(name, RdataType.AAAA, _ipv6)

    async def txt(self, name: str) -> Found[bytes]:
        """Return the TXT records of a name, each one joined. RFC 7208 §3.3"""
        return await self._ask(name, RdataType.TXT, _text)

    async def tlsa(self, host: HostName, port: int) -> Found[Tlsa]:
        """Return the TLSA records of a TCP port. RFC 6698 §3"""
        name = f"_{port}._tcp.{host.name}"
        return await self._ask(name, RdataType.TLSA, _tlsa)

    async def _confirmed(self, ip: IpAddress) -> HostName | None:
        """Return a name of the address that leads back to it. RFC 8601 §2.7.3

        Anybody may write any name into the reverse zone of an address of theirs.
        """
        for host in (await self.pointers(ip)).records[:MOST_NAMES]:
            ask = self.a if ip.version == 4 else self.aaaa
            found = await ask(host.name)
            if ip in (ip_address(str(each)) for each in found.records):
                return host
        return None

    async def _ask(
        self, text: str, kind: RdataType, read: Callable[[Rdata], T | None]
    ) -> Found[T]:
        """Return the answer with its records read, those that can be."""
        question = text.lower().removesuffix("."), kind
        known: Found[T] | None = self._memory.recall(question)
        if known is not None:
            return known
        name = _name(question[0])
        if name is None:
            return Found(Ending.NO_NAME)
        reply = await self._reply(name, kind)
        if reply is None:
            found: Found[T] = Found(Ending.FAILED)
        else:
            found = _read(_found(reply, trusted=self._trusted), read)
        if reply is None or _is_worth_keeping(reply, found):
            self._memory.keep(question, found)
        return found

    async def _reply(self, name: Name, kind: RdataType) -> QueryMessage | None:
        """Return what the name server says, or None where it says nothing of use."""
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._resolver.resolve(
                    name, kind, raise_on_no_answer=False, search=False
                )
                return answer.response
        except dns.resolver.NXDOMAIN as none:
            reply: QueryMessage = none.response(name)  # type: ignore[no-untyped-call]  # dnspython
            return reply
        except (dns.exception.DNSException, OSError, TimeoutError, ValueError):
            return None


def _is_worth_keeping(reply: QueryMessage, found: Found[T]) -> bool:
    return len(reply.wire or b"") <= WORTH_KEEPING and len(found.records) <= FEW


def _configured(servers: Sequence[Endpoint]) -> dns.asyncresolver.Resolver:
    """Return a resolver; where the machine names no server, each question fails."""
    try:
        resolver = dns.asyncresolver.Resolver(configure=not servers)
    except (dns.exception.DNSException, ValueError):
        resolver = dns.asyncresolver.Resolver(configure=False)
    if servers:
        resolver.nameservers = [CarefulNameserver(str(s.ip), s.port) for s in servers]
    else:
        resolver.nameservers = [_careful(each) for each in resolver.nameservers]
    resolver.cache = None
    resolver.use_edns(0, 0, PAYLOAD)
    # AD in a question asks whether the answer is validated. RFC 6840 §5.7
    resolver.flags = dns.flags.Flag(dns.flags.RD | dns.flags.AD)
    return resolver


def _careful(server: str | Nameserver) -> str | Nameserver:
    """Return the machine's name server as one of ours; others stay as they are."""
    try:
        return (
            CarefulNameserver(str(ip_address(server)))
            if isinstance(server, str)
            else server
        )
    except ValueError:  # an URL: DNS over HTTPS
        return server


def _on_loopback(resolver: dns.asyncresolver.Resolver) -> bool:
    """Tell whether nobody can change what the servers say on its way to us."""
    asked = resolver.nameservers
    ips = [s.address if isinstance(s, Do53Nameserver) else s for s in asked]
    return all(isinstance(ip, str) and _is_loopback(ip) for ip in ips)


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:  # an URL: DNS over HTTPS
        return False


def _is_localhost(name: str) -> bool:
    name = name.lower().removesuffix(".")
    return name == "localhost" or name.endswith(".localhost")


def _name(text: str) -> Name | None:
    """Return the name, or None for one that cannot be in DNS, and so is not."""
    try:
        labels = text.encode("ascii").split(b".")
        return Name([*labels, b""])
    except (dns.exception.DNSException, UnicodeEncodeError):
        return None


def _found(reply: QueryMessage, *, trusted: bool) -> Found[Rdata]:
    try:
        chain = reply.resolve_chaining()
    except dns.exception.DNSException:
        return _FAILED
    records = tuple(chain.answer or ())[:MOST_RECORDS]
    return Found(
        _ending(reply, records),
        records,
        trusted and bool(reply.flags & dns.flags.AD),
        chain.minimum_ttl,
        _host(chain.canonical_name),
    )


def _ending(reply: QueryMessage, records: Sequence[Rdata]) -> Ending:
    if records:
        return Ending.FOUND
    gone = reply.rcode() == dns.rcode.NXDOMAIN
    return Ending.NO_NAME if gone else Ending.NO_DATA


def _read(found: Found[Rdata], read: Callable[[Rdata], T | None]) -> Found[T]:
    """Return the answer with its records read, those that can be."""
    each = (read(record) for record in found.records)
    records = tuple(record for record in each if record is not None)
    return Found(found.ending, records, found.secure, found.ttl, found.canonical)


def _host(name: Name) -> HostName | None:
    """Return the name if it is one that a host may have; some have an underscore."""
    text = name.to_text(omit_final_dot=True).lower()
    try:
        return HostName(text) if _HOST.match(text) else None
    except NotPublic:
        return None


def _exchanger(record: Rdata) -> Mx | None:
    if not isinstance(record, MX):
        return None
    if record.exchange == root:
        return Mx(record.preference, None)
    host = _host(record.exchange)
    return Mx(record.preference, host) if host else None


def _pointer(record: Rdata) -> HostName | None:
    return _host(record.target) if isinstance(record, PTR) else None


def _ipv4(record: Rdata) -> IPv4Address | None:
    return IPv4Address(record.address) if isinstance(record, A) else None


def _ipv6(record: Rdata) -> IPv6Address | None:
    return IPv6Address(record.address) if isinstance(record, AAAA) else None


def _text(record: Rdata) -> bytes | None:
    if not isinstance(record, TXT) or sum(map(len, record.strings)) > LONGEST_TEXT:
        return None
    return b"".join(record.strings)


def _tlsa(record: Rdata) -> Tlsa | None:
    if not isinstance(record, TLSA):
        return None
    return Tlsa(record.usage, record.selector, record.mtype, record.cert)
