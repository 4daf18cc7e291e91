"""A session opens what arrived while its owner was away, and forgets it all after."""

import pytest

from glassine.vault.account_keys import new_key_pair
from glassine.vault.box import new_message_key, seal
from glassine.vault.day_key import new_day_key
from glassine.vault.open_account import Forgotten, OpenAccount, UnknownDayKey
from glassine.vault.opener import open_box
from glassine.vault.suite import Damaged
from glassine.words.clock import SystemClock
from glassine.words.private import Message, Text

ANN, FIRST, SECOND = b"a" * 16, b"1" * 16, b"2" * 16
PAIR = new_key_pair()


@pytest.fixture
def ann() -> OpenAccount:
    return OpenAccount(ANN, PAIR.private_half, SystemClock())


def test_mail_that_came_while_she_was_away_can_be_read(ann: OpenAccount) -> None:
    front, key = new_day_key(ANN, PAIR.public_half), new_message_key()
    box = seal(key, b"Dear Ann")
    wrapped = front.wrap(key, FIRST)
    row = front.seal_row(Message(b"row"), FIRST)
    assert ann.missing([front.id]) == {front.id}
    ann.learn(front.id, front.sealed)
    assert ann.missing([front.id]) == set()
    assert ann.open_row(row, FIRST).reveal() == b"row"
    assert open_box(ann.unwrap(wrapped, FIRST), box).reveal() == b"Dear Ann"


def test_a_row_of_a_day_key_not_yet_learnt_says_so(ann: OpenAccount) -> None:
    row = new_day_key(ANN, PAIR.public_half).seal_row(Message(b"row"), FIRST)
    with pytest.raises(UnknownDayKey):
        ann.open_row(row, FIRST)


def test_a_day_key_under_another_id_is_not_learnt(ann: OpenAccount) -> None:
    front = new_day_key(ANN, PAIR.public_half)
    with pytest.raises(Damaged):
        ann.learn(SECOND, front.sealed)


def test_what_she_changes_is_sealed_under_her_session_s_own_day_key(
    ann: OpenAccount,
) -> None:
    day_key, row = ann.reseal(Message(b"seen"), FIRST)
    assert not day_key.stored
    assert ann.open_row(row, FIRST).reveal() == b"seen"
    later = OpenAccount(ANN, PAIR.private_half, SystemClock())
    later.learn(day_key.id, day_key.sealed)
    assert later.open_row(row, FIRST).reveal() == b"seen"


def test_a_copy_of_a_message_is_a_new_wrap_of_the_same_key(ann: OpenAccount) -> None:
    key = new_message_key()
    wrapped = ann.day_key().wrap(key, FIRST)
    copied = ann.day_key().wrap(ann.unwrap(wrapped, FIRST), SECOND)
    assert ann.unwrap(copied, SECOND).reveal() == key.reveal()


def test_after_the_session_nothing_opens_any_more(ann: OpenAccount) -> None:
    day_key, row = ann.reseal(Message(b"row"), FIRST)
    ann.forget()
    ann.forget()
    for use in (
        lambda: ann.open_row(row, FIRST),
        lambda: ann.learn(day_key.id, day_key.sealed),
        lambda: ann.reseal(Message(b"row"), FIRST),
        lambda: ann.folders.digest(Text(b"Taxes")),
        lambda: ann.private_half,
    ):
        with pytest.raises(Forgotten):
            use()


def test_its_public_half_is_the_account_s(ann: OpenAccount) -> None:
    assert ann.public_half == PAIR.public_half
    assert ann.private_half is PAIR.private_half


def test_a_row_cut_short_is_damage(ann: OpenAccount) -> None:
    _, row = ann.reseal(Message(b"row"), FIRST)
    for cut in (0, 1, 17, 44):
        with pytest.raises(Damaged):
            ann.open_row(row[:cut], FIRST)
