"""Folder names are found by digest and read by their owner only."""

import pytest

from glassine.vault.account_keys import new_key_pair
from glassine.vault.folders import Folders
from glassine.vault.suite import Damaged
from glassine.words.private import Text

ANN, BOB = b"a" * 16, b"b" * 16
FIRST, SECOND = b"1" * 16, b"2" * 16
PAIR = new_key_pair()


def test_a_name_is_found_again_in_the_next_session() -> None:
    today, tomorrow = (Folders(ANN, PAIR.private_half) for _ in range(2))
    sealed = today.seal(Text(b"Taxes"), FIRST)
    assert tomorrow.open(sealed, FIRST).reveal() == b"Taxes"
    assert tomorrow.digest(Text(b"Taxes")) == today.digest(Text(b"Taxes"))
    assert tomorrow.digest(Text(b"taxes")) != today.digest(Text(b"Taxes"))


def test_two_accounts_have_nothing_in_common_by_name() -> None:
    ann, bob = (Folders(who, new_key_pair().private_half) for who in (ANN, BOB))
    assert ann.digest(Text(b"Taxes")) != bob.digest(Text(b"Taxes"))
    with pytest.raises(Damaged):
        bob.open(ann.seal(Text(b"Taxes"), FIRST), FIRST)


def test_a_name_stays_with_its_folder() -> None:
    folders = Folders(ANN, PAIR.private_half)
    with pytest.raises(Damaged):
        folders.open(folders.seal(Text(b"Taxes"), FIRST), SECOND)
