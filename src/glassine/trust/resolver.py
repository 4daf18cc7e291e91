"""What we ask of DNS. The answer comes from whoever was given as the Resolver."""

from typing import Protocol

from glassine.words.public import HostName, IpAddress


class Resolver(Protocol):
    """Answers questions about names; never raises for what DNS did not answer."""

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return the name of an address, or None. RFC 1035 §3.5, RFC 3596 §2.5"""
