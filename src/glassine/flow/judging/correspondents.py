"""To whom accounts have written: whoever answers them is welcome.

What is kept is a keyed digest of account and address, and a day. A sender's address is
anybody's to write, so it counts only where SPF says that it is the sender's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.desk import Desk
from glassine.flow.judging.client import Client
from glassine.flow.judging.vouched import passes_spf
from glassine.flow.parcel import Parcel
from glassine.flow.route import Here, Rules, route
from glassine.store.api.ids import AccountId
from glassine.store.api.store import Books, Store
from glassine.store.api.tls_results import Day
from glassine.vault.server_key import ServerKey
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Reason, Result
from glassine.words.public import Address

DAY = 86_400_000  # milliseconds
REWARD = -3.0  # of spam: what is probably spam by its words alone becomes mail


def remember_written(desk: Desk, parcel: Parcel) -> Callable[[Books], None]:
    """Return what keeps to whom the account writes, in the message's transaction.

    What has the null sender is an answer by a program, and nobody's wish.
    """
    entry = parcel.session.entry
    keeps = desk.policy.remembers_correspondents
    if entry is None or not keeps or parcel.envelope.sender.path is None:
        return lambda books: None
    account, today = entry.account.id, Day(desk.clock.now() // DAY)
    digests = [
        _digest(desk.server_key, account, recipient.path)
        for recipient in parcel.envelope.recipients
    ]
    return lambda books: books.correspondents.wrote(account, digests, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """Tells whether somebody has been written to."""

    store: Store
    rules: Rules
    server_key: ServerKey

    async def knows(self, client: Client, envelope: Envelope) -> bool:
        """Tell whether the last recipient has written to the sender, who is proven."""
        sender, recipient = envelope.sender.path, envelope.recipients[-1].path
        if sender is None or not passes_spf(client.found, sender.domain):
            return False
        return await self.store.look(
            lambda books: self._has_written(books, recipient, sender)
        )

    def _has_written(self, books: Books, who: Address, whom: Address) -> bool:
        accounts = (
            here.account.id
            for here in route(books, self.rules, who)
            if isinstance(here, Here)
        )
        return any(
            books.correspondents.is_known(
                account, _digest(self.server_key, account, whom)
            )
            for account in accounts
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCorrespondent:
    """Speaks for a message from somebody whom one of its recipients has written to."""

    acquaintance: Acquaintance
    origin: CheckOrigin = CheckOrigin.CORRESPONDENTS

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return the reward, once for a message."""
        if any(f.check is CheckName.CORRESPONDENT for f in client.found):
            return ()
        if not await self.acquaintance.knows(client, envelope):
            return ()
        sender = envelope.sender.path
        assert sender is not None  # nobody knows the null sender
        name, value = CheckName.CORRESPONDENT, sender.domain
        return (Finding(name, Result.PASS, Reason.KNOWN, value, REWARD),)


def _digest(key: ServerKey, account: AccountId, address: Address) -> bytes:
    return key.correspondent_digest(account + str(address).casefold().encode())
