"""Who counts as one client where limits are set by address.

An IPv6 client has a whole /64 (RFC 4291 §2.5.1) and can come from another of its
addresses each time; so the first 64 bits stand for all of them.
"""

from functools import lru_cache

from glassine.words.public import IpAddress

HOST_BITS = 64  # of an IPv6 address


@lru_cache(maxsize=4096)
def household(ip: IpAddress) -> IpAddress:
    """Return what one client's addresses have in common."""
    if ip.version == 4:
        return ip
    return type(ip)(int(ip) >> HOST_BITS << HOST_BITS)
