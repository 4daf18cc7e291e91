"""A password opens its slot, and nothing else does, known account or not."""

import pytest

from glassine.vault import password_slot
from glassine.vault.account_keys import new_key_pair
from glassine.vault.password_slot import (
    COST,
    Cost,
    decoy_password_slot,
    is_right,
    new_password_slot,
    try_password,
)
from glassine.vault.slots import Slot, SlotKind
from glassine.vault.suite import Damaged
from glassine.words.private import Password

ANN, BOB = b"a" * 16, b"b" * 16
CHEAP = Cost(memory=64, passes=1)
PAIR = new_key_pair()
RIGHT, WRONG = Password(b"correct horse"), Password(b"battery staple")


def test_the_right_password_gives_the_private_half() -> None:
    slot = new_password_slot(RIGHT, ANN, PAIR.private_half, CHEAP)
    unlocked = try_password(slot, ANN, RIGHT)
    assert unlocked is not None
    assert unlocked.slot_id == slot.id
    assert unlocked.private_half is not None
    assert unlocked.private_half.reveal() == PAIR.private_half.reveal()


def test_a_wrong_password_gives_nothing() -> None:
    slot = new_password_slot(RIGHT, ANN, PAIR.private_half, CHEAP)
    assert try_password(slot, ANN, WRONG) is None
    assert try_password(slot, ANN, Password(b"")) is None


def test_a_password_can_be_checked_and_nothing_is_unlocked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unwrapped(*_: object) -> None:
        raise AssertionError

    slot = new_password_slot(RIGHT, ANN, PAIR.private_half, CHEAP)
    monkeypatch.setattr(password_slot.slots, "unwrap", unwrapped)
    assert is_right(slot, RIGHT)
    assert not is_right(slot, WRONG)
    assert not is_right(decoy_password_slot(CHEAP), RIGHT)


def test_a_slot_that_may_only_send_checks_and_holds_no_key() -> None:
    slot = new_password_slot(RIGHT, ANN, None, CHEAP)
    unlocked = try_password(slot, ANN, RIGHT)
    assert unlocked is not None
    assert unlocked.private_half is None
    assert try_password(slot, ANN, WRONG) is None
    assert len(slot.sealed) == 2 + 9 + 16 + 32


def test_a_slot_moved_to_another_account_is_damage() -> None:
    slot = new_password_slot(RIGHT, ANN, PAIR.private_half, CHEAP)
    with pytest.raises(Damaged):
        try_password(slot, BOB, RIGHT)


def test_a_new_password_rewrites_a_slot_and_leaves_the_key_as_it_was() -> None:
    old = new_password_slot(RIGHT, ANN, PAIR.private_half, CHEAP)
    unlocked = try_password(old, ANN, RIGHT)
    assert unlocked is not None
    new = new_password_slot(WRONG, ANN, unlocked.private_half, CHEAP)
    assert try_password(new, ANN, RIGHT) is None
    again = try_password(new, ANN, WRONG)
    assert again is not None
    assert again.private_half is not None
    assert again.private_half.reveal() == PAIR.private_half.reveal()


def test_the_decoy_costs_one_argon2_run_and_opens_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = []
    halves = password_slot._halves
    monkeypatch.setattr(
        password_slot, "_halves", lambda *a: (runs.append(a[2]), halves(*a))[1]
    )
    assert try_password(decoy_password_slot(CHEAP), ANN, RIGHT) is None
    assert runs == [CHEAP]


def test_the_cost_is_kept_in_the_slot() -> None:
    dear = Cost(memory=128, passes=2, lanes=2)
    slot = new_password_slot(RIGHT, ANN, PAIR.private_half, dear)
    assert try_password(slot, ANN, RIGHT) is not None


@pytest.mark.parametrize(
    "cost",
    [
        Cost(memory=1 << 21, passes=1),
        Cost(memory=64, passes=17),
        Cost(memory=64, passes=0),
        Cost(memory=64, passes=1, lanes=17),
        Cost(memory=8, passes=1, lanes=2),
    ],
    ids=repr,
)
def test_a_slot_that_asks_for_too_much_or_too_little_is_damage(cost: Cost) -> None:
    with pytest.raises(Damaged):
        try_password(decoy_password_slot(cost), ANN, RIGHT)


def test_the_default_cost_is_bearable_and_not_cheap() -> None:
    assert COST.is_bearable()
    assert COST.memory >= 47_104  # OWASP's least, with one pass


def test_a_slot_cut_short_or_of_another_kind_is_damage() -> None:
    slot = new_password_slot(RIGHT, ANN, PAIR.private_half, CHEAP)
    for sealed in (b"", b"\1", slot.sealed[:30], slot.sealed + b"x"):
        with pytest.raises(Damaged):
            try_password(Slot(slot.id, SlotKind.PASSWORD, sealed), ANN, RIGHT)
