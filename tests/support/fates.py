"""Mail that came to an end, for tests to tell its sender of."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from glassine.flow.sending.bounce import Bounce, tell
from glassine.flow.sending.fate import Fate, Origin
from glassine.mail.report import Action
from glassine.store.api.store import Books
from glassine.wire.smtp.answer import Answer
from glassine.words.clock import Milliseconds
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message, RemoteText
from glassine.words.public import (
    DeliveryId,
    EnhancedCode,
    HostName,
    TransactionId,
    parse_address,
)
from support.house import House

C = TransactionId("5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1")
ANN = parse_address("ann@example.org")
BOB = parse_address("bob@example.net")
LETTER = (
    b"Received: by mail.example.org; Mon, 26 Oct 2020 23:45:45 +0000\r\n"
    b"Subject: the plan\r\nMessage-ID: <first@example.org>\r\n\r\nsecret words\r\n"
)


def letter() -> Iterator[Message]:
    """Open the message, in two runs."""
    yield Message(LETTER[:40])
    yield Message(LETTER[40:])


def answer(code: int, enhanced: str, words: str) -> Answer:
    """Return what a server said."""
    klass, subject, detail = map(int, enhanced.split("."))
    return Answer(
        code, EnhancedCode(klass, subject, detail), RemoteText(words.encode())
    )


ORIGIN = Origin(
    transaction=C,
    sender=Sender(ANN),
    arrived=Milliseconds(1603755945209),
    content=letter,
)
FAILED = Fate(
    delivery=DeliveryId(f"{C}.1"),
    asked=Recipient(BOB),
    final=BOB,
    action=Action.FAILED,
    said=answer(550, "5.1.1", "no such user"),
    host=HostName("mx.example.net"),
)
LATE = replace(
    FAILED,
    action=Action.DELAYED,
    said=answer(451, "4.7.1", "greylisted"),
    until=Milliseconds(1604187945209),
)
RELAYED = replace(FAILED, action=Action.RELAYED, said=answer(250, "2.0.0", "ok"))


def told(home: House, fates: Sequence[Fate], origin: Origin = ORIGIN) -> Bounce:
    """Tell the sender, as settling does: its work may run twice."""

    async def work() -> Bounce:
        bounce = await tell(home.desk, origin, fates)
        with suppress(_SharedFailure):
            await home.desk.store.write(partial(_fails_after, bounce))
        await home.desk.store.write(bounce.keep)
        bounce.committed(home.desk)
        return bounce

    return home.run(work())


class _SharedFailure(Exception):
    """Another work in the same commit failed, and all were undone."""


def _fails_after(bounce: Bounce, books: Books) -> None:
    bounce.keep(books)
    raise _SharedFailure
