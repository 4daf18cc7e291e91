"""What one session knows of the mailbox it has selected, and what it was told of it.

The store moves on; the view moves only when its client may be told. So a message's
number means the same to both until an EXPUNGE is sent. RFC 9051 §5.5
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from glassine.flow.card import Marks
from glassine.flow.mailbox.rows import Lost, open_marks
from glassine.store.api.ids import MailboxId, Modseq, Uid
from glassine.store.api.mailboxes import Filed, Letter, Mailbox
from glassine.vault.open_account import OpenAccount
from glassine.wire.imap.sets import NumberSet, SequenceSet


class NoSuchMessage(Exception):
    """The client named message numbers that do not exist."""


@dataclass(slots=True)
class Held:
    """One message of a view: the head of its row; the rest is read when it is asked."""

    uid: Uid
    modseq: Modseq
    head: Marks | None  # None where the row is damaged

    @property
    def marks(self) -> Marks:
        """Flags, size and date. Raises `Lost`."""
        if self.head is None:
            raise Lost
        return self.head


def heads(opened: OpenAccount, filed: Iterable[Filed]) -> list[Held]:
    """Open the heads of rows whose day keys are learnt."""
    alike: dict[frozenset[str], frozenset[str]] = {}  # most messages share their flags
    return [
        Held(each.uid, each.modseq, _head(opened, each.letter, alike)) for each in filed
    ]


def _head(
    opened: OpenAccount, letter: Letter, alike: dict[frozenset[str], frozenset[str]]
) -> Marks | None:
    try:
        marks = open_marks(opened, letter)
    except Lost:
        return None
    return Marks(
        alike.setdefault(marks.flags, marks.flags),
        alike.setdefault(marks.keywords, marks.keywords),
        marks.size,
        marks.arrived,
    )


class View:
    """The messages of a mailbox, in order of UID, as one client counts them."""

    def __init__(self, mailbox: Mailbox, held: list[Held], *, read_only: bool) -> None:
        self.mailbox: MailboxId = mailbox.id
        self.uid_validity = mailbox.uid_validity
        self.modseq = mailbox.highest_modseq  # up to which the store was read
        self.read_only = read_only
        self.uids: list[Uid] = [each.uid for each in held]
        self.held = held
        self.gone: set[Uid] = set()  # expunged, and not told yet
        self.arrived: list[Held] = []  # likewise
        self.changed: set[Uid] = set()  # likewise

    def at(self, uid: Uid) -> int | None:
        """Return the position of a UID."""
        position = bisect_left(self.uids, uid)
        found = position < len(self.uids) and self.uids[position] == uid
        return position if found else None

    def with_numbers(self, numbers: SequenceSet) -> list[int]:
        """Return the positions of message numbers. Raises `NoSuchMessage`."""
        known = numbers.resolve(len(self.uids))
        positions = [
            position
            for low, high in known.ranges
            for position in range(low - 1, min(high, len(self.uids)))
        ]
        if known and not positions:
            raise NoSuchMessage
        return positions

    def with_uids(self, uids: SequenceSet) -> list[int]:
        """Return the positions of those of these UIDs that exist."""
        return self.among(uids.resolve(self.uids[-1] if self.uids else 0))

    def among(self, uids: NumberSet) -> list[int]:
        """Return the positions of the UIDs in a set."""
        return [position for span in uids.spans(self.uids) for position in span]

    def merge(self, fresh: Iterable[Held], expunged: Iterable[Uid]) -> None:
        """Take what the store has that we have not; the client hears of it later."""
        last = self._last_known()
        for each in fresh:
            if each.uid > last:
                self.arrived.append(each)
            else:
                self._merge_change(each)
        expunged = set(expunged)
        self.gone |= expunged.intersection(self.uids)
        self.arrived = [each for each in self.arrived if each.uid not in expunged]

    def wrote(self, modseq: Modseq) -> None:
        """This session changed the mailbox itself; what others did is still unread."""
        if modseq == self.modseq + 1:
            self.modseq = modseq

    def let_in(self) -> bool:
        """Count those who have arrived; tell whether there are any."""
        arrived, self.arrived = self.arrived, []
        self.uids += [each.uid for each in arrived]
        self.held += arrived
        return bool(arrived)

    def let_go(self) -> Iterator[int]:
        """Forget those who are gone; yield their positions, the last one first."""
        gone, self.gone = self.gone, set()
        self.changed -= gone
        for uid in sorted(gone, reverse=True):
            position = self.at(uid)
            if position is not None:
                del self.uids[position], self.held[position]
                yield position

    def _last_known(self) -> Uid:
        if self.arrived:
            return self.arrived[-1].uid
        return self.uids[-1] if self.uids else Uid(0)

    def _merge_change(self, fresh: Held) -> None:
        position = self.at(fresh.uid)
        if position is None:
            self.arrived = [
                fresh if each.uid == fresh.uid else each for each in self.arrived
            ]
            return
        held = self.held[position]
        if held.modseq != fresh.modseq:
            held.modseq, held.head = fresh.modseq, fresh.head
            self.changed.add(fresh.uid)
