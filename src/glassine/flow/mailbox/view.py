"""What one session knows of the mailbox it has selected, and what it was told of it.

The store moves on; the view moves only when its client may be told. So a message's
number means the same to both until an EXPUNGE is sent. RFC 9051 §5.5
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from glassine.flow.card import Card, Marks
from glassine.flow.mailbox.rows import open_card, open_marks
from glassine.store.api.ids import MailboxId, Modseq, Uid
from glassine.store.api.mailboxes import Filed, Letter, Mailbox
from glassine.vault.open_account import OpenAccount
from glassine.wire.imap.sets import NumberSet, SequenceSet


class NoSuchMessage(Exception):
    """The client named message numbers that do not exist."""


class Held:
    """One message of a view: its sealed row, opened when it is asked for."""

    __slots__ = ("_marks", "letter", "modseq", "uid")

    def __init__(self, filed: Filed) -> None:
        self.uid: Uid = filed.uid
        self.modseq: Modseq = filed.modseq
        self.letter: Letter = filed.letter
        self._marks: Marks | None = None

    def marks(self, opened: OpenAccount) -> Marks:
        """Return flags, size and date, or raise `Lost`."""
        if self._marks is None:
            self._marks = open_marks(opened, self.letter)
        return self._marks

    def card(self, opened: OpenAccount) -> Card:
        """Return the whole row, or raise `Lost`."""
        return open_card(opened, self.letter)

    def changed(self, letter: Letter, modseq: Modseq) -> None:
        """The row has been sealed anew."""
        self.letter, self.modseq, self._marks = letter, modseq, None


class View:
    """The messages of a mailbox, in order of UID, as one client counts them."""

    def __init__(
        self, mailbox: Mailbox, filed: Sequence[Filed], *, read_only: bool
    ) -> None:
        self.mailbox: MailboxId = mailbox.id
        self.uid_validity = mailbox.uid_validity
        self.modseq = mailbox.highest_modseq  # up to which the store was read
        self.read_only = read_only
        self.uids: list[Uid] = [each.uid for each in filed]
        self.held = list(map(Held, filed))
        self.gone: set[Uid] = set()  # expunged, and not told yet
        self.arrived: list[Filed] = []  # likewise
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

    def merge(self, filed: Iterable[Filed], expunged: Iterable[Uid]) -> None:
        """Take what the store has that we have not; the client hears of it later."""
        last = self._last_known()
        for each in filed:
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
        self.held += map(Held, arrived)
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

    def _merge_change(self, filed: Filed) -> None:
        position = self.at(filed.uid)
        if position is None:
            self.arrived = [
                filed if each.uid == filed.uid else each for each in self.arrived
            ]
            return
        held = self.held[position]
        if held.modseq != filed.modseq:
            held.changed(filed.letter, filed.modseq)
            self.changed.add(filed.uid)
