"""SEARCH: which messages answer to a key. RFC 9051 §6.4.4, ESEARCH RFC 4731

Messages are looked at off the event loop, some at a time, and one is in memory at once.
A message that cannot be read answers to nothing.
"""

from collections.abc import Sequence

from glassine.flow.mailbox.candidate import Candidate
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.questions import Question, Terms, question_of
from glassine.flow.mailbox.rows import Lost
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import NoSuchMessage
from glassine.store.api.store import Books
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Search
from glassine.wire.imap.options import SearchReturn
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.search_keys import InSet
from glassine.wire.imap.sets import NumberSet, number_set
from glassine.wire.imap.write.found import Found, esearch_line, search_line

AT_ONCE = 500  # messages looked at before others have their turn
ALL = frozenset({SearchReturn.ALL})


async def search(
    desk: MailboxDesk, session: Session, out: Out, tag: bytes, command: Search
) -> Reply:
    """Find the messages, and say what was asked of them."""
    view = session.selected

    def chosen(key: InSet) -> frozenset[int]:
        try:
            return frozenset(session.positions(key.numbers, uid=key.uid))
        except NoSuchMessage:
            return frozenset()

    question = question_of(command.key, Terms(chosen, desk.clock.now()))
    positions = await _find(desk, session, question)
    uids = [view.uids[position] for position in positions]
    numbers = uids if command.uid else [position + 1 for position in positions]
    returns = command.returns
    if returns is not None and SearchReturn.SAVE in returns:
        session.saved = number_set(_saved(returns, uids))
    if returns is None and not session.rev2:
        out.write(search_line(numbers))
    elif (wanted := (returns or ALL)) != {SearchReturn.SAVE}:
        out.write(esearch_line(tag, _found(wanted, numbers), uid=command.uid))
    return replies.COMPLETED


async def _find(desk: MailboxDesk, session: Session, question: Question) -> list[int]:
    view, opened = session.selected, session.opened
    found: list[int] = []
    for start in range(0, len(view.held), AT_ONCE):
        stop = min(start + AT_ONCE, len(view.held))

        def look(books: Books, some: range = range(start, stop)) -> list[int]:
            candidates = (
                Candidate(books, opened, view.mailbox, position, view.held[position])
                for position in some
            )
            return [one.position for one in candidates if _answers(question, one)]

        found += await desk.store.read(look)
    return found


def _answers(question: Question, candidate: Candidate) -> bool:
    try:
        return question.ask(candidate)
    except Lost:
        return False


def _saved(returns: frozenset[SearchReturn], uids: Sequence[int]) -> Sequence[int]:
    """Return what SAVE keeps: with MIN or MAX alone, only those. RFC 5182 §2.4"""
    if returns & {SearchReturn.ALL, SearchReturn.COUNT} or returns == {
        SearchReturn.SAVE
    }:
        return uids
    least = uids[:1] if SearchReturn.MIN in returns else []
    return [*least, *(uids[-1:] if SearchReturn.MAX in returns else [])]


def _found(returns: frozenset[SearchReturn], numbers: Sequence[int]) -> Found:
    everything: NumberSet = number_set(numbers)
    return Found(
        least=numbers[0] if numbers and SearchReturn.MIN in returns else None,
        most=numbers[-1] if numbers and SearchReturn.MAX in returns else None,
        all=everything if SearchReturn.ALL in returns else None,
        count=len(numbers) if SearchReturn.COUNT in returns else None,
    )
