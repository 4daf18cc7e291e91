"""Whoever an account has written to is welcome, if it is really them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flow.judging.judged_house import ANN, BOB, MAX, ZOE, Judged, judged
from glassine.config.settings import Correspondents, Greylisting
from glassine.flow.accounts import delete_account
from glassine.words.public import Protocol, parse_address
from support.behind_proxy import BehindProxy
from support.house import PASSWORD
from support.letters import letter
from support.sasl_client import over_smtp, plain

SPF = "example.net"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    with judged(tmp_path, greylisting=Greylisting(enabled=True)) as inside:
        yield inside


def write(home: Judged, sender: str, recipient: str) -> None:
    """Have Ann send a message."""
    with BehindProxy(home.home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
        talk.hello()
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        assert talk.deliver(sender, [recipient], letter("Hello")).code == 250


def deliver(home: Judged, sender: str, recipients: list[str]) -> dict[str, Any]:
    """Return the record of a message that comes in."""
    with home.come() as talk:
        talk.hello("mx.example")
        assert talk.deliver(sender, recipients, letter("Re: Hello")).code == 250
    found: dict[str, Any] = home.home.records("received")[-1]["details"]
    return found


def rewards(details: dict[str, Any]) -> list[tuple[float, str]]:
    """Return the weights of what is known of the sender."""
    return [
        (each["weight"], each["value"])
        for each in details["findings"]
        if each["check"] == "correspondent"
    ]


def test_an_answer_is_rewarded_and_asked_no_second_time(home: Judged) -> None:
    home.spf.domains.add(SPF)
    write(home, ANN, "Zoe@example.net")
    assert rewards(deliver(home, ZOE, [ANN])) == [(-3.0, "example.net")]


def test_only_who_is_proven_is_rewarded(home: Judged) -> None:
    write(home, ANN, ZOE)
    assert home.answer(ZOE, ANN).startswith("451")


def test_only_whom_this_account_has_written_to(home: Judged) -> None:
    home.spf.domains |= {SPF, "example.com"}
    write(home, ANN, ZOE)
    assert home.answer(ZOE, BOB).startswith("451")
    assert home.answer(MAX, ANN).startswith("451")


def test_the_reward_is_given_once_for_a_message(tmp_path: Path) -> None:
    with judged(tmp_path) as home:
        home.spf.domains.add(SPF)
        write(home, ANN, ZOE)
        assert rewards(deliver(home, ZOE, [BOB, ANN, "ann+shop@example.org"])) == [
            (-3.0, "example.net")
        ]


def test_what_a_program_answers_makes_nobody_known(home: Judged) -> None:
    home.spf.domains.add(SPF)
    write(home, "", ZOE)
    assert home.answer(ZOE, ANN).startswith("451")


def test_it_may_be_turned_off(tmp_path: Path) -> None:
    off = Correspondents(enabled=False)
    with judged(tmp_path, correspondents=off) as home:
        home.spf.domains.add(SPF)
        write(home, ANN, ZOE)
        assert rewards(deliver(home, ZOE, [ANN])) == []
        ann, _ = home.home.account(ANN)
        digest = home.home.server_key.correspondent_digest(ann.id + ZOE.encode())
        assert not home.home.look(
            lambda books: books.correspondents.is_known(ann.id, digest)
        )


def test_what_is_kept_goes_with_the_account(home: Judged) -> None:
    write(home, ANN, ZOE)
    ann, _ = home.home.account(ANN)
    digest = home.home.server_key.correspondent_digest(ann.id + ZOE.encode())

    def known() -> bool:
        return home.home.look(lambda b: b.correspondents.is_known(ann.id, digest))

    assert known()
    home.home.run(delete_account(home.home.desk.store, parse_address(ANN)))
    assert not known()
