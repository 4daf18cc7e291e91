"""A view moves only when its client may be told."""

import pytest

from glassine.flow.mailbox.view import Held, NoSuchMessage, View
from glassine.store.api.ids import AccountId, MailboxId, Modseq, Uid
from glassine.store.api.mailboxes import Mailbox
from glassine.wire.imap.sets import STAR, SequenceSet, number_set

BOX = Mailbox(
    MailboxId(1), AccountId(b"a"), b"d", b"s", 7, Uid(10), Modseq(20), messages=3
)


def held(uid: int, modseq: int = 1) -> Held:
    """Return a message of which only the place matters."""
    return Held(Uid(uid), Modseq(modseq), None)


@pytest.fixture
def view() -> View:
    return View(BOX, [held(2), held(5), held(9)], read_only=False)


def test_numbers_are_positions_and_what_is_beyond_the_last_is_left_out(
    view: View,
) -> None:
    assert view.with_numbers(SequenceSet(((1, 2),))) == [0, 1]
    assert view.with_numbers(SequenceSet(((2, STAR),))) == [1, 2]
    assert view.with_numbers(SequenceSet(((3, 8),))) == [2]


def test_numbers_none_of_which_exist_are_an_error(view: View) -> None:
    with pytest.raises(NoSuchMessage):
        view.with_numbers(SequenceSet(((4, 8),)))
    empty = View(BOX, [], read_only=False)
    assert empty.with_numbers(SequenceSet(((1, STAR),))) == []


def test_uids_that_do_not_exist_are_passed_over(view: View) -> None:
    assert view.with_uids(SequenceSet(((3, 6), (9, 9)))) == [1, 2]
    assert view.with_uids(SequenceSet(((50, STAR),))) == [2]
    assert view.among(number_set([2, 9, 11])) == [0, 2]


def test_those_who_arrive_are_counted_when_they_are_let_in(view: View) -> None:
    view.merge([held(10, 2), held(11, 2)], [])
    assert view.uids == [2, 5, 9]
    assert view.let_in()
    assert view.uids == [2, 5, 9, 10, 11]
    assert not view.let_in()


def test_those_who_go_keep_their_number_until_they_are_let_go(view: View) -> None:
    view.merge([], [2, 9, 40])
    assert view.at(Uid(5)) == 1
    assert list(view.let_go()) == [2, 0]
    assert view.uids == [5]


def test_who_arrives_and_goes_unseen_is_never_told_of(view: View) -> None:
    view.merge([held(10, 2)], [])
    view.merge([], [10])
    assert not view.let_in()
    assert list(view.let_go()) == []


def test_a_change_is_news_unless_it_is_our_own(view: View) -> None:
    view.held[0].modseq = Modseq(21)
    view.merge([held(2, 21), held(5, 22)], [])
    assert view.changed == {5}


def test_who_changes_before_being_let_in_comes_in_changed(view: View) -> None:
    view.merge([held(10, 2)], [])
    view.merge([held(10, 3)], [])
    view.let_in()
    assert view.held[-1].modseq == 3


def test_our_own_change_is_read_only_as_far_as_nobody_else_wrote(view: View) -> None:
    view.wrote(Modseq(21))
    assert view.modseq == 21
    view.wrote(Modseq(23))
    assert view.modseq == 21
