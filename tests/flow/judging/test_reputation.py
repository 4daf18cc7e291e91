"""What mail of before tells: nothing from little, more from much, less with time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow.judging.judged_house import ANN, BOB, STRANGER, ZOE, Judged, judged
from glassine.flow.judging.reputation import (
    Deed,
    Whose,
    counted,
    faded,
    weight,
    whose,
)
from glassine.store.api.reputations import Standing
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.envelope import Envelope, Sender
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Domain, ip_address, parse_address
from support.letters import letter

DAY = 86_400_000
HALF_LIFE = Seconds(14 * 86_400)
NOW = Milliseconds(10**12)
COUNTS = st.floats(0, 10_000)
NEIGHBOUR, OTHER = "198.51.100.77", "203.0.113.5"


def later(days: float) -> Milliseconds:
    """Return the moment so many days on."""
    return Milliseconds(NOW + round(days * DAY))


@given(COUNTS, COUNTS)
def test_a_weight_is_between_minus_two_and_four(good: float, bad: float) -> None:
    said = weight(Standing(good, bad, NOW))
    assert -2 <= said <= 4
    if good + bad >= 5:
        assert (said > 0) == (bad > good)
        assert (said < 0) == (good > bad)


def test_little_evidence_tells_nothing_and_much_nearly_all() -> None:
    assert weight(Standing(0, 4.9, NOW)) == 0
    assert weight(Standing(0, 5, NOW)) == pytest.approx(2.86, abs=0.01)
    assert weight(Standing(0, 1000, NOW)) == pytest.approx(4, abs=0.01)
    assert weight(Standing(1000, 0, NOW)) == pytest.approx(-2, abs=0.01)
    assert weight(Standing(50, 50, NOW)) == 0


@given(COUNTS, COUNTS, st.floats(0, 1000), st.floats(0, 1000))
def test_to_fade_twice_is_to_fade_once_for_as_long(
    good: float, bad: float, first: float, second: float
) -> None:
    start = Standing(good, bad, NOW)
    there = later(first + second)
    once = faded(start, HALF_LIFE, there)
    twice = faded(faded(start, HALF_LIFE, later(first)), HALF_LIFE, there)
    assert twice.good == pytest.approx(once.good, rel=1e-6, abs=1e-9)
    assert twice.bad == pytest.approx(once.bad, rel=1e-6, abs=1e-9)


def test_half_is_left_after_a_half_life_and_a_clock_set_back_fades_nothing() -> None:
    start = Standing(8, 2, NOW)
    assert faded(start, HALF_LIFE, later(14)) == Standing(4, 1, later(14))
    assert faded(start, HALF_LIFE, later(-1)) == start


def test_what_comes_is_added_to_what_is_left() -> None:
    start = Standing(8, 2, NOW)
    bad, both = {Deed.BAD: 1}, {Deed.GOOD: 3, Deed.BAD: 2}
    assert counted(start, bad, HALF_LIFE, later(28)) == Standing(2, 1.5, later(28))
    assert counted(start, both, HALF_LIFE, NOW) == Standing(11, 4, NOW)


def test_a_domain_is_counted_only_where_it_is_proven() -> None:
    envelope, ip = Envelope(Sender(parse_address(ZOE))), ip_address(STRANGER)
    net = Domain("example.net")
    proven = Finding(CheckName.SPF, Result.PASS, None, net)
    assert whose(ip, envelope, []) == Whose(ip)
    assert whose(ip, envelope, [proven]) == Whose(ip, net)
    assert whose(ip, Envelope(Sender(None)), [proven]) == Whose(ip)
    other = Finding(CheckName.SPF, Result.PASS, None, Domain("example.com"))
    assert whose(ip, envelope, [other]) == Whose(ip)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    with judged(tmp_path) as inside:
        yield inside


def teach(home: Judged, who: Whose, deed: Deed, times: int) -> None:
    """Have so many messages of theirs be good or bad."""

    async def count() -> None:
        for _ in range(times):
            home.home.desk.deeds.count(who, deed)

    home.home.run(count())
    home.settle()


def told(home: Judged, sender: str, ip: str = STRANGER) -> list[tuple[str, str]]:
    """Return what the record of a message to two people says of reputation."""
    with home.come(ip) as talk:
        talk.hello("mx.example")
        assert talk.deliver(sender, [ANN, BOB], letter("Hello")).code == 250
    findings = home.home.records("received")[-1]["details"]["findings"]
    return [
        (each["why"], each["value"])
        for each in findings
        if each["check"] == "reputation"
    ]


def test_who_brought_spam_is_less_believed_and_the_neighbours_too(
    home: Judged,
) -> None:
    teach(home, Whose(ip_address(STRANGER)), Deed.BAD, 4)
    assert told(home, ZOE) == []
    teach(home, Whose(ip_address(NEIGHBOUR)), Deed.BAD, 4)
    assert told(home, ZOE) == [("bad_before", "198.51.100.0/24")]
    assert told(home, ZOE, OTHER) == []


def test_a_proven_domain_has_its_name_wherever_it_sends_from(home: Judged) -> None:
    net = Domain("example.net")
    teach(home, Whose(ip_address(STRANGER), net), Deed.GOOD, 9)
    assert told(home, ZOE, OTHER) == []
    home.spf.domains.add("example.net")
    assert told(home, ZOE, OTHER) == [("good_before", "example.net")]


def test_it_is_forgotten_with_time(home: Judged) -> None:
    teach(home, Whose(ip_address(STRANGER)), Deed.BAD, 9)
    assert told(home, ZOE) == [("bad_before", STRANGER)]
    home.later(14 * 86_400)
    assert told(home, ZOE) == []
