"""Each day's checkpoint comes to whoever wants it, sealed, and to nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.flow.accounts import delete_account
from glassine.flow.viewing.checkpoint import Checkpoint
from glassine.flow.viewing.checkpoint_post import (
    post_checkpoint,
    want_checkpoints,
    wants_checkpoints,
)
from glassine.words.clock import Milliseconds
from glassine.words.public import HostName, parse_address
from support.house import House, house

ANN, BOB = "ann@example.org", "bob@example.org"
APP = parse_address("app@example.org")
MADE = Checkpoint(
    HostName("mail.example.org"), Milliseconds(1_795_464_000_000), 7, b"h" * 32, b"s"
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """Run a house in which Ann and Bob live, and an app that only sends."""
    with house(tmp_path) as inside:
        inside.add(ANN)
        inside.add(BOB)
        inside.add(str(APP), only_sends=True)
        yield inside


def choose(home: House, who: str, *, wants: bool) -> bool:
    doing = want_checkpoints(home.desk, parse_address(who), wants=wants)
    return home.run(doing)


def post(home: House) -> None:
    home.run(post_checkpoint(home.desk, MADE))


def test_who_wants_it_gets_it_and_others_do_not(home: House) -> None:
    assert choose(home, ANN, wants=True)
    post(home)
    [letter] = home.letters(ANN)
    assert MADE.text().encode().replace(b"\n", b"\r\n") in letter
    assert f"Delivered-To: {ANN}".encode() in letter
    assert home.letters(BOB) == []


def test_it_is_in_the_log_as_any_other_letter(home: House) -> None:
    choose(home, ANN, wants=True)
    post(home)
    [delivered] = home.records("delivered")
    assert delivered["rcptTo"] == [f"<{ANN}>"]
    assert delivered["details"]["filed"] == "inbox"
    [queued] = home.records("queued")
    assert delivered["uuid"] == f"{queued['uuid']}.1"
    assert any("delivered" in line and "mode=local" in line for line in home.lines())


def test_who_wants_it_no_more_gets_none(home: House) -> None:
    choose(home, ANN, wants=True)
    choose(home, ANN, wants=True)
    assert home.run(wants_checkpoints(home.desk, parse_address(ANN))) is True
    choose(home, ANN, wants=False)
    assert home.run(wants_checkpoints(home.desk, parse_address(ANN))) is False
    post(home)
    assert home.letters(ANN) == []


def test_an_account_that_only_sends_cannot_have_it(home: House) -> None:
    assert not choose(home, str(APP), wants=True)
    assert home.run(wants_checkpoints(home.desk, APP)) is None
    assert not choose(home, "nobody@example.org", wants=True)


def test_an_account_that_is_gone_is_no_reader(home: House) -> None:
    choose(home, BOB, wants=True)
    home.run(delete_account(home.desk.store, parse_address(BOB)))
    assert home.look(lambda books: books.chain.readers()) == []
    post(home)
