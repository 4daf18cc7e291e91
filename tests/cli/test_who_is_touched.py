"""Whoever is shown by a command is named in the look that is kept of it."""

import json
import signal

import pytest

from cli.commands import Place
from cli.happenings import OTHER, happen, in_store
from cli.queued_rows import ONE, one_message, queue_rows
from cli.test_following import PATIENCE, next_line, until
from glassine.words.public import parse_domain
from sample_events import C

ANN, DUSTIN, APP = "ann@example.org", "dustin@d19.ca", "mainwp.app@d19.ca"


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place where the seed's people live, and Ann's mail waits."""
    ours = parse_domain("d19.ca")
    in_store(place, lambda books: books.accounts.add_domain(ours, []))
    queue_rows(place, one_message)
    happen(place)
    return place


def touched(place: Place, action: str) -> list[list[str]]:
    """Return whom each look of this kind touched, oldest first."""
    told = place.done("events", "--type", "operator", "--json").splitlines()
    said = [json.loads(line)["details"] for line in told]
    return [each["touched"] for each in said if each["action"] == action]


@pytest.mark.parametrize(
    ("words", "action"),
    [
        (("queue", "list"), "queue list"),
        (("queue", "show", ONE), "queue show"),
        (("queue", "hold", ONE), "queue hold"),
        (("queue", "drop", "--yes", ONE), "queue drop"),
    ],
)
def test_whose_mail_waits_is_touched(
    home: Place, words: tuple[str, ...], action: str
) -> None:
    home.done(*words)
    assert touched(home, action) == [[ANN]]


@pytest.mark.parametrize("words", [(), ("--uuid", OTHER)])
def test_who_is_named_in_raw_lines_is_touched(
    home: Place, words: tuple[str, ...]
) -> None:
    home.done("log", *words)
    assert touched(home, "log") == [[] if words else [DUSTIN, APP]]


def test_who_is_named_in_the_filter_is_touched_though_nothing_is_found(
    home: Place,
) -> None:
    home.done("events", "--to", ANN, "--type", "bounce")
    assert touched(home, "events")[0] == [ANN]


def test_lists_of_people_touch_them(home: Place) -> None:
    add = ("account", "add", ANN, "--smtp-only", "--password-file", "-")
    home.done(*add, given="secret enough")
    home.done("account", "list")
    home.done("app-password", "list", ANN)
    home.done("suppress", "add", DUSTIN)
    home.done("suppress", "list")
    assert touched(home, "account list") == [[ANN]]
    assert touched(home, "app-password list") == [[ANN]]
    assert touched(home, "suppress list") == [[DUSTIN]]


@pytest.mark.parametrize(("command", "action"), [("events", "tail"), ("log", "log")])
def test_what_a_follower_is_shown_is_a_look_of_its_own(
    home: Place, command: str, action: str
) -> None:
    before = len(touched(home, action))
    with home.start(command, "--follow", "--limit", "1") as following:
        next_line(following)
        happen(home)
        until(following, lambda line: C in line)
        following.send_signal(signal.SIGINT)
        following.communicate(timeout=PATIENCE)
    looks = touched(home, action)[before:]
    assert [DUSTIN, APP] in looks
    assert len(looks) <= 3  # it does not follow itself


def test_who_asks_to_drop_and_does_not_has_looked(home: Place) -> None:
    """Whether there is mail, and how much, is told before anything is done."""
    assert home.give("queue", "drop", ONE).code == 1
    [shown] = touched(home, "queue list")
    assert shown
    for deed in ("drop", "hold"):
        assert home.give("queue", deed, "--domain", "example.edu").code == 1
    assert len(touched(home, "queue list")) == 3


def test_who_asks_to_delete_an_account_and_does_not_has_looked(home: Place) -> None:
    home.done("account", "add", ANN, "--password-file", "-", given="a long password")
    assert home.give("account", "delete", ANN).code == 1
    assert touched(home, "account list") == [[ANN]]
