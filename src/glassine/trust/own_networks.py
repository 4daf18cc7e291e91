"""Whose clients are not judged: those of this machine, and of one's own networks.

They are known by their login or by their place, and reverse DNS, lists and SPF have
nothing to say of private addresses.
"""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from glassine.words.finding import Reason
from glassine.words.public import IpAddress, IpNetwork

PRIVATE_NETWORKS: tuple[IpNetwork, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("100.64.0.0/10", "fc00::/7", "fe80::/10"),
    )
)  # RFC 1918, RFC 3927, RFC 6598, RFC 4193, RFC 4291
LOOPBACK: tuple[IpNetwork, ...] = (
    ipaddress.ip_network("127.0.0.0/8"),
    ipaddress.ip_network("::1/128"),
)


@dataclass(frozen=True, slots=True)
class OwnNetworks:
    """The networks whose clients pass unjudged."""

    networks: tuple[IpNetwork, ...] = PRIVATE_NETWORKS + LOOPBACK

    def reason(self, client: IpAddress) -> Reason | None:
        """Return why a client is not judged, or None where it is."""
        if not _within(client, self.networks):
            return None
        return (
            Reason.LOCAL
            if client.is_loopback or client.is_unspecified
            else Reason.PRIVATE
        )


def is_own(client: IpAddress) -> bool:
    """Tell whether the address is this machine's or a private one."""
    return OwnNetworks().reason(client) is not None


@lru_cache(maxsize=4096)  # a client that has come will come again
def _within(client: IpAddress, networks: tuple[IpNetwork, ...]) -> bool:
    return client.is_unspecified or any(client in network for network in networks)
