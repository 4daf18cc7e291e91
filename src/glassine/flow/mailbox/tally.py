"""What STATUS counts, remembered for as long as the mailbox stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from glassine.flow.card import Marks
from glassine.flow.mailbox import flags
from glassine.store.api.ids import MailboxId, Modseq
from glassine.wire.imap.flags import SystemFlag


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over the messages of one mailbox."""

    unseen: int
    deleted: int
    octets: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """The tallies that a session has made, each as of a modseq."""

    _made: dict[MailboxId, tuple[Modseq, Tally]] = field(default_factory=dict)

    def find(self, mailbox: MailboxId, modseq: Modseq) -> Tally | None:
        """Return the tally, if nothing has changed since it was made."""
        made = self._made.get(mailbox)
        return made[1] if made is not None and made[0] == modseq else None

    def keep(self, mailbox: MailboxId, modseq: Modseq, tally: Tally) -> None:
        """Remember a tally."""
        self._made[mailbox] = modseq, tally


def tally(messages: Iterable[Marks]) -> Tally:
    """Count these messages."""
    unseen = deleted = octets = 0
    for marks in messages:
        unseen += not flags.has(marks, SystemFlag.SEEN)
        deleted += flags.has(marks, SystemFlag.DELETED)
        octets += marks.size
    return Tally(unseen, deleted, octets)
