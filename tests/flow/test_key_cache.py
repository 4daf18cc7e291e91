"""An opened key is kept a little while, for the credential that opened it."""

from dataclasses import replace

import pytest

from glassine.flow.key_cache import KeyCache
from glassine.flow.login import Entry
from glassine.store.api.accounts import Scope
from glassine.store.api.ids import SlotId
from glassine.vault.credential_digests import CredentialDigests
from glassine.words.clock import Seconds
from glassine.words.private import Password
from store.samples import account_of, slot_of
from support.moved_clock import MovedClock

ANN = account_of()
SLOT = slot_of(ANN)
ENTRY = Entry(ANN, SlotId(bytes(16)), Scope.ALL, None)
RIGHT, OTHER = Password(b"right"), Password(b"other")


@pytest.fixture
def watch() -> MovedClock:
    return MovedClock()


@pytest.fixture
def cache(watch: MovedClock) -> KeyCache:
    kept = KeyCache(Seconds(300), watch, CredentialDigests())
    kept.keep(ANN, RIGHT, ENTRY, SLOT)
    return kept


def test_the_same_credential_finds_it(cache: KeyCache) -> None:
    assert cache.find(ANN, [SLOT], RIGHT) is ENTRY
    assert cache.find(ANN, [SLOT], OTHER) is None
    assert cache.find(account_of(), [SLOT], RIGHT) is None


def test_it_goes_when_its_slot_does(cache: KeyCache) -> None:
    rewritten = replace(SLOT, sealed=b"another")
    assert cache.find(ANN, [rewritten], RIGHT) is None
    assert cache.find(ANN, [SLOT], RIGHT) is None


def test_it_is_kept_from_the_last_login_on(cache: KeyCache, watch: MovedClock) -> None:
    for _ in range(3):
        watch.seconds += 200
        assert cache.find(ANN, [SLOT], RIGHT) is ENTRY
    watch.seconds += 301
    cache.drop_old()
    assert cache._kept == {}


def test_a_life_of_nothing_keeps_nothing(watch: MovedClock) -> None:
    cache = KeyCache(Seconds(0), watch, CredentialDigests())
    cache.keep(ANN, RIGHT, ENTRY, SLOT)
    assert cache.find(ANN, [SLOT], RIGHT) is None


def test_neither_name_nor_credential_is_in_it(cache: KeyCache) -> None:
    (name,) = cache._kept
    assert len(name) == 32
    assert b"right" not in name
