"""The Resolver over real DNS: dnspython, bounded in time, remembered for a while."""

import dns.asyncresolver
import dns.exception
import dns.resolver
import dns.reversename
from dns.rdtypes.ANY.PTR import PTR

from glassine.words.public import HostName, IpAddress, NotPublic

_LOCALHOST = HostName("localhost")  # RFC 6761 §6.3


class DnsResolver:
    """Asks the name servers of this machine, or those given."""

    def __init__(self, *, servers: list[str], timeout: float) -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=not servers)
        if servers:
            self._resolver.nameservers = list(servers)
        self._resolver.lifetime = timeout
        self._resolver.cache = dns.resolver.LRUCache(10_000)

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return the name of an address, or None where DNS has none in time."""
        if ip.is_loopback:
            return _LOCALHOST
        try:
            answer = await self._resolver.resolve(
                dns.reversename.from_address(str(ip)), "PTR"
            )
        except (dns.exception.DNSException, OSError):
            return None
        names = [record.target for record in answer if isinstance(record, PTR)]
        return _host_name(names[0].to_text(omit_final_dot=True)) if names else None


def _host_name(text: str) -> HostName | None:
    try:
        return HostName(text)
    except NotPublic:
        return None
