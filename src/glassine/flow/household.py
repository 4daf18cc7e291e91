"""Who counts as one client where limits are set by address.

An IPv6 client has a whole /64 (RFC 4291 §2.5.1) and can come from another of its
addresses each time; so the first 64 bits stand for all of them.
"""

from functools import lru_cache
from ipaddress import ip_network

from glassine.words.public import IpAddress, IpNetwork

HOST_BITS = 64  # of an IPv6 address
SITE_BITS = 80  # what a site has to give to its networks and hosts. RFC 6177
NEAR_BITS = 8  # of an IPv4 address: a /24


@lru_cache(maxsize=4096)
def household(ip: IpAddress) -> IpAddress:
    """Return what one client's addresses have in common."""
    if ip.version == 4:
        return ip
    return type(ip)(int(ip) >> HOST_BITS << HOST_BITS)


@lru_cache(maxsize=4096)
def neighbourhood(ip: IpAddress) -> IpAddress:
    """Return what the addresses of one network have in common: a /24, or a /48."""
    bits = NEAR_BITS if ip.version == 4 else SITE_BITS
    return type(ip)(int(ip) >> bits << bits)


@lru_cache(maxsize=4096)
def network(ip: IpAddress) -> IpNetwork:
    """Return that network by its own name: 192.0.2.0/24."""
    bits = NEAR_BITS if ip.version == 4 else SITE_BITS
    return ip_network((neighbourhood(ip), ip.max_prefixlen - bits))
