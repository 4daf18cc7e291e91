"""A return path leads back to the sender, and only one of ours does."""

import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassine.trust.srs import DAYS, Expired, Forged, ReturnPaths, is_return_path
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain, parse_address

DAY = 24 * 3600 * 1000
NOW = Milliseconds(1603755945209)
OURS = Domain("example.org")
EVE = parse_address("eve@example.com")


def keyed(key: bytes) -> ReturnPaths:
    return ReturnPaths(lambda words: hmac.digest(key, words, hashlib.sha256))


PATHS = keyed(b"ours")


def through(sender: Address, now: Milliseconds = NOW) -> Address:
    made = PATHS.through(OURS, sender, now)
    assert made is not None
    return made


def test_a_sender_is_told_by_hash_day_domain_and_local_part() -> None:
    made = through(EVE)
    scheme, told, day, domain, local = made.local.split("=")
    assert (scheme, domain, local) == ("SRS0", "example.com", "eve")
    assert (len(told), len(day)) == (6, 2)
    assert made.domain == OURS
    assert is_return_path(made)
    assert PATHS.back(made, NOW) == EVE


@pytest.mark.parametrize(
    "sender", ["a=b=c@example.com", "x+tag@example.net", "jörg@example.com", "-@a.b"]
)
def test_whatever_stands_in_a_local_part_comes_back(sender: str) -> None:
    assert PATHS.back(through(parse_address(sender)), NOW) == parse_address(sender)


def test_case_may_be_lost_on_the_way() -> None:
    made = through(parse_address("Eve@example.com"))
    for local in (made.local.lower(), made.local.upper()):
        back = PATHS.back(Address(local, OURS), NOW)
        assert str(back).lower() == "eve@example.com"


def test_what_another_forwarder_has_made_leads_back_to_that_forwarder() -> None:
    theirs = parse_address("SRS0=HHH=TT=example.com=eve@forwarder.example")
    made = through(theirs)
    assert made.local.startswith("SRS1=")
    assert "=forwarder.example==HHH=TT=example.com=eve" in made.local
    assert PATHS.back(made, NOW) == theirs


def test_a_second_forwarder_is_left_out_on_the_way_back() -> None:
    first = "first.example==HHH=TT=example.com=e"
    made = through(parse_address(f"SRS1=XXX={first}@second.example"))
    assert PATHS.back(made, NOW) == parse_address(
        "SRS0=HHH=TT=example.com=e@first.example"
    )


@pytest.mark.parametrize(
    "sender",
    [
        "SRS1=XXX=no!domain==HHH=TT=e.example=e@x.example",
        "SRS1=X=y=z@x.example",
        "SRS0@x.example",
    ],
)
def test_what_only_looks_like_another_forwarders_is_a_sender(sender: str) -> None:
    made = through(parse_address(sender))
    assert made.local.startswith("SRS0=")
    assert PATHS.back(made, NOW) == parse_address(sender)


def test_other_separators_of_other_forwarders_are_kept() -> None:
    theirs = parse_address("SRS0+HHH=TT=example.com=eve@forwarder.example")
    assert PATHS.back(through(theirs), NOW) == theirs


@pytest.mark.parametrize(
    "sender",
    [
        f"{'e' * 60}@example.com",  # no room in 64 octets
        '"e v e"@example.com',
        "eve@[192.0.2.1]",
    ],
)
def test_a_sender_that_cannot_be_told_is_not(sender: str) -> None:
    assert PATHS.through(OURS, parse_address(sender), NOW) is None


def test_an_address_is_good_for_three_weeks() -> None:
    made = through(EVE)
    assert PATHS.back(made, Milliseconds(NOW + DAYS * DAY)) == EVE
    with pytest.raises(Expired):
        PATHS.back(made, Milliseconds(NOW + (DAYS + 1) * DAY))
    with pytest.raises(Expired):  # made tomorrow: not by us
        PATHS.back(made, Milliseconds(NOW - DAY))


@pytest.mark.parametrize(
    "local",
    [
        "SRS0=AAAAAA={day}=example.com=eve",
        "SRS0={told}={day}=example.com=adam",
        "SRS0={told}={day}=example.net=eve",
        "SRS0={told}=AA=example.com=eve",
        "SRS0=={day}=example.com=eve",
        "SRS0={told}",
        "SRS1={told}={day}=example.com=eve",
        "SRS1=",
        "SRS0=ÄÖÜ={day}=example.com=eve",
    ],
)
def test_what_was_changed_is_forged(local: str) -> None:
    _, told, day, _, _ = through(EVE).local.split("=")
    with pytest.raises(Forged):
        PATHS.back(Address(local.format(told=told, day=day), OURS), NOW)


def test_another_servers_key_makes_nothing_that_we_take() -> None:
    theirs = keyed(b"theirs").through(OURS, EVE, NOW)
    assert theirs is not None
    with pytest.raises(Forged):
        PATHS.back(theirs, NOW)


def test_one_kind_of_hash_is_no_good_for_the_other() -> None:
    """A forwarder named like a day would else have us vouch for any address."""
    made = through(parse_address("SRS0=x@ab"))
    told = made.local.split("=")[1]
    with pytest.raises(Forged):
        PATHS.back(Address(f"SRS0={told}=ab==x", OURS), NOW)


ATEXT = "abcXYZ019!#$%&'*+-/=?^_`{|}~ö"
locals_ = st.text(ATEXT, min_size=1, max_size=30)


@given(locals_, st.integers(0, 40 * 366))
@settings(max_examples=100, deadline=None)
def test_every_sender_comes_back(local: str, days: int) -> None:
    sender = Address(local, Domain("example.com"))
    now = Milliseconds(days * DAY)
    made = PATHS.through(OURS, sender, now)
    if made is not None:
        back = PATHS.back(made, now)
        assert str(back).casefold() == str(sender).casefold()


@given(st.text(min_size=1, max_size=64))
@settings(max_examples=200, deadline=None)
def test_no_address_breaks_the_reader(rest: str) -> None:
    for scheme in ("SRS0=", "SRS1=", "srs0=", ""):
        try:
            address = Address((scheme + rest)[:64], OURS)
        except ValueError:
            continue
        with pytest.raises((Forged, Expired)):
            PATHS.back(address, NOW)
