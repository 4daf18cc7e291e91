"""What is asked of the sender's domain after MAIL, by name and of DNS."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.bearing import Modes, borne
from glassine.flow.judging.client import Client
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.trust.sender_domain import look_at_sender
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Domain
from glassine.words.reason import Reason

OWN_SENDER = 1.5  # weight: some who forward our mail back to us leave the sender as is


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderDomainCheck:
    """Looks whether the sender can be answered, and is not one of us."""

    resolver: Resolver
    store: Store
    modes: Modes
    wait: Seconds
    origin: CheckOrigin = CheckOrigin.SENDER_DOMAIN

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return what is found of the domain; a bounce has no sender to look at."""
        if envelope.sender.path is None:
            return ()
        domain = envelope.sender.path.domain
        if await self.store.look(lambda books: books.accounts.has_domain(domain)):
            return borne(self.modes, (_of_ours(domain),))
        return borne(self.modes, await self._asked(domain))

    async def _asked(self, domain: Domain) -> Sequence[Finding]:
        try:
            async with asyncio.timeout(self.wait):
                return await look_at_sender(self.resolver, domain)
        except TimeoutError:
            why = Reason.TEMPERROR
            return (Finding(CheckName.SENDER_DNS, Result.ERR, why, domain),)


def _of_ours(domain: Domain) -> Finding:
    """Our own people log in: RFC 6409. This one has not."""
    why = Reason.MISMATCH
    return Finding(CheckName.OWN_SENDER, Result.FAIL, why, domain, OWN_SENDER)
