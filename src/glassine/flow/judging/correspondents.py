"""To whom accounts have written: whoever answers them is welcome.

What is kept is a keyed digest of account and address, and a day. Anybody can write any
address, so a sender counts only where SPF proves it, and an author where DMARC does.
Who is known may not lend that to another's name: people see the author, not the sender.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from glassine.events.facts import Checked, CheckOrigin
from glassine.flow.desk import Desk
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.vouched import passes_spf
from glassine.flow.parcel import Parcel
from glassine.flow.route import Here, Rules, route
from glassine.mail import address, header
from glassine.store.api.ids import AccountId
from glassine.store.api.store import Books, Store
from glassine.store.api.tls_results import Day
from glassine.vault.server_key import ServerKey
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Address, NotPublic, parse_address
from glassine.words.reason import Reason

DAY = 86_400_000  # milliseconds
_NOT_THEIRS = (Reason.LIST, Reason.QUARANTINE, Reason.REJECT, Reason.TOO_MANY)
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

    async def knows_sender(self, client: Client, envelope: Envelope) -> bool:
        """Tell whether the last recipient has written to the sender, who is proven."""
        sender = envelope.sender.path
        if sender is None or not passes_spf(client.found, sender.domain):
            return False
        recipient = envelope.recipients[-1].path

        def work(books: Books) -> bool:
            return self._wrote(books, _accounts(books, self.rules, recipient), sender)

        return await self.store.look(work)

    async def has_written(self, who: Iterable[AccountId], whom: Address) -> bool:
        """Tell whether any of these has written there."""
        return await self.store.look(lambda books: self._wrote(books, who, whom))

    def _wrote(self, books: Books, who: Iterable[AccountId], whom: Address) -> bool:
        return any(
            books.correspondents.is_known(each, _digest(self.server_key, each, whom))
            for each in who
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSender:
    """Speaks for a message whose sender one of its recipients has written to."""

    acquaintance: Acquaintance
    origin: CheckOrigin = CheckOrigin.CORRESPONDENTS

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return the reward, once for a message."""
        sender = envelope.sender.path
        if sender is None or _is_rewarded(client):
            return ()
        known = await self.acquaintance.knows_sender(client, envelope)
        return (_reward(sender),) if known else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAuthor:
    """Speaks for a message whose author one of its recipients has written to."""

    acquaintance: Acquaintance
    origin: CheckOrigin = CheckOrigin.CORRESPONDENTS

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return the reward, unless the sender had it already."""
        if contents.sender_checks.dmarc is not Checked.PASS or _is_rewarded(client):
            return ()
        author = _author(contents.fields.get(b"from", ()))
        if author is None or _was_asked_for(author, client, envelope):
            return ()
        known = await self.acquaintance.has_written(contents.accounts, author)
        return (_reward(author),) if known else ()


def earned(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings; a sender who shows a forged author has no reward."""
    if not any(f.check is CheckName.DMARC and f.why in _NOT_THEIRS for f in findings):
        return tuple(findings)
    return tuple(
        replace(f, weight=0.0) if f.check is CheckName.CORRESPONDENT else f
        for f in findings
    )


def _is_rewarded(client: Client) -> bool:
    return CheckName.CORRESPONDENT in [found.check for found in client.found]


def _reward(known: Address) -> Finding:
    name, value = CheckName.CORRESPONDENT, known.domain
    return Finding(name, Result.PASS, Reason.KNOWN, value, REWARD)


def _was_asked_for(author: Address, client: Client, envelope: Envelope) -> bool:
    """Tell whether the author is the sender, whom `KnownSender` has asked for."""
    return author == envelope.sender.path and passes_spf(client.found, author.domain)


def _author(fields: Sequence[bytes]) -> Address | None:
    """Return the one author; several are nobody in particular. RFC 5322 §3.6.2"""
    found = [each for field in fields for each in address.parse(header.unfold(field))]
    if len(found) != 1 or not found[0].mailbox or not found[0].host:
        return None
    try:
        return parse_address((found[0].mailbox + b"@" + found[0].host).decode())
    except (UnicodeDecodeError, NotPublic):
        return None


def _accounts(books: Books, rules: Rules, recipient: Address) -> list[AccountId]:
    there = route(books, rules, recipient)
    return [where.account.id for where in there if isinstance(where, Here)]


def _digest(key: ServerKey, account: AccountId, whom: Address) -> bytes:
    return key.correspondent_digest(account + str(whom).casefold().encode())
