"""Whether DNS says of us what it should: asked anew whenever somebody looks."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from glassine.trust.dkim_keys import DnsRecord
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.trust.tags import without_folding
from glassine.words.public import HostName, IpAddress

T = TypeVar("T")
PATIENCE = 4.0  # seconds; a page does not wait for a name server that is gone
KINDS = {"_dmarc.": b"v=DMARC1", "._domainkey.": b"v=DKIM1", "": b"v=spf1"}


class Standing(Enum):
    """What DNS says, beside what it should."""

    AS_PRINTED = "as printed"  # as `glassine domain show` prints it
    OTHER = "other"  # of the same kind, with another content
    MISSING = "missing"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Published:
    """A record that should be there, and how it stands."""

    record: DnsRecord
    standing: Standing


@dataclass(frozen=True, slots=True)
class Reverse:
    """An address of our host, and whether it leads back to the name; None unknown."""

    ip: IpAddress
    leads_back: bool | None


async def published(resolver: Resolver, wanted: Sequence[DnsRecord]) -> list[Published]:
    """Return how each of these records stands."""
    asked = (_in_time(_standing(resolver, record)) for record in wanted)
    found = await asyncio.gather(*asked)
    return [
        Published(record, standing or Standing.UNANSWERED)
        for record, standing in zip(wanted, found, strict=True)
    ]


async def reverses(resolver: Resolver, host: HostName) -> list[Reverse] | None:
    """Return where the addresses of our host lead; None where DNS did not answer."""
    return await _in_time(_reverses(resolver, host))


async def _in_time(answer: Awaitable[T]) -> T | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await answer
    except TimeoutError:
        return None


async def _standing(resolver: Resolver, record: DnsRecord) -> Standing:
    if record.type == "MX":
        exchangers = await resolver.mx(record.name)
        hosts = {f"{each.host}.".lower() for each in exchangers.records if each.host}
        return _told(exchangers, record.value.split()[1].lower() in hosts)
    texts = await resolver.txt(record.name)
    kind = next(kind for part, kind in KINDS.items() if part in record.name)
    of_kind = [text for text in texts.records if text.startswith(kind)]
    if texts.ending is Ending.FOUND and not of_kind:
        return Standing.MISSING
    said = _plain(record.value.encode())
    return _told(texts, any(_plain(text) == said for text in of_kind))


def _told(found: Found[object], is_there: bool) -> Standing:
    match found.ending:
        case Ending.FOUND:
            return Standing.AS_PRINTED if is_there else Standing.OTHER
        case Ending.FAILED:
            return Standing.UNANSWERED
        case _:
            return Standing.MISSING


def _plain(text: bytes) -> str:
    """Return a record's text as it means: blanks and a last semicolon say nothing."""
    return without_folding(text.decode("utf-8", "replace")).rstrip(";")


async def _reverses(resolver: Resolver, host: HostName) -> list[Reverse] | None:
    found = await _addresses(resolver, host)
    if found is None:
        return None
    back = await asyncio.gather(*(_leads_back(resolver, ip, host) for ip in found))
    return list(map(Reverse, found, back))


async def _addresses(resolver: Resolver, host: HostName) -> list[IpAddress] | None:
    four, six = await asyncio.gather(resolver.a(host.name), resolver.aaaa(host.name))
    if Ending.FAILED in (four.ending, six.ending):
        return None
    return [*four.records, *six.records]


async def _leads_back(resolver: Resolver, ip: IpAddress, host: HostName) -> bool | None:
    found = await resolver.pointers(ip)
    if found.ending is Ending.FAILED:
        return None
    return any(name.name.lower() == host.name.lower() for name in found.records)
