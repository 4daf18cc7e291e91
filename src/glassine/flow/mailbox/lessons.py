"""What an owner teaches the classifier, by moving mail to or from Junk or marking it.

The session has the account open, so this is where a letter can be read: it becomes
numbers here, and what is kept of it are counts. Each letter's card remembers what it
was taught as, so that it is learnt once however often it is moved, and taken back
before it is learnt as the opposite.
"""

from dataclasses import dataclass, field

from msgspec import structs

from glassine.events.facts import Circumstances
from glassine.events.milestones import SpamLearned
from glassine.flow import peer
from glassine.flow.card import Card
from glassine.flow.fault import faulted
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.hints import Way
from glassine.flow.mailbox.reading import read_from
from glassine.flow.mailbox.rows import Lost, open_card
from glassine.flow.mailbox.session import Session
from glassine.flow.spam_opinion import Known, known_to, opinions
from glassine.spam.letter import LOOKED_AT, Letter
from glassine.spam.tokens import digests
from glassine.store.api import mailboxes
from glassine.store.api.ids import StoreError
from glassine.store.api.spam_counts import Kind
from glassine.store.api.store import Books
from glassine.vault.open_account import OpenAccount
from glassine.words.private import Message
from glassine.words.public import Direction, SpamStatus

MOST = 100  # lessons of one transaction; who moves thousands has made the point


@dataclass(frozen=True, slots=True)
class Lesson:
    """One letter that was taught, in numbers."""

    known: Known
    kind: Kind
    before: Kind | None
    event: SpamLearned

    def keep(self, books: Books) -> None:
        """Learn it, for the account and for the house."""
        counts = books.spam_counts
        for owner, numbers in self.known.by_owner():
            if self.before is not None:
                counts.unlearn(owner, numbers, self.before)
            counts.learn(owner, numbers, self.kind, self.event.at)
        books.events.append([self.event])


@dataclass(slots=True)
class Lessons:
    """What one transaction teaches."""

    desk: MailboxDesk
    session: Session
    way: Way
    taught: list[Lesson] = field(default_factory=list)

    async def of_move(self, letter: mailboxes.Letter, opened: OpenAccount) -> Card:
        """Return the card of a letter that is moved this way. Raises `Lost`."""
        card, kind = open_card(opened, letter), self.way.lesson
        return card if kind is None else await self.teach(letter, card, kind)

    async def teach(self, letter: mailboxes.Letter, card: Card, kind: Kind) -> Card:
        """Return the card as it is after the lesson; nothing is written yet.

        It is the same card where it was taught so before, and where it cannot be read.
        """
        if card.taught == kind or len(self.taught) >= MOST:
            return card
        lesson = await self._lesson(letter, card, kind)
        if lesson is None:
            return card
        self.taught.append(lesson)
        return structs.replace(card, taught=kind.value)

    def keep(self, books: Books) -> None:
        """Write what was learnt, and the events of it."""
        for lesson in self.taught:
            lesson.keep(books)

    def show(self) -> None:
        """Say that it is done."""
        for lesson in self.taught:
            self.desk.journal.show(lesson.event)

    async def _lesson(
        self, letter: mailboxes.Letter, card: Card, kind: Kind
    ) -> Lesson | None:
        desk, account = self.desk, self.session.account

        def read(books: Books) -> tuple[Known, float]:
            with read_from(books, letter.blob, card) as reading:
                octets = reading.octets((0, min(card.size, LOOKED_AT)))
            head = Letter(Message(octets), card.root, card.envelope)
            numbers = digests(head, desk.spam_key)
            before = opinions(books, numbers, [account], desk.spam_key)[account]
            return known_to(account, numbers, desk.spam_key), before.probability

        try:
            known, score = await desk.store.read(read)
        except (Lost, StoreError):
            return None
        except Exception as error:  # whatever a letter is, it can be moved
            desk.journal.note(faulted(error, desk.clock.now(), self.session.id))
            return None
        before = Kind(card.taught) if card.taught else None
        return Lesson(known, kind, before, self._event(kind, before, score))

    def _event(self, kind: Kind, before: Kind | None, score: float) -> SpamLearned:
        session = self.session
        assert session.entry is not None  # mail is moved after a login only
        return SpamLearned(
            at=self.desk.clock.now(),
            uuid=session.id,
            about=Circumstances(
                direction=Direction.INBOUND,
                remote=peer.shown(session.remote, None),
                auth_user=session.entry.account.address,
                has_mail_from=False,
                spam_status=SpamStatus(kind.value),
            ),
            taught_before=SpamStatus(before or ""),
            spam_score=round(score, 3),
            moved_from=self.way.source,
            moved_to=self.way.target,
        )
