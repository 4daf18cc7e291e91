"""How public words are spelt in columns, so that what is sought is found."""

from ipaddress import ip_address

from glassine.words.public import Address, IpAddress, IpNetwork

MAPPED = bytes(10) + b"\xff\xff"  # RFC 4291 §2.5.5.2


def folded(address: Address) -> str:
    """Return the spelling under which an address is sought: case is ignored."""
    return str(address).casefold()


def folded_if(address: Address | None) -> str | None:
    """Return the spelling of an address that may be absent."""
    return None if address is None else folded(address)


def packed(ip: IpAddress) -> bytes:
    """Return 16 octets; IPv4 addresses are mapped, so that all compare alike."""
    return ip.packed if ip.version == 6 else MAPPED + ip.packed


def unpacked(octets: bytes) -> IpAddress:
    """Return the address that was packed."""
    return ip_address(octets.removeprefix(MAPPED))


def span(network: IpNetwork) -> tuple[bytes, bytes]:
    """Return the first and the last address of a network, packed."""
    return packed(network.network_address), packed(network.broadcast_address)
