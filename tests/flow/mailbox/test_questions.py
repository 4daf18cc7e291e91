"""A search opens no more of a message than it must."""

from datetime import date
from typing import cast

import pytest

from glassine.flow.card import Marks
from glassine.flow.mailbox.candidate import Candidate
from glassine.flow.mailbox.questions import Cost, Terms, question_of
from glassine.wire.imap.flags import Keyword, SystemFlag
from glassine.wire.imap.search_keys import (
    All,
    And,
    Contains,
    Dated,
    Day,
    HasFlag,
    InSet,
    Larger,
    Not,
    Older,
    Or,
    Order,
    SearchKey,
    Where,
    Younger,
)
from glassine.wire.imap.sets import SequenceSet
from glassine.words.clock import Milliseconds
from glassine.words.private import Text

NOW = Milliseconds(1_000_000)
TERMS = Terms(lambda key: frozenset({3}), NOW)
IN_BODY = Contains(Where.BODY, Text(b"x"))


class Closed:
    """A message of which only the head may be opened."""

    position = 3
    marks = Marks(
        flags=frozenset({"\\Seen"}),
        keywords=frozenset({"Apple"}),
        size=100,
        arrived=NOW - 5000,
    )


def asks(key: SearchKey) -> bool:
    return question_of(key, TERMS).ask(cast(Candidate, Closed()))


@pytest.mark.parametrize(
    "key",
    [
        All(),
        InSet(SequenceSet(((1, 1),))),
        HasFlag(SystemFlag.SEEN),
        HasFlag(Keyword(b"aPPle")),
        Larger(99),
        Younger(5),
        Older(5),
        Dated(Day.INTERNAL, Order.ON, date(1970, 1, 1)),
        Dated(Day.INTERNAL, Order.BEFORE, date(1970, 1, 2)),
        Not(HasFlag(SystemFlag.FLAGGED)),
        Or(IN_BODY, HasFlag(SystemFlag.SEEN)),
        Not(And((IN_BODY, HasFlag(SystemFlag.DRAFT)))),
    ],
)
def test_the_head_of_the_row_is_enough(key: SearchKey) -> None:
    assert asks(key)


def test_what_a_key_costs_is_what_its_dearest_part_costs() -> None:
    assert question_of(IN_BODY, TERMS).cost is Cost.MESSAGE
    assert question_of(Not(And((All(), IN_BODY))), TERMS).cost is Cost.MESSAGE
    assert question_of(Contains(Where.SUBJECT, Text(b"x")), TERMS).cost is Cost.CARD
    assert question_of(Contains(Where.TEXT, Text(b"")), TERMS).cost is Cost.VIEW
