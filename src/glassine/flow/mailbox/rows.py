"""Sealed rows, opened and sealed again with the keys of a session."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from glassine.flow.card import Card, Marks, Unreadable, decode, decode_marks, encode
from glassine.flow.filing import padded, sealed_day_key
from glassine.store.api.ids import (
    AccountId,
    BlobId,
    DayKeyId,
    LetterId,
    MailboxId,
    Uid,
)
from glassine.store.api.mailboxes import Filed, Letter
from glassine.store.api.store import Books
from glassine.vault.day_key import DayKey
from glassine.vault.open_account import OpenAccount, UnknownDayKey
from glassine.vault.suite import Damaged, UnknownSuite
from glassine.words.chance import Chance
from glassine.words.clock import Clock
from glassine.words.private import Private

T = TypeVar("T")
SEALED_SHUT = (Damaged, UnknownSuite, UnknownDayKey, Unreadable)
"""All that can be wrong with what was sealed."""


class Lost(Exception):
    """A message is here and cannot be read: its row or its box is damaged."""


class Gone(Lost):
    """It was expunged a moment ago, by another session."""


def learn(opened: OpenAccount, books: Books, letters: Iterable[Letter]) -> None:
    """Open the day keys of these letters, as far as there are any to be opened."""
    wanted = opened.missing({letter.day_key for letter in letters})
    for key in books.mailboxes.day_keys(map(DayKeyId, wanted)):
        try:
            opened.learn(key.id, key.sealed)
        except (Damaged, UnknownSuite):
            continue  # what it sealed is lost, and shown so


def pick(
    opened: OpenAccount, books: Books, mailbox: MailboxId, uids: Iterable[Uid]
) -> list[Filed]:
    """Return those of these letters that are there, ready to be opened."""
    filed = books.mailboxes.some(mailbox, uids)
    learn(opened, books, (each.letter for each in filed))
    return filed


def open_card(opened: OpenAccount, letter: Letter) -> Card:
    """Return all that the row holds, or raise `Lost`."""
    return _open(opened, letter, decode)


def open_marks(opened: OpenAccount, letter: Letter) -> Marks:
    """Return what lists ask of the row, or raise `Lost`."""
    return _open(opened, letter, decode_marks)


def _open(opened: OpenAccount, letter: Letter, decode: Callable[[Private], T]) -> T:
    try:
        return decode(opened.open_row(letter.sealed, letter.id))
    except SEALED_SHUT:
        raise Lost from None


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals rows for one transaction, and keeps the day keys they need."""

    opened: OpenAccount
    clock: Clock
    chance: Chance
    _used: dict[bytes, DayKey]

    @classmethod
    def of(cls, opened: OpenAccount, clock: Clock, chance: Chance) -> "Sealer":
        """Return a sealer that has sealed nothing yet."""
        return cls(opened, clock, chance, {})

    def again(self, letter: Letter, card: Card) -> Letter:
        """Return the same letter with another card."""
        day_key, sealed = self._seal(card, letter.id)
        return replace(letter, day_key=DayKeyId(day_key.id), sealed=sealed)

    def anew(self, blob: BlobId, card: Card) -> Letter:
        """Return a new letter over a blob, which others may name as well."""
        letter_id = LetterId(self.chance(16))
        day_key, sealed = self._seal(card, letter_id)
        return Letter(
            id=letter_id,
            blob=blob,
            day_key=DayKeyId(day_key.id),
            sealed=sealed,
            arrived=self.clock.now(),
            padded_size=padded(card.size),
        )

    def keep_keys(self, books: Books) -> None:
        """Write those of the day keys that are not on disk yet."""
        account = AccountId(self.opened.id)
        for day_key in self._used.values():
            if not day_key.stored:
                books.mailboxes.put_day_key(sealed_day_key(account, day_key))

    def committed(self) -> None:
        """The transaction is on disk, the day keys with it."""
        for day_key in self._used.values():
            day_key.stored = True

    def _seal(self, card: Card, letter_id: LetterId) -> tuple[DayKey, bytes]:
        day_key, sealed = self.opened.reseal(encode(card), letter_id)
        self._used[day_key.id] = day_key
        return day_key, sealed
