"""What became of a message is counted for those who brought it, and for nobody else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flow.judging.judged_house import ANN, STRANGER, ZOE, Judged, judged
from glassine.config.tables.memory import Reputation
from glassine.events.facts import CheckOrigin
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.words.access import AccessAction, AccessBy, AccessRule, parse_match
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import Protocol
from glassine.words.reason import Reason
from support.letters import letter

NETWORK = "198.51.100.0/24"


class Saying:
    """A check of the message that says what it is told to say."""

    origin = CheckOrigin.ACCESS

    def __init__(
        self,
        weight: float,
        bearing: Bearing = Bearing.NOTE,
        said: tuple[CheckName, Reason | None] = (CheckName.HTML, None),
    ) -> None:
        self._found = Finding(
            said[0], Result.FAIL, said[1], weight=weight, bearing=bearing
        )

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Say it."""
        return (self._found,)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    with judged(tmp_path) as inside:
        yield inside


def delivered(home: Judged, check: Saying, ip: str = STRANGER) -> int:
    """Return what a message is answered, of which this check says so."""
    desk = home.home.desk
    home.home.desk = replace(desk, judges=replace(desk.judges, message=(check,)))
    home.door = home.home.open(Protocol.MX)
    with home.come(ip) as talk:
        talk.hello("mx.example")
        return talk.deliver(ZOE, [ANN], letter("Hello")).code


def counted(home: Judged, subject: str) -> tuple[float, float] | None:
    """Return how much good and bad is counted for one."""
    home.home.records()  # all is written
    found = home.home.look(
        lambda books: books.reputations.among([subject]).get(subject)
    )
    return None if found is None else (round(found.good, 1), round(found.bad, 1))


@pytest.mark.parametrize(
    ("weight", "code", "counts"),
    [(0, 250, (1, 0)), (5, 250, None), (7, 250, (0, 1)), (20, 550, (0, 1))],
)
def test_ham_is_good_and_spam_is_bad_and_probable_is_neither(
    home: Judged, weight: float, code: int, counts: tuple[float, float] | None
) -> None:
    assert delivered(home, Saying(weight)) == code
    assert counted(home, STRANGER) == counts
    assert counted(home, NETWORK) == counts
    assert counted(home, "example.net") is None


def test_a_domain_that_is_proven_is_counted_too(home: Judged) -> None:
    home.spf.domains.add("example.net")
    delivered(home, Saying(0))
    assert counted(home, "example.net") == (1, 0)


@pytest.mark.parametrize("weight", [0, 6])
def test_an_author_whom_a_list_cannot_prove_is_not_held_against_it(
    home: Judged, weight: float
) -> None:
    unproven = (CheckName.DMARC, Reason.LIST)
    home.spf.domains.add("example.net")
    assert delivered(home, Saying(weight, said=unproven)) == 250
    assert counted(home, STRANGER) is None
    assert counted(home, NETWORK) is None
    assert counted(home, "example.net") is None


def test_what_may_come_again_is_not_bad(home: Judged) -> None:
    assert delivered(home, Saying(0, Bearing.DEFER)) == 451
    assert counted(home, STRANGER) is None


def test_our_own_people_have_no_reputation(home: Judged) -> None:
    assert delivered(home, Saying(0), "127.0.0.1") == 250
    assert counted(home, "127.0.0.1") is None


def test_nothing_is_counted_where_it_is_turned_off(tmp_path: Path) -> None:
    with judged(tmp_path, reputation=Reputation(enabled=False)) as home:
        delivered(home, Saying(0))
        assert counted(home, STRANGER) is None


def test_who_is_allowed_is_refused_for_no_content(home: Judged) -> None:
    match = parse_match(AccessBy.IP, STRANGER)
    rule = AccessRule(match=match, action=AccessAction.ALLOW)
    store = home.home.desk.store
    assert delivered(home, Saying(20, Bearing.DENY)) == 550
    home.home.run(store.write(lambda books: books.access_rules.put(rule)))
    assert delivered(home, Saying(20, Bearing.DENY)) == 250
    received = home.home.records("received")[-1]["details"]
    assert (received["spamStatus"], received["spamScore"]) == ("ham", -80.0)
