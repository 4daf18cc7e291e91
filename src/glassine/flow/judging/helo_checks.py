"""What is asked of the name in HELO, at once and of DNS.

The two checks that compare one greeting with the one before are in `flow.greet`.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.bearing import Modes, borne, weighed_once
from glassine.flow.judging.client import Client
from glassine.trust.helo_dns import Companies, big_company, forward_dns, rdns_match
from glassine.trust.helo_names import look_at_name
from glassine.trust.resolver import Resolver
from glassine.trust.reverse_dns import reverse_of
from glassine.words.clock import Seconds
from glassine.words.finding import CheckMode, CheckName, Finding, Result
from glassine.words.public import HostName
from glassine.words.reason import Reason

_ASKING = (CheckName.BIG_COMPANY, CheckName.RDNS_MATCH, CheckName.FORWARD_DNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeloChecks:
    """Haraka's checks of HELO."""

    resolver: Resolver
    modes: Modes
    patterns: Sequence[re.Pattern[str]]
    companies: Companies
    wait: Seconds
    origin: CheckOrigin = CheckOrigin.HELO

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return what is found of the name; said again, it weighs nothing more."""
        if client.greeting is None:
            return ()
        host = client.greeting.host
        at_once = look_at_name(host, client.ip, self.patterns)
        found = borne(self.modes, (*at_once, *await self._asked(client, host)))
        return weighed_once(client, found)

    async def _asked(self, client: Client, host: HostName) -> Sequence[Finding]:
        """Return what DNS says, or that it did not in time."""
        wanted = [c for c in _ASKING if self.modes[c] is not CheckMode.OFF]
        if not wanted:
            return ()
        try:
            async with asyncio.timeout(self.wait):
                return await self._ask(client, host)
        except TimeoutError:
            return [Finding(each, Result.ERR, Reason.TEMPERROR) for each in wanted]

    async def _ask(self, client: Client, host: HostName) -> Sequence[Finding]:
        reverse = await reverse_of(self.resolver, client.ip, client.rdns)
        found = [
            big_company(host, reverse, self.companies),
            rdns_match(host, reverse),
        ]
        if self.modes[CheckName.FORWARD_DNS] is not CheckMode.OFF:
            found.append(await forward_dns(self.resolver, host, client.ip, reverse))
        return found
