"""Strangers are asked to come again: real servers do, programs that only spray do not.

Somebody is a network, a sender's domain and a recipient. Nobody is asked who comes from
a network and domain that have come again before, is allowed or on a list of good
servers, or is an acquaintance of the recipient.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.household import network
from glassine.flow.judging.client import Client
from glassine.flow.judging.correspondents import Acquaintance
from glassine.flow.judging.greylist import ComeAgain, Terms, Welcome, decide, is_passed
from glassine.flow.judging.vouched import is_well_known
from glassine.store.api.greylist import Greyed
from glassine.store.api.store import Books, Store
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Clock, Seconds
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckName, Finding, Result, is_allowed
from glassine.words.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Greylisting:
    """Asks strangers to come again."""

    terms: Terms
    store: Store
    clock: Clock
    server_key: ServerKey
    acquaintance: Acquaintance
    origin: CheckOrigin = CheckOrigin.GREYLIST

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return whether the client is let in now, or has to come again."""
        if is_allowed(client.found) or is_well_known(client.found):
            return ()
        pair, triple = self._digests(client, envelope)
        of_pair, of_triple = await self.store.look(
            lambda books: (books.greylist.of(pair), books.greylist.of(triple))
        )
        now = self.clock.now()
        if is_passed(of_pair, self.terms, now):
            return (self._keep(Welcome(Greyed(now, now)), pair),)
        if await self.acquaintance.knows_sender(client, envelope):
            return (_PASSED,)
        match decide(of_triple, self.terms, now):
            case Welcome() as welcome:
                return (self._keep(welcome, pair, triple),)
            case ComeAgain() as later:
                return (self._keep(later, triple),)

    def _keep(self, answer: Welcome | ComeAgain, *digests: bytes) -> Finding:
        def keep(books: Books) -> None:
            for digest in digests:
                books.greylist.put(digest, answer.greyed)

        self.store.write_soon(keep)
        return _PASSED if isinstance(answer, Welcome) else _waits(answer.wait)

    def _digests(self, client: Client, envelope: Envelope) -> tuple[bytes, bytes]:
        """Return those of network and domain, and of these and the recipient."""
        sender, recipient = envelope.sender.path, envelope.recipients[-1].path
        pair = f"{network(client.ip)} {sender.domain if sender else ''}"
        triple = f"{pair} {str(recipient).casefold()}"
        digest = self.server_key.greylist_digest
        return digest(pair.encode()), digest(triple.encode())


_PASSED = Finding(CheckName.GREYLIST, Result.PASS, Reason.KNOWN)


def _waits(wait: Seconds) -> Finding:
    value, bearing = Seconds(math.ceil(wait)), Bearing.DEFER
    return Finding(CheckName.GREYLIST, Result.FAIL, Reason.WAIT, value, bearing=bearing)
