"""The Resolver over real DNS: dnspython, bounded in time, remembered for a while.

Anybody may write any name into the reverse zone of an address of theirs. A name counts
only if it leads back to the address. RFC 8601 §2.7.3
"""

import asyncio

import dns.asyncresolver
import dns.exception
import dns.resolver
import dns.reversename
from dns.name import Name
from dns.rdata import Rdata
from dns.rdtypes.ANY.PTR import PTR
from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA

from glassine.words.public import HostName, IpAddress, NotPublic, ip_address

MOST_NAMES = 3  # of one address; the others are not looked at
_LOCALHOST = HostName("localhost")  # RFC 6761 §6.3


class DnsResolver:
    """Asks the name servers of this machine, or those given."""

    def __init__(self, *, servers: list[str], timeout: float) -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=not servers)
        if servers:
            self._resolver.nameservers = list(servers)
        self._timeout = self._resolver.lifetime = timeout
        self._resolver.cache = dns.resolver.LRUCache(10_000)

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return the name of an address, or None where DNS has none in time."""
        if ip.is_loopback:
            return _LOCALHOST
        try:
            async with asyncio.timeout(self._timeout):
                return await self._confirmed(ip)
        except TimeoutError:
            return None

    async def _confirmed(self, ip: IpAddress) -> HostName | None:
        pointers = await self._ask(dns.reversename.from_address(str(ip)), "PTR")
        names = [each.target for each in pointers if isinstance(each, PTR)][:MOST_NAMES]
        for name in names:
            if ip in await self._addresses(name, ip):
                return _host_name(name.to_text(omit_final_dot=True))
        return None

    async def _addresses(self, name: Name, like: IpAddress) -> set[IpAddress]:
        found = await self._ask(name, "A" if like.version == 4 else "AAAA")
        return {
            ip_address(each.address) for each in found if isinstance(each, A | AAAA)
        }

    async def _ask(self, name: Name, kind: str) -> list[Rdata]:
        try:
            return list(await self._resolver.resolve(name, kind))
        except (dns.exception.DNSException, OSError):
            return []


def _host_name(text: str) -> HostName | None:
    try:
        return HostName(text)
    except NotPublic:
        return None
