"""Who comes too often is turned away at once; a flood costs next to nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flow.judging.judged_house import ANN, ZOE, Judged, judged
from glassine.config.tables.memory import Access, Rates
from glassine.flow.judging.turnstile import Turnstile
from glassine.trust.own_networks import OwnNetworks
from glassine.words.access import AccessAction, AccessBy, parse_match
from glassine.words.clock import Seconds
from glassine.words.public import Protocol, ip_address
from glassine.words.rates import Rate
from store.samples import StoppedClock
from support.behind_proxy import BehindProxy
from support.letters import letter

MINUTE = Seconds(60)
RATES = Rates(
    connections_per_ip=(Rate(3, MINUTE),), connections_per_network=(Rate(5, MINUTE),)
)
FLOODER, NEIGHBOUR, OTHER = "198.51.100.7", "198.51.100.8", "203.0.113.5"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    friend = Access(
        match=parse_match(AccessBy.IP, "203.0.113.99"), action=AccessAction.ALLOW
    )
    with judged(tmp_path, rates=RATES, access=(friend,)) as inside:
        yield inside


def greeted(home: Judged, ip: str) -> int:
    """Return the code of the greeting."""
    with home.come(ip) as talk:
        return talk.greeting.code


def test_an_address_that_comes_too_often_is_turned_away_for_a_while(
    home: Judged,
) -> None:
    assert [greeted(home, FLOODER) for _ in range(5)] == [220, 220, 220, 421, 421]
    assert greeted(home, OTHER) == 220
    home.later(70)
    assert greeted(home, FLOODER) == 220


def test_a_network_has_its_own_rate(home: Judged) -> None:
    for _ in range(3):
        assert greeted(home, FLOODER) == 220
    assert [greeted(home, NEIGHBOUR) for _ in range(3)] == [220, 220, 421]
    (denied,) = home.home.records("denied")
    assert denied["details"]["stage"] == "connect"
    (finding,) = denied["details"]["findings"]
    assert (finding["check"], finding["why"]) == ("rate", "too_fast")
    assert finding["value"] == "198.51.100.0/24"


def test_the_log_tells_of_a_flood_once_in_ten_seconds(home: Judged) -> None:
    for _ in range(20):
        greeted(home, FLOODER)
    assert len(home.home.records("denied")) == 1
    home.later(12)
    for _ in range(20):
        greeted(home, FLOODER)
    assert len(home.home.records("denied")) == 2


def test_our_own_people_and_who_is_allowed_come_as_often_as_they_like(
    home: Judged,
) -> None:
    for ip in ("127.0.0.1", "10.1.2.3", "203.0.113.99"):
        assert {greeted(home, ip) for _ in range(8)} == {220}


def test_who_submits_is_not_counted(home: Judged) -> None:
    door = home.home.open(Protocol.SUBMISSION)
    for _ in range(8):
        with BehindProxy(door, FLOODER) as talk:
            assert talk.greeting.code == 220


def test_a_good_sender_is_served_during_a_flood(home: Judged) -> None:
    for _ in range(200):
        greeted(home, FLOODER)
    with home.come(OTHER) as talk:
        talk.hello("mx.example")
        assert talk.deliver(ZOE, [ANN], letter("Hello")).code == 250


def test_ten_thousand_of_one_network_are_counted_as_one() -> None:
    turnstile = Turnstile(
        per_ip=(Rate(3, MINUTE),),
        per_network=(Rate(5, MINUTE),),
        clock=StoppedClock(),
        own=OwnNetworks(),
        is_allowed=lambda ip: False,
    )
    turned = [
        turnstile.enter(ip_address(f"198.51.{100 + n % 2}.{n % 250}"))
        for n in range(10_000)
    ]
    assert turned.count(None) == 10  # five of each network
    told = [each for each in turned if each is not None and not each.told]
    assert {str(each.finding.value) for each in told} == {
        "198.51.100.0/24",
        "198.51.101.0/24",
    }
    assert len(told) == 2
    six = [turnstile.enter(ip_address(f"2001:db8:0:{n:x}::1")) for n in range(9)]
    assert six.count(None) == 5
