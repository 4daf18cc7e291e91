"""Day keys live a day or 10,000 messages, and open again in a session."""

import pytest

from glassine.vault.account_keys import PrivateHalf, new_key_pair
from glassine.vault.box import new_message_key
from glassine.vault.day_key import open_day_key
from glassine.vault.day_keys import DayKeys
from glassine.vault.suite import Damaged
from glassine.words.private import Message
from support.moved_clock import MovedClock

PAIR = new_key_pair()
ANN, BOB = b"a" * 16, b"b" * 16
FIRST, SECOND = b"1" * 16, b"2" * 16


def test_one_key_serves_an_account_all_day() -> None:
    clock = MovedClock()
    keys = DayKeys(clock)
    first = keys.for_account(ANN, PAIR.public_half)
    clock.seconds = 24 * 3600 - 1
    assert keys.for_account(ANN, PAIR.public_half) is first
    clock.seconds += 1
    assert keys.for_account(ANN, PAIR.public_half).id != first.id


def test_accounts_do_not_share_a_key() -> None:
    keys = DayKeys(MovedClock())
    ann = keys.for_account(ANN, PAIR.public_half)
    assert keys.for_account(BOB, PAIR.public_half).id != ann.id


def test_ten_thousand_messages_are_enough_for_one_key() -> None:
    keys = DayKeys(MovedClock())
    ids = {keys.for_account(ANN, PAIR.public_half).id for _ in range(10_000)}
    assert len(ids) == 1
    assert keys.for_account(ANN, PAIR.public_half).id not in ids


def test_a_new_public_half_gets_a_new_key() -> None:
    keys = DayKeys(MovedClock())
    old = keys.for_account(ANN, PAIR.public_half)
    assert keys.for_account(ANN, new_key_pair().public_half).id != old.id


def test_a_process_holds_no_more_keys_than_it_may() -> None:
    keys = DayKeys(MovedClock(), accounts=1)
    ann = keys.for_account(ANN, PAIR.public_half)
    keys.for_account(BOB, PAIR.public_half)
    assert keys.for_account(ANN, PAIR.public_half).id != ann.id


def test_a_key_must_be_stored_until_its_caller_says_it_is() -> None:
    keys = DayKeys(MovedClock())
    assert not keys.for_account(ANN, PAIR.public_half).stored
    keys.for_account(ANN, PAIR.public_half).stored = True
    assert keys.for_account(ANN, PAIR.public_half).stored


def test_what_a_day_key_sealed_its_stored_form_opens() -> None:
    fresh = DayKeys(MovedClock()).for_account(ANN, PAIR.public_half)
    key, row = new_message_key(), Message(b"row")
    wrapped, sealed = fresh.wrap(key, FIRST), fresh.seal_row(row, FIRST)
    opened = open_day_key(PrivateHalf(PAIR.private_half), ANN, fresh.id, fresh.sealed)
    assert opened.stored
    assert opened.unwrap(wrapped, FIRST).reveal() == key.reveal()
    assert opened.open_row(sealed, FIRST).reveal() == b"row"


def test_a_record_opens_only_in_its_own_place() -> None:
    day_key = DayKeys(MovedClock()).for_account(ANN, PAIR.public_half)
    wrapped = day_key.wrap(new_message_key(), FIRST)
    sealed = day_key.seal_row(Message(b"row"), FIRST)
    with pytest.raises(Damaged):
        day_key.unwrap(wrapped, SECOND)
    with pytest.raises(Damaged):
        day_key.unwrap(sealed, FIRST)
    with pytest.raises(Damaged):
        day_key.open_row(sealed, SECOND)
    with pytest.raises(Damaged):
        day_key.open_row(sealed, FIRST, b"search")


def test_the_same_row_sealed_twice_does_not_look_the_same() -> None:
    day_key = DayKeys(MovedClock()).for_account(ANN, PAIR.public_half)
    row = Message(b"row")
    assert day_key.seal_row(row, FIRST) != day_key.seal_row(row, FIRST)


def test_a_row_s_length_says_little() -> None:
    day_key = DayKeys(MovedClock()).for_account(ANN, PAIR.public_half)
    rows = [Message(b"x" * n) for n in (0, 1, 100, 508)]
    assert len({len(day_key.seal_row(row, FIRST)) for row in rows}) == 1


def test_a_day_key_of_one_account_does_not_open_as_another_s() -> None:
    fresh = DayKeys(MovedClock()).for_account(ANN, PAIR.public_half)
    with pytest.raises(Damaged):
        open_day_key(PrivateHalf(PAIR.private_half), BOB, fresh.id, fresh.sealed)
