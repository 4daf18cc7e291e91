"""What an SPF record makes us ask of DNS. RFC 7208 §4.6.4

It is counted for the whole evaluation, so that a record cannot make us ask the world.
"""

import ipaddress
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from glassine.trust.resolver import Ending, Found, Resolver
from glassine.trust.spf_record import (
    SpfRecord,
    SpfSyntax,
    is_spf,
    parse_spf,
)
from glassine.words.public import IpAddress
from glassine.words.sender import SpfFault

T = TypeVar("T")

MOST_LOOKUPS = 10  # terms that ask DNS, in a whole evaluation. RFC 7208 §4.6.4
MOST_VOID = 2  # answers without an answer
MOST_NAMES = 10  # exchangers of one `mx`; names of one client
MOST_QUESTIONS = 40  # of one evaluation; its owner chooses whose server has them
_LABEL = re.compile(r"[^.]{1,63}\Z")


class PermError(Exception):
    """The domain's records cannot be understood. RFC 7208 §2.6.7"""

    def __init__(self, fault: SpfFault) -> None:
        super().__init__()
        self.fault = fault


class TempError(Exception):
    """DNS did not answer; later it may. RFC 7208 §2.6.6"""


@dataclass(slots=True)
class Lookups:
    """What one evaluation asks, and how much it may still ask."""

    resolver: Resolver
    left: int = MOST_LOOKUPS
    void: int = MOST_VOID
    questions: int = MOST_QUESTIONS

    async def record(self, domain: str) -> SpfRecord | None:
        """Return the domain's record; None where it has none. RFC 7208 §4.4, §4.5"""
        name = _sendable(domain)
        if name is None:
            return None
        self._asks()
        found = _answered(await self.resolver.txt(name))
        records = [text for text in found.records if is_spf(text)]
        if len(records) > 1:
            raise PermError(SpfFault.SEVERAL)
        try:
            return parse_spf(records[0]) if records else None
        except SpfSyntax:
            raise PermError(SpfFault.SYNTAX) from None

    def count(self) -> None:
        """Count a term that asks DNS. Raises `PermError` where it is one too many."""
        self.left -= 1
        if self.left < 0:
            raise PermError(SpfFault.LOOKUPS)

    async def has_address(self, name: str, ip: IpAddress, v4: int, v6: int) -> bool:
        """Tell whether the name has the address, in such a prefix. RFC 7208 §5.3"""
        if ip.version == 4:
            found = await self._ask(self.resolver.a, name)
            return any(_same(ip, each, v4) for each in found.records)
        found6 = await self._ask(self.resolver.aaaa, name)
        return any(_same(ip, each, v6) for each in found6.records)

    async def has_exchanger(self, name: str, ip: IpAddress, v4: int, v6: int) -> bool:
        """Tell whether one of the name's exchangers has it. RFC 7208 §5.4"""
        found = await self._ask(self.resolver.mx, name)
        hosts = [each.host for each in found.records if each.host is not None]
        if len(hosts) > MOST_NAMES:
            raise PermError(SpfFault.LOOKUPS)
        for host in hosts:
            if await self.has_address(host.name, ip, v4, v6):
                return True
        return False

    def _asks(self) -> None:
        """Count a question. Raises `PermError` where it is one too many. §11.1"""
        self.questions -= 1
        if self.questions < 0:
            raise PermError(SpfFault.LOOKUPS)

    async def exists(self, name: str) -> bool:
        """Tell whether the name has any address. RFC 7208 §5.7"""
        return bool((await self._ask(self.resolver.a, name)).records)

    async def names_of(self, ip: IpAddress) -> list[str]:
        """Return the client's names that lead back to it. RFC 7208 §5.5"""
        self._asks()
        pointers = await self.resolver.pointers(ip)
        confirmed = []
        for host in pointers.records[:MOST_NAMES]:
            name = host.name.lower().removesuffix(".")
            if ip in await self._addresses(name, ip):
                confirmed.append(name)
        return confirmed

    async def _addresses(self, name: str, like: IpAddress) -> tuple[IpAddress, ...]:
        self._asks()
        if like.version == 4:
            return (await self.resolver.a(name)).records
        return (await self.resolver.aaaa(name)).records

    async def _ask(
        self, question: Callable[[str], Awaitable[Found[T]]], name: str
    ) -> Found[T]:
        """Ask, and count it where there was no answer. RFC 7208 §4.6.4"""
        if _sendable(name) is None:
            return Found(Ending.NO_NAME)
        self._asks()
        found = _answered(await question(name))
        if not found.records:
            self.void -= 1
            if self.void < 0:
                raise PermError(SpfFault.VOID)
        return found


def _same(ip: IpAddress, other: IpAddress, length: int) -> bool:
    """Tell whether both are in one network of this prefix length."""
    return ip in ipaddress.ip_network((other, length), strict=False)


def _answered(found: Found[T]) -> Found[T]:
    if found.ending is Ending.FAILED:
        raise TempError
    return found


def _sendable(domain: str) -> str | None:
    """Return a name that DNS can be asked for. RFC 7208 §4.3"""
    name = domain.removesuffix(".")
    labels = name.split(".")
    well = len(name) <= 253 and all(map(_LABEL.match, labels)) and len(labels) > 1
    return name if well and not name.startswith("[") else None
