"""One message that a search looks at, opened step by step and only if asked."""

from functools import cached_property

from glassine.flow.card import Card, Marks
from glassine.flow.mailbox.reading import read_from
from glassine.flow.mailbox.rows import Gone, open_card, pick
from glassine.flow.mailbox.view import Held
from glassine.mail.section import Span
from glassine.store.api.ids import MailboxId
from glassine.store.api.mailboxes import Letter
from glassine.store.api.store import Books
from glassine.vault.open_account import OpenAccount


class Candidate:
    """Each step raises `Lost` where it cannot be taken."""

    def __init__(
        self,
        books: Books,
        opened: OpenAccount,
        mailbox: MailboxId,
        position: int,
        held: Held,
    ) -> None:
        self.position = position
        self.held = held
        self._books = books
        self._opened = opened
        self._mailbox = mailbox

    @cached_property
    def marks(self) -> Marks:
        """The head of the row."""
        return self.held.marks

    @cached_property
    def card(self) -> Card:
        """The whole row."""
        return open_card(self._opened, self._letter)

    @cached_property
    def _letter(self) -> Letter:
        for filed in pick(self._opened, self._books, self._mailbox, [self.held.uid]):
            return filed.letter
        raise Gone

    @cached_property
    def header(self) -> bytes:
        """The message's header."""
        return self._read((self.card.root.start, self.card.root.body))

    @cached_property
    def message(self) -> bytes:
        """All of it."""
        return self._read((0, self.card.size))

    def _read(self, span: Span) -> bytes:
        with read_from(self._books, self._letter.blob, self.card) as reading:
            return reading.octets(span)
