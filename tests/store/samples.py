"""Things to keep, for the tests of the store: accounts, letters, queue rows, events."""

import os
from collections.abc import Callable

from glassine.events.facts import Circumstances, Remote
from glassine.events.milestones import Queued
from glassine.store.api.accounts import Account, Scope, Slot, SlotKind
from glassine.store.api.ids import (
    AccountId,
    BlobId,
    DayKeyId,
    LetterId,
    MailboxId,
    SlotId,
)
from glassine.store.api.mailboxes import Letter, Mailbox
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books, Store
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import (
    Address,
    Direction,
    Endpoint,
    MessageIdDigest,
    QueueId,
    ReversePath,
    Size,
    SpamStatus,
    TransactionId,
    ip_address,
    parse_address,
)

NOW = Milliseconds(1_603_755_945_209)
KEY_ID = b"the server key's id"
ANN = parse_address("ann@example.org")
BOB = parse_address("bob@example.net")
CONNECTION = "5DBEA39F-1F3F-47D4-9657-B2E73169F4EF"


class StoppedClock:
    """A clock that shows what it was set to."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> Milliseconds:
        return self.time

    def ticks(self) -> Seconds:
        return Seconds(self.time / 1000)


def account_of(address: Address = ANN, inbox: MailboxId | None = None) -> Account:
    """Return an account with a random id."""
    name = AccountId(os.urandom(16))
    return Account(name, address, b"public", inbox, None, b"salt", NOW)


def slot_of(account: Account, sealed: bytes = b"wrapped") -> Slot:
    """Return a slot with a random id."""
    name = SlotId(os.urandom(16))
    kind = SlotKind.PASSWORD
    return Slot(name, account.id, kind, Scope.ALL, "phone", sealed, NOW)


def letter_of(blob: BlobId, sealed: bytes = b"sealed row") -> Letter:
    """Return a letter that names this blob."""
    name, day_key = LetterId(os.urandom(16)), DayKeyId(os.urandom(16))
    return Letter(name, blob, day_key, sealed, NOW, Size(4096))


def queueing(blob: BlobId, recipient: Address = BOB, due: int = NOW) -> Queueing:
    """Return a queue row that names this blob."""
    return Queueing(
        id=QueueId(os.urandom(8).hex()),
        transaction=TransactionId(f"{CONNECTION}.1"),
        account=ANN,
        sender=ANN,
        recipient=recipient,
        blob=blob,
        sealed=b"wrapped under the spool key",
        message_id=MessageIdDigest("<1234@digest>"),
        queued=NOW,
        next_try=Milliseconds(due),
        size=Size(4058),
    )


def queued(
    uuid: str = f"{CONNECTION}.1",
    *,
    at: int = NOW,
    sender: ReversePath = ANN,
    to: tuple[Address, ...] = (BOB,),
    ip: str = "192.0.2.7",
    direction: Direction = Direction.OUTBOUND,
    spam: SpamStatus = SpamStatus.UNKNOWN,
    message_id: str = "<1234@digest>",
) -> Queued:
    """Return the event of a message accepted for delivery."""
    remote = Remote(
        ip_and_port=Endpoint(ip_address(ip), 41064),
        host=None,
        info=None,
        closed=False,
        is_private=False,
        is_local=False,
    )
    about = Circumstances(
        direction=direction,
        remote=remote,
        mail_from=sender,
        rcpt_to=to,
        spam_status=spam,
    )
    return Queued(
        at=Milliseconds(at),
        uuid=TransactionId(uuid),
        about=about,
        message_id=MessageIdDigest(message_id),
        size=Size(4058),
        signed_for=None,
        auth_method=None,
        tls=True,
    )


def kept(store: Store, octets: bytes = b"sealed message") -> Callable[[Books], BlobId]:
    """Return a work that keeps a blob of these octets and returns its name."""
    blob = store.new_blob()
    blob.write(octets)

    def keep(books: Books) -> BlobId:
        books.blobs.keep(blob)
        return blob.id

    return keep


def ann_moves_in(books: Books) -> tuple[Account, Mailbox]:
    """Add the domain, an account and its inbox."""
    books.accounts.add_domain(ANN.domain, [])
    account = account_of()
    inbox = books.mailboxes.create(account.id, b"inbox", b"sealed name")
    books.accounts.add(account_of_inbox(account, inbox))
    return account_of_inbox(account, inbox), inbox


def account_of_inbox(account: Account, inbox: Mailbox) -> Account:
    """Return the account with its inbox named."""
    rest = (account.junk, account.scram_salt, account.created)
    return Account(account.id, account.address, account.public_key, inbox.id, *rest)
