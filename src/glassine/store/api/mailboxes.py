"""The book of mailboxes: folders, day keys, and sealed rows of messages.

In the clear are UIDs, modseqs, arrival times and padded sizes; nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from glassine.store.api.ids import (
    AccountId,
    BlobId,
    DayKeyId,
    LetterId,
    MailboxId,
    Modseq,
    Uid,
)
from glassine.words.clock import Milliseconds
from glassine.words.public import Size


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One folder: its name is sealed, and found by a keyed digest."""

    id: MailboxId
    account: AccountId
    digest: bytes
    sealed: bytes
    uid_validity: int
    uid_next: Uid
    highest_modseq: Modseq
    messages: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in one mailbox, as it is to be filed."""

    id: LetterId
    blob: BlobId
    day_key: DayKeyId
    sealed: bytes
    arrived: Milliseconds
    padded_size: Size


@dataclass(frozen=True, slots=True)
class Filed:
    """A letter that has its place."""

    uid: Uid
    modseq: Modseq
    letter: Letter


@dataclass(frozen=True, slots=True)
class SealedDayKey:
    """An account's day key, sealed to its public key."""

    id: DayKeyId
    account: AccountId
    sealed: bytes


class Mailboxes(Protocol):
    """Folders and what is filed in them."""

    def create(self, account: AccountId, digest: bytes, sealed: bytes) -> Mailbox:
        """Make an empty mailbox. Raises `Duplicate` where the digest is taken.

        The account may be added after it, so that it can name its inbox.
        """

    def of(self, account: AccountId) -> list[Mailbox]:
        """Return the account's mailboxes in order of creation."""

    def get(self, mailbox: MailboxId) -> Mailbox | None:
        """Return one mailbox as it is now."""

    def rename(self, mailbox: MailboxId, digest: bytes, sealed: bytes) -> None:
        """Give it another name, or other sealed facts. Raises as `create` does."""

    def delete(self, mailbox: MailboxId) -> None:
        """Remove it with all that is filed in it. Raises `Missing`.

        An account whose inbox or junk it was has none from then on.
        """

    def put_day_key(self, key: SealedDayKey) -> None:
        """Keep a day key; once is enough, again does no harm."""

    def day_keys(self, ids: Iterable[DayKeyId]) -> list[SealedDayKey]:
        """Return those of these day keys that there are."""

    def append(self, mailbox: MailboxId, letters: Sequence[Letter]) -> list[Filed]:
        """File letters, in order, with new UIDs and one new modseq.

        Raises `Missing` where there is no such mailbox or blob.
        """

    def letters(
        self, mailbox: MailboxId, after: Uid | None = None, since: Modseq | None = None
    ) -> list[Filed]:
        """Return what is filed above a UID and changed after a modseq, by UID."""

    def some(self, mailbox: MailboxId, uids: Iterable[Uid]) -> list[Filed]:
        """Return those of these letters that are there, in the order asked for."""

    def reseal(self, mailbox: MailboxId, rows: Sequence[tuple[Uid, Letter]]) -> Modseq:
        """Replace sealed rows (flags have changed); return their one new modseq.

        Only `sealed` and `day_key` are taken; a UID that is gone stays gone. Raises
        `Missing` where there is no such mailbox.
        """

    def expunge(self, mailbox: MailboxId, uids: Iterable[Uid]) -> list[Uid]:
        """Remove messages and their wrapped keys; return the UIDs that were there.

        They get one new modseq, under which `expunged` remembers them.
        """

    def expunged(self, mailbox: MailboxId, since: Modseq) -> list[Uid]:
        """Return the UIDs expunged after a modseq. RFC 7162 §3.2.10"""
