"""How many messages are taken in a time: of an address, a network, a domain, for one.

What is counted is MAIL and RCPT that were let through. Counts are in memory only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.household import household, network
from glassine.flow.judging.client import Client
from glassine.flow.judging.window import Windows
from glassine.words.clock import Clock
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import Domain, IpAddress, IpNetwork
from glassine.words.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderRates:
    """Limits messages by where they come from, and by their sender's domain."""

    per_ip: Windows
    per_network: Windows
    per_domain: Windows
    clock: Clock
    origin: CheckOrigin = CheckOrigin.LIMIT

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return who brings too much, if anybody does."""
        now = self.clock.ticks()
        counted = self._counted(client.ip, envelope)
        for windows, who in counted:
            if windows.is_full(who, now):
                return (_too_many(CheckName.RATE, who),)
        for windows, who in counted:
            windows.count(who, now)
        return ()

    def _counted(
        self, ip: IpAddress, envelope: Envelope
    ) -> list[tuple[Windows, IpAddress | IpNetwork | Domain]]:
        sender = envelope.sender.path
        return [
            (self.per_ip, household(ip)),
            (self.per_network, network(ip)),
            *([(self.per_domain, sender.domain)] if sender else []),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRates:
    """Limits messages by whom they are for, so that nobody can be buried in mail."""

    per_recipient: Windows
    clock: Clock
    origin: CheckOrigin = CheckOrigin.LIMIT

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return the recipient's domain, where the recipient gets too much."""
        now, recipient = self.clock.ticks(), envelope.recipients[-1].path
        who = str(recipient.without_tag()).casefold()
        if self.per_recipient.is_full(who, now):
            return (_too_many(CheckName.RECIPIENT_RATE, recipient.domain),)
        self.per_recipient.count(who, now)
        return ()


def _too_many(check: CheckName, who: IpAddress | IpNetwork | Domain) -> Finding:
    why, bearing = Reason.TOO_FAST, Bearing.DEFER
    return Finding(check, Result.FAIL, why, who, bearing=bearing)
