"""Ask lists in DNS about a client, its name and its sender: all at once, and not long.

Only lists that stood their trial are asked. One that does not answer in time is left
waiting, and said so; the mail is not.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.bearing import weighed_once
from glassine.flow.judging.client import Client
from glassine.flow.judging.list_trials import ListTrials
from glassine.trust.dns_list import look_up, reversed_ip, unanswered
from glassine.trust.helo import folded
from glassine.trust.helo_names import is_full_name
from glassine.trust.resolver import Resolver
from glassine.words.clock import Seconds
from glassine.words.dns_list import DnsListing
from glassine.words.envelope import Envelope
from glassine.words.finding import Finding, Result
from glassine.words.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Lists that are asked for one kind of thing."""

    listings: tuple[DnsListing, ...]
    resolver: Resolver
    trials: ListTrials
    wait: Seconds

    async def ask(self, name: str) -> tuple[Finding, ...]:
        """Return what the lists say of a name; of most names nothing."""
        asked = [self._ask_one(each, name) for each in self.listings]
        return tuple(found for said in await asyncio.gather(*asked) for found in said)

    async def _ask_one(self, listing: DnsListing, name: str) -> Sequence[Finding]:
        try:
            async with asyncio.timeout(self.wait):
                if not await self.trials.is_fit(listing):
                    return ()
                said = await look_up(self.resolver, listing, name)
        except TimeoutError:
            said = (unanswered(listing, Reason.TEMPERROR),)
        if any(found.result is Result.ERR for found in said):
            self.trials.note_unanswered(listing)
        return said


@dataclass(frozen=True, slots=True)
class AddressLists:
    """Asks for the client's address."""

    lists: Lists
    origin: CheckOrigin = CheckOrigin.DNS_LISTS

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return who lists the address."""
        return await self.lists.ask(reversed_ip(client.ip))


@dataclass(frozen=True, slots=True)
class HeloLists:
    """Asks for the name in HELO."""

    lists: Lists
    origin: CheckOrigin = CheckOrigin.DNS_LISTS

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return who lists the name, if it is one."""
        name = folded(client.greeting.host) if client.greeting else ""
        if not is_full_name(name):
            return ()
        return weighed_once(client, await self.lists.ask(name))


@dataclass(frozen=True, slots=True)
class SenderLists:
    """Asks for the sender's domain."""

    lists: Lists
    origin: CheckOrigin = CheckOrigin.DNS_LISTS

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return who lists the domain; a bounce has none."""
        sender = envelope.sender.path
        if sender is None or not is_full_name(sender.domain.name):
            return ()
        return await self.lists.ask(sender.domain.name)
