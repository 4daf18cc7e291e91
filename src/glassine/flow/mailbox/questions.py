"""A search key, made ready to be tried on many messages, the cheap questions first.

What a key asks is ordered by what the answer costs: the view, the head of the row, the
whole row, the header of the message, the message. RFC 9051 §6.4.4
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum, auto
from typing import TypeAlias, assert_never

from glassine.flow.card import Card
from glassine.flow.mailbox import flags
from glassine.flow.mailbox.candidate import Candidate
from glassine.mail import dates
from glassine.mail import match as words
from glassine.wire.imap import search_keys as keys
from glassine.wire.imap.search_keys import Day, Order, SearchKey, Where
from glassine.words.clock import Milliseconds

Ask: TypeAlias = Callable[[Candidate], bool]
FIELDS = {
    Where.BCC: b"Bcc",
    Where.CC: b"Cc",
    Where.FROM: b"From",
    Where.TO: b"To",
}


class Cost(IntEnum):
    """What must be opened to know."""

    VIEW = auto()
    MARKS = auto()
    CARD = auto()
    HEADER = auto()
    MESSAGE = auto()


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what its answer costs at most."""

    cost: Cost
    ask: Ask


@dataclass(frozen=True, slots=True)
class Terms:
    """What a key means at this moment: sets by position, and the time."""

    chosen: Callable[[keys.InSet], frozenset[int]]
    now: Milliseconds


def question_of(key: SearchKey, terms: Terms) -> Question:
    """Return the question that a key asks."""
    match key:
        case keys.All() | keys.InSet() | keys.ModSeq():
            return Question(Cost.VIEW, _of_view(key, terms))
        case keys.HasFlag() | keys.Larger() | keys.Smaller():
            return Question(Cost.MARKS, _of_marks(key))
        case keys.Younger() | keys.Older():
            return Question(Cost.MARKS, _of_age(key, terms.now))
        case keys.Dated():
            return _dated(key)
        case keys.Contains() | keys.Header():
            return _words(key)
        case keys.Not() | keys.Or() | keys.And():
            return _joined(key, terms)
        case _:
            assert_never(key)


def _of_view(key: keys.All | keys.InSet | keys.ModSeq, terms: Terms) -> Ask:
    match key:
        case keys.All():
            return lambda _: True
        case keys.InSet():
            positions = terms.chosen(key)
            return lambda one: one.position in positions
        case keys.ModSeq(least):
            return lambda one: one.held.modseq >= least


def _of_marks(key: keys.HasFlag | keys.Larger | keys.Smaller) -> Ask:
    match key:
        case keys.HasFlag(flag):
            return lambda one: flag in flags.of(one.marks)
        case keys.Larger(than):
            return lambda one: one.marks.size > than
        case keys.Smaller(than):
            return lambda one: one.marks.size < than


def _of_age(key: keys.Younger | keys.Older, now: Milliseconds) -> Ask:
    moment = now - key.seconds * 1000
    if isinstance(key, keys.Younger):
        return lambda one: one.marks.arrived >= moment
    return lambda one: one.marks.arrived <= moment


def _joined(key: keys.Not | keys.Or | keys.And, terms: Terms) -> Question:
    match key:
        case keys.Not(inner):
            question = question_of(inner, terms)
            return Question(question.cost, lambda one: not question.ask(one))
        case keys.Or(one, other):
            questions = _cheap_first((one, other), terms)
            return Question(
                questions[-1].cost, lambda one: any(q.ask(one) for q in questions)
            )
        case keys.And(inner_keys):
            questions = _cheap_first(inner_keys, terms)
            return Question(
                questions[-1].cost, lambda one: all(q.ask(one) for q in questions)
            )


def _cheap_first(inner: tuple[SearchKey, ...], terms: Terms) -> list[Question]:
    return sorted(
        (question_of(key, terms) for key in inner), key=lambda question: question.cost
    )


def _dated(key: keys.Dated) -> Question:
    compare = _comparison(key.order, key.date)
    if key.day is Day.INTERNAL:
        return Question(Cost.MARKS, lambda one: compare(_day_of(one.marks.arrived)))

    def sent(one: Candidate) -> bool:
        written = one.card.envelope.date
        found = dates.read(written) if written else None
        return found is not None and compare(found.day)

    return Question(Cost.CARD, sent)


def _comparison(order: Order, day: date) -> Callable[[date], bool]:
    match order:
        case Order.BEFORE:
            return lambda found: found < day
        case Order.ON:
            return lambda found: found == day
        case Order.SINCE:
            return lambda found: found >= day


def _day_of(moment: int) -> date:
    return datetime.fromtimestamp(moment / 1000, UTC).date()


def _words(key: keys.Contains | keys.Header) -> Question:
    folded = words.fold(key.term.reveal().decode())
    if isinstance(key, keys.Header):
        return _in_field(key.field.reveal(), folded)
    if not folded:
        return Question(Cost.VIEW, lambda _: True)
    match key.where:
        case Where.BODY:
            return Question(
                Cost.MESSAGE,
                lambda one: words.in_body(one.card.root, one.message, folded),
            )
        case Where.TEXT:
            return Question(
                Cost.MESSAGE,
                lambda one: words.in_message(one.card.root, one.message, folded),
            )
        case Where.SUBJECT:
            return Question(Cost.CARD, lambda one: _in_subject(one.card, folded))
        case _:
            return _in_field(FIELDS[key.where], folded)


def _in_field(name: bytes, folded: str) -> Question:
    return Question(Cost.HEADER, lambda one: words.in_field(one.header, name, folded))


def _in_subject(card: Card, folded: str) -> bool:
    """Ask the row, which holds the subject as it was written: no message is opened."""
    written = card.envelope.subject
    return written is not None and words.holds(written, folded)
