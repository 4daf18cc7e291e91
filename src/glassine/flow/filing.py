"""Put a message into a mailbox here: seal its card, and with it the message key."""

from dataclasses import dataclass, replace

from glassine.flow import card
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.judging.judgement import Judgement
from glassine.flow.parcel import Parcel
from glassine.flow.post_desk import PostDesk
from glassine.flow.route import Here
from glassine.mail import trace
from glassine.mail.section import shifted
from glassine.store.api.accounts import Account
from glassine.store.api.ids import AccountId, DayKeyId, LetterId, MailboxId
from glassine.store.api.mailboxes import Letter, SealedDayKey
from glassine.store.api.store import Books
from glassine.vault.day_key import DayKey
from glassine.words.envelope import Recipient
from glassine.words.finding import rules
from glassine.words.public import FolderClass, Size, SpamStatus

SIZE_STEP = 1024  # octets; the size kept in the clear says no more than this


@dataclass(frozen=True, slots=True)
class Filing:
    """One recipient's copy: a sealed row, and the day key it is sealed under."""

    recipient: Recipient
    mailbox: MailboxId
    letter: Letter
    account: AccountId
    day_key: DayKey
    status: SpamStatus = SpamStatus.UNKNOWN  # by this recipient's own thresholds
    folder: FolderClass = FolderClass.INBOX

    def keep(self, books: Books) -> None:
        """Write the row; and the day key, unless it is on disk already."""
        if not self.day_key.stored:
            books.mailboxes.put_day_key(sealed_day_key(self.account, self.day_key))
        books.mailboxes.append(self.mailbox, [self.letter])


def file_here(desk: Desk, parcel: Parcel, recipient: Recipient, here: Here) -> Filing:
    """Return the sealed row for one account; what it calls spam goes to its Junk."""
    account, judgement = here.account, parcel.judgement
    status = judgement.status_for(account.address)
    judged = _judged(judgement, status)
    prefix = parcel.stamped.for_recipient(parcel.envelope, here.recipient, judged)
    filing = file(desk, parcel.arrival, prefix, recipient, account)
    if status is not SpamStatus.SPAM or account.junk is None:
        return replace(filing, status=status)
    return replace(filing, mailbox=account.junk, status=status, folder=FolderClass.JUNK)


def file_rejected(
    desk: Desk, parcel: Parcel, recipient: Recipient, here: Here, rejects: MailboxId
) -> Filing:
    """Return the sealed row of a refused message for one account's Rejects."""
    status = parcel.judgement.status_for(here.account.address)
    judged = _judged(parcel.judgement, status)
    prefix = parcel.stamped.for_recipient(parcel.envelope, here.recipient, judged)
    filing = file(desk, parcel.arrival, prefix, recipient, here.account)
    return replace(filing, mailbox=rejects, folder=FolderClass.OTHER)


def _judged(judgement: Judgement, status: SpamStatus) -> bytes:
    """Return the field that tells the owner what was made of it."""
    if judgement.score is None:
        return b""
    return trace.spam(status, judgement.score, rules(judgement.findings))


def file(
    desk: PostDesk,
    arrival: Arrival,
    prefix: bytes,
    recipient: Recipient,
    account: Account,
) -> Filing:
    """Return the sealed row for an inbox of a message that shows this prefix."""
    assert account.public_key is not None and account.inbox is not None  # by `route`
    scanned, arrived = arrival.scanned, desk.clock.now()
    facts = card.Card(
        flags=frozenset(),
        keywords=frozenset(),
        message_key=arrival.message_key.reveal(),
        prefix=prefix,
        size=len(prefix) + scanned.size,
        arrived=arrived,
        root=shifted(scanned.root, len(prefix)),
        envelope=arrival.envelope,
        preview=scanned.preview,
    )
    day_key = desk.day_keys.for_account(account.id, account.public_key)
    letter_id = LetterId(desk.chance(16))
    letter = Letter(
        id=letter_id,
        blob=arrival.blob.id,
        day_key=DayKeyId(day_key.id),
        sealed=day_key.seal_row(card.encode(facts), letter_id),
        arrived=arrived,
        padded_size=padded(facts.size),
    )
    return Filing(recipient, account.inbox, letter, account.id, day_key)


def sealed_day_key(account: AccountId, day_key: DayKey) -> SealedDayKey:
    """Return the day key as the store keeps it."""
    return SealedDayKey(DayKeyId(day_key.id), account, day_key.sealed)


def padded(size: int) -> Size:
    """Return the size as it may stand in the clear."""
    return Size(-(-size // SIZE_STEP) * SIZE_STEP)
