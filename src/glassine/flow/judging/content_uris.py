"""Do the message's links lead to where lists say that nobody should go?

The record names the list, never the link: which page a letter speaks of is content.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_network

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.aside import Aside, look
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.mail.scan import Scanned
from glassine.spam.texts import seen_texts
from glassine.spam.uris import hosts_in, sought
from glassine.trust.resolver import Ending, Resolver
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Reason, Result
from glassine.words.public import Domain

_ANSWERS = ip_network("127.0.0.0/8")  # RFC 5782 §2.3
_REFUSALS = ip_network("127.255.255.0/24")  # too many questions, or by the wrong way
_NOT_LISTED = IPv4Address("127.0.0.1")  # RFC 5782 §5; some lists refuse by it


@dataclass(frozen=True, slots=True)
class UriList:
    """A list of domains, asked by DNS."""

    zone: Domain
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UriCheck:
    """Asks the lists for the hosts of a message's links."""

    lists: tuple[UriList, ...]
    resolver: Resolver
    aside: Aside
    origin: CheckOrigin = CheckOrigin.URIBL

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return the lists that list one of them, each once."""
        scanned, octets = contents.scanned, contents.octets.reveal()
        names = await look(self.aside, contents, lambda: _names(scanned, octets))
        if not names:
            return ()
        answers = await asyncio.gather(*(self._ask(each, names) for each in self.lists))
        return [answer for answer in answers if answer is not None]

    async def _ask(self, asked: UriList, names: list[str]) -> Finding | None:
        """Return what one list says of all these names."""
        said = await asyncio.gather(*(self._verdict(n, asked.zone) for n in names))
        if Result.FAIL in said:
            return Finding(
                CheckName.URI_LIST,
                Result.FAIL,
                Reason.LISTED,
                asked.zone,
                weight=asked.weight,
            )
        if Result.ERR in said:
            return Finding(CheckName.URI_LIST, Result.ERR, Reason.NO_ANSWER, asked.zone)
        return None

    async def _verdict(self, name: str, zone: Domain) -> Result:
        found = await self.resolver.a(f"{name}.{zone}")
        if found.ending is Ending.FAILED:
            return Result.ERR
        if any(_is_listing(ip) for ip in found.records):
            return Result.FAIL
        return Result.ERR if found.records else Result.PASS


def _is_listing(ip: IPv4Address) -> bool:
    return ip in _ANSWERS and ip not in _REFUSALS and ip != _NOT_LISTED


def _names(scanned: Scanned, octets: bytes) -> list[str]:
    texts = seen_texts(scanned.root, octets)
    return sought(host for text in texts for host in hosts_in(text.words))
