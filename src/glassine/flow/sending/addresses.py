"""The addresses of a host, and which of them mail may go to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TypeAlias

from glassine.flow.sending.steps import Cut
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.words.public import HostName, IpAddress, ip_address

MOST_ADDRESSES = 6  # of one host

IsOurs: TypeAlias = Callable[[IpAddress, int], bool]
"""Tell whether a connection to this address and port would reach this server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """A host's addresses in the order to try them; none where it is not to be tried."""

    ips: tuple[IpAddress, ...] = ()
    cut: Cut | None = None
    secure: bool = False
    canonical: HostName | None = None


async def addresses(resolver: Resolver, host: HostName, *, ipv6: bool) -> Addresses:
    """Return what DNS has for a host; a host that is an address needs no DNS."""
    literal = as_ip(host.name)
    if literal is not None:
        return Addresses(ips=(literal,))
    four, six = await asyncio.gather(
        resolver.a(host.name), resolver.aaaa(host.name) if ipv6 else _nothing()
    )
    ips = _interleaved(_plain(six.records), _plain(four.records))
    answers = [found for found in (four, six) if found.ending is Ending.FOUND]
    if ips:
        return Addresses(
            ips=ips[:MOST_ADDRESSES],
            secure=all(found.secure for found in answers),
            canonical=answers[0].canonical,
        )
    failed = Ending.FAILED in (four.ending, six.ending)
    return Addresses(cut=Cut.NOT_ANSWERED if failed else Cut.NO_ADDRESS)


def allowed(
    found: Addresses, *, port: int, ours: IsOurs, private: bool
) -> tuple[tuple[IpAddress, ...], Cut | None]:
    """Return the addresses that mail of a public domain may go to; or why none."""
    if found.cut is not None:
        return (), found.cut
    if any(ours(ip, port) for ip in found.ips):
        return (), Cut.OURS
    ips = tuple(ip for ip in found.ips if private or _is_public(ip))
    return ips, None if ips else Cut.PRIVATE


def as_ip(text: str) -> IpAddress | None:
    """Return the address that a host name or an address literal is, or None."""
    inner = text.removeprefix("[").removesuffix("]")
    if inner[:5].lower() == "ipv6:":
        inner = inner[5:]
    try:
        return ip_address(inner)
    except ValueError:
        return None


async def _nothing() -> Found[IpAddress]:
    return Found(Ending.NO_DATA)


def _plain(records: Sequence[IpAddress]) -> tuple[IpAddress, ...]:
    """Return the addresses; IPv4 dressed as IPv6 is IPv4."""
    return tuple(ip_address(str(ip)) for ip in records)


def _interleaved(
    first: Sequence[IpAddress], second: Sequence[IpAddress]
) -> tuple[IpAddress, ...]:
    """Return both in turn, so that a family that leads nowhere costs one try."""
    pairs = chain.from_iterable(zip_longest(first, second))
    return tuple(dict.fromkeys(ip for ip in pairs if ip is not None))


def _is_public(ip: IpAddress) -> bool:
    return ip.is_global and not ip.is_multicast
