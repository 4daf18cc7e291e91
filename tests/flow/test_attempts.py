"""Guessing gets slower with each failure, and then is not looked at."""

import pytest

from glassine.flow.attempts import LONGEST_DELAY, Attempts, Bounds
from glassine.words.public import ip_address
from support.moved_clock import MovedClock

HERE, THERE = ip_address("192.0.2.1"), ip_address("192.0.2.2")
ANN, BOB = b"ann", b"bob"


@pytest.fixture
def watch() -> MovedClock:
    return MovedClock(1000)


@pytest.fixture
def attempts(watch: MovedClock) -> Attempts:
    return Attempts(Bounds(per_ip=4, per_account=2, window=60, first_delay=1), watch)


def test_each_failure_takes_twice_as_long_to_a_limit(watch: MovedClock) -> None:
    bounds = Bounds(per_ip=9999, per_account=9999, window=60, first_delay=1)
    attempts = Attempts(bounds, watch)
    delays = [attempts.failed(HERE, ANN) for _ in range(2000)]
    assert delays[:5] == [1, 2, 4, 8, 8]
    assert delays[-1] == LONGEST_DELAY


def test_an_account_is_closed_to_all_and_an_address_to_all_names(
    attempts: Attempts,
) -> None:
    for _ in range(2):
        assert not attempts.too_many(THERE, ANN)
        attempts.failed(HERE, ANN)
    assert attempts.too_many(THERE, ANN)
    assert not attempts.too_many(HERE, BOB)
    for name in (b"x", b"y"):
        attempts.failed(HERE, name)
    assert attempts.too_many(HERE, BOB)
    assert not attempts.too_many(THERE, BOB)


def test_failures_are_forgotten_with_time(
    attempts: Attempts, watch: MovedClock
) -> None:
    for _ in range(2):
        attempts.failed(HERE, ANN)
    watch.seconds += 61
    assert not attempts.too_many(HERE, ANN)
    assert attempts.failed(HERE, ANN) == 1


def test_who_comes_in_is_forgiven_but_not_his_address(attempts: Attempts) -> None:
    attempts.failed(HERE, ANN)
    attempts.succeeded(ANN)
    assert attempts.failed(THERE, ANN) == 1
    assert attempts.failed(HERE, BOB) == 2
    attempts.succeeded(b"somebody new")


def test_what_is_remembered_is_bounded(watch: MovedClock) -> None:
    bounds = Bounds(per_ip=10**6, per_account=9, window=60, first_delay=0)
    attempts = Attempts(bounds, watch)
    for number in range(100):
        attempts.failed(HERE, b"%d" % number)
    assert len(attempts._failures) == 101


def test_an_ipv6_client_is_not_new_with_each_address_it_takes(
    attempts: Attempts,
) -> None:
    for number in range(4):
        attempts.failed(ip_address(f"2001:db8::{number}"), b"%d" % number)
    assert attempts.too_many(ip_address("2001:db8::ffff"), BOB)
    assert not attempts.too_many(ip_address("2001:db8:0:1::1"), BOB)
