"""Secrets that we made open their own slot and no other."""

import pytest

from glassine.vault import printed, secret_slot
from glassine.vault.account_keys import new_key_pair
from glassine.vault.printed import Form, Printed
from glassine.vault.secret_slot import decoy_secret_slot, new_secret_slot, try_secret
from glassine.vault.suite import Damaged
from glassine.words.private import Password

ANN, BOB = b"a" * 16, b"b" * 16
PAIR = new_key_pair()


def typed(shown: Password) -> Printed:
    found = printed.read(shown)
    assert isinstance(found, Printed)
    return found


@pytest.mark.parametrize("form", Form)
def test_a_secret_names_its_slot_and_opens_it(form: Form) -> None:
    made = [new_secret_slot(form, ANN, PAIR.private_half) for _ in range(3)]
    secret = typed(made[1].shown)
    named = [new.slot for new in made if secret_slot.names(new.slot, secret)]
    assert named == [made[1].slot]
    unlocked = try_secret(named[0], ANN, secret)
    assert unlocked is not None
    assert unlocked.private_half is not None
    assert unlocked.private_half.reveal() == PAIR.private_half.reveal()


def test_a_secret_that_may_only_send_opens_no_key() -> None:
    new = new_secret_slot(Form.APP, ANN, None)
    unlocked = try_secret(new.slot, ANN, typed(new.shown))
    assert unlocked is not None
    assert unlocked.private_half is None


def test_another_secret_another_account_and_the_decoy_give_nothing() -> None:
    first, second = (new_secret_slot(Form.APP, ANN, PAIR.private_half) for _ in "12")
    assert try_secret(first.slot, ANN, typed(second.shown)) is None
    assert try_secret(first.slot, BOB, typed(first.shown)) is None
    assert try_secret(decoy_secret_slot(), ANN, typed(first.shown)) is None


def test_an_app_secret_does_not_open_a_recovery_slot() -> None:
    app = new_secret_slot(Form.APP, ANN, PAIR.private_half)
    recovery = new_secret_slot(Form.RECOVERY, ANN, PAIR.private_half)
    with pytest.raises(Damaged):
        try_secret(recovery.slot, ANN, typed(app.shown))
