"""Do the message's links lead to where lists say that nobody should go?

The record names the list, never the link: which page a letter speaks of is content.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.aside import Aside, look
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.dns_lists import Lists
from glassine.mail.scan import Scanned
from glassine.spam.texts import seen_texts
from glassine.spam.uris import hosts_in, sought
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class UriCheck:
    """Asks the lists for the hosts of a message's links."""

    lists: Lists
    aside: Aside
    origin: CheckOrigin = CheckOrigin.URIBL

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return what each list says of them, once; good links speak for nobody."""
        scanned, octets = contents.scanned, contents.octets.reveal()
        names = await look(self.aside, contents, lambda: _names(scanned, octets))
        if not names:
            return ()
        answers = await asyncio.gather(*map(self.lists.ask, names))
        against = [
            replace(found, check=CheckName.URI_LIST)
            for said in answers
            for found in said
            if found.result is not Result.PASS
        ]
        by_list = {found.value: found for found in sorted(against, key=_gravity)}
        return tuple(by_list.values())


def _gravity(found: Finding) -> tuple[bool, float]:
    return found.result is Result.FAIL, found.weight


def _names(scanned: Scanned, octets: bytes) -> list[str]:
    texts = seen_texts(scanned.root, octets)
    return sought(host for text in texts for host in hosts_in(text.words()))
