"""So many may come in, from one address and in all."""

from contextlib import ExitStack

from glassine.net.crowd import Crowd
from glassine.words.public import ip_address

ANN, BOB, EVE = (ip_address(f"192.0.2.{n}") for n in (1, 2, 3))


def test_one_address_has_its_share() -> None:
    crowd = Crowd(per_ip=2, total=10)
    with crowd.enter(ANN) as first, crowd.enter(ANN) as second:
        assert first and second
        with crowd.enter(ANN) as third, crowd.enter(BOB) as other:
            assert not third
            assert other


def test_the_house_is_full_at_some_time() -> None:
    crowd = Crowd(per_ip=2, total=2)
    with crowd.enter(ANN), crowd.enter(BOB), crowd.enter(EVE) as third:
        assert not third


def test_who_leaves_makes_room_even_in_anger() -> None:
    crowd = Crowd(per_ip=1, total=1)
    for _ in range(3):
        with ExitStack() as stack:
            assert stack.enter_context(crowd.enter(ANN))
            stack.enter_context(crowd.enter(ANN))


def test_two_spellings_of_one_address_are_one() -> None:
    crowd = Crowd(per_ip=1, total=10)
    with crowd.enter(ANN), crowd.enter(ip_address("::ffff:192.0.2.1")) as same:
        assert not same


def test_who_is_turned_away_takes_nobodys_place() -> None:
    crowd = Crowd(per_ip=1, total=3)
    with ExitStack() as stack:
        assert stack.enter_context(crowd.enter(ANN))
        for _ in range(10):
            assert not stack.enter_context(crowd.enter(ANN))
        assert stack.enter_context(crowd.enter(BOB))


def test_the_addresses_of_one_ipv6_network_are_one_client() -> None:
    crowd = Crowd(per_ip=1, total=10)
    first, again = ip_address("2001:db8::1"), ip_address("2001:db8::dead:beef")
    with crowd.enter(first), crowd.enter(again) as same:
        assert not same
        with crowd.enter(ip_address("2001:db8:0:1::1")) as other:
            assert other


def test_a_network_leaves_room_for_the_rest_of_the_world() -> None:
    crowd = Crowd(per_ip=9, per_network=2, total=10)
    with crowd.enter(ANN) as ann, crowd.enter(BOB) as bob, crowd.enter(EVE) as eve:
        assert (ann, bob, eve) == (True, True, False)
        with crowd.enter(ip_address("198.51.100.1")) as other:
            assert other


def test_our_own_network_may_fill_the_house() -> None:
    crowd = Crowd(per_ip=9, per_network=1, total=3)
    with ExitStack() as stack:
        came = [
            stack.enter_context(crowd.enter(ip_address(f"10.0.0.{n}"))) for n in (1, 2)
        ]
        assert came == [True, True]


def test_a_site_of_ipv6_is_one_network() -> None:
    crowd = Crowd(per_ip=9, per_network=1, total=10)
    first, second = ip_address("2001:db8:0:1::1"), ip_address("2001:db8:0:2::1")
    with crowd.enter(first), crowd.enter(second) as near:
        assert not near
        with crowd.enter(ip_address("2001:db8:1::1")) as far:
            assert far
