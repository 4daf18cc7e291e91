"""Strangers are asked to come again, and are let in when they do."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flow.judging.judged_house import ANN, BOB, MAX, ZOE, Judged, judged
from glassine.config.tables.memory import Greylisting
from glassine.events.facts import CheckOrigin
from glassine.flow.judging.client import Client
from glassine.words.access import AccessAction, AccessBy, AccessRule, parse_match
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Protocol
from support.letters import letter

OTHER, NEIGHBOUR = "203.0.113.5", "198.51.100.77"
WAITS = "451 4.7.1 you are new here: come again in 5 minutes"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    with judged(tmp_path, greylisting=Greylisting(enabled=True)) as inside:
        yield inside


def test_a_stranger_comes_again_and_is_let_in(home: Judged) -> None:
    assert home.answer(ZOE, ANN) == WAITS
    home.later(200)
    assert home.answer(ZOE, ANN).endswith("come again in 100 seconds")
    home.later(101)
    assert home.answer(ZOE, ANN).startswith("250")
    assert home.answer(ZOE, ANN).startswith("250")
    first, second = home.home.records("denied")
    assert first["details"]["check"] == second["details"]["check"] == "greylist"
    (finding,) = first["details"]["findings"]
    assert (finding["why"], finding["value"]) == ("wait", "300")


def test_another_machine_of_the_same_network_may_come_instead(home: Judged) -> None:
    assert home.answer(ZOE, ANN) == WAITS
    home.later(301)
    assert home.answer(ZOE, ANN, NEIGHBOUR).startswith("250")


def test_who_has_come_again_is_known_to_all(home: Judged) -> None:
    home.answer(ZOE, ANN)
    home.later(301)
    home.answer(ZOE, ANN)
    assert home.answer("yves@example.net", BOB).startswith("250")
    assert home.answer(MAX, BOB) == WAITS
    assert home.answer(ZOE, BOB, OTHER) == WAITS


def test_who_comes_too_late_or_not_for_long_is_a_stranger_again(home: Judged) -> None:
    home.answer(ZOE, ANN)
    home.later(86_500)
    assert home.answer(ZOE, ANN) == WAITS
    home.later(400)
    assert home.answer(ZOE, ANN).startswith("250")
    home.later(37 * 86_400)
    assert home.answer(ZOE, ANN) == WAITS


def test_a_bounce_is_asked_too(home: Judged) -> None:
    assert home.answer("", ANN) == WAITS
    home.later(301)
    assert home.answer("", ANN).startswith("250")


def test_who_is_allowed_is_not_asked(home: Judged) -> None:
    match = parse_match(AccessBy.SENDER, ZOE)
    rule = AccessRule(match=match, action=AccessAction.ALLOW)
    store = home.home.desk.store
    home.home.run(store.write(lambda books: books.access_rules.put(rule)))
    assert home.answer(ZOE, ANN).startswith("250")
    assert home.answer(MAX, ANN) == WAITS


def test_who_is_on_a_list_of_good_servers_is_not_asked(home: Judged) -> None:
    class WellKnown:
        origin = CheckOrigin.ACCESS

        async def __call__(self, client: Client) -> tuple[Finding, ...]:
            return (Finding(CheckName.DNSWL, Result.PASS),)

    desk = home.home.desk
    judges = replace(desk.judges, connection=(WellKnown(),))
    home.home.desk = replace(desk, judges=judges)
    home.door = home.home.open(Protocol.MX)
    assert home.answer(ZOE, ANN).startswith("250")


def test_some_recipients_may_wait_while_others_have_their_mail(home: Judged) -> None:
    assert home.answer(ZOE, ANN) == WAITS
    home.settle()
    home.later(301)
    with home.come() as talk:
        talk.hello("mx.example")
        talk.say(f"MAIL FROM:<{ZOE}>")
        assert talk.say(f"RCPT TO:<{BOB}>").code == 451
        assert talk.say(f"RCPT TO:<{ANN}>").code == 250
        assert talk.data(letter("Hello")).code == 250


def test_it_is_off_unless_it_is_turned_on(tmp_path: Path) -> None:
    with judged(tmp_path) as home:
        assert home.answer(ZOE, ANN).startswith("250")
