"""A Resolver over records in memory, for suites that bring their own zones.

What depends on real DNS is tested with real name servers; this is for the many cases of
one question, each with a zone of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from glassine.trust.resolver import Ending, Found, Mx, Tlsa
from glassine.words.public import HostName, IpAddress, NotPublic

Zone = Mapping[str, Iterable[tuple[str, Any]]]
TIMEOUT = ("TIMEOUT", None)


class ZoneResolver:
    """Answers from a zone: name (lower case) to pairs of type and value."""

    def __init__(self, zone: Zone) -> None:
        self._zone = {
            name.lower().rstrip("."): list(rows) for name, rows in zone.items()
        }

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return nothing: who wants a confirmed name confirms it."""
        return None

    async def pointers(self, ip: IpAddress) -> Found[HostName]:
        """Return what the zone has for the address's reverse name."""
        return self._found(ip.reverse_pointer, "PTR", HostName)

    async def mx(self, name: str) -> Found[Mx]:
        """Return the exchangers."""

        def made(value: tuple[int, str]) -> Mx:
            return Mx(value[0], HostName(value[1]) if value[1] else None)

        return self._found(name, "MX", made)

    async def a(self, name: str) -> Found[IPv4Address]:
        """Return the IPv4 addresses."""
        return self._found(name, "A", IPv4Address)

    async def aaaa(self, name: str) -> Found[IPv6Address]:
        """Return the IPv6 addresses."""
        return self._found(name, "AAAA", IPv6Address)

    async def txt(self, name: str) -> Found[bytes]:
        """Return the texts."""
        return self._found(name, "TXT", lambda text: text.encode("latin-1"))

    async def tlsa(self, host: HostName, port: int) -> Found[Tlsa]:
        """Return nothing."""
        return Found(Ending.NO_NAME)

    def _found(self, name: str, kind: str, made: Any, hops: int = 0) -> Found[Any]:
        rows = self._zone.get(name.lower().rstrip("."))
        if rows is None:
            return Found(Ending.NO_NAME)
        values = list(_made(made, [value for each, value in rows if each == kind]))
        if values:
            return Found(Ending.FOUND, tuple(values))
        aliases = [value for each, value in rows if each == "CNAME"]
        if aliases and hops < 8:
            return self._found(aliases[0], kind, made, hops + 1)
        if TIMEOUT in rows:
            return Found(Ending.FAILED)
        return Found(Ending.NO_DATA)


def _made(made: Any, values: list[Any]) -> Iterator[Any]:
    """Make each; drop what is no host name, as the real resolver does."""
    for value in values:
        with suppress(NotPublic):
            yield made(value)
