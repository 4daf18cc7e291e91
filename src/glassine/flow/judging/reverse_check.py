"""What reverse DNS says of a client's address, asked when it has come."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.bearing import Modes, borne
from glassine.flow.judging.client import Client
from glassine.trust.resolver import Resolver
from glassine.trust.reverse_dns import Reverse, Standing, look_at_reverse, reverse_of
from glassine.words.clock import Seconds
from glassine.words.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseCheck:
    """Forward-confirmed reverse DNS."""

    resolver: Resolver
    modes: Modes
    wait: Seconds
    origin: CheckOrigin = CheckOrigin.FCRDNS

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return how the client's address is named."""
        try:
            async with asyncio.timeout(self.wait):
                found = await reverse_of(self.resolver, client.ip, client.rdns)
        except TimeoutError:
            found = Reverse(Standing.UNKNOWN)
        return borne(self.modes, look_at_reverse(found, client.ip))
