"""Every file in talks/smtp is a conversation the server must hold, word for word.

Those in talks/smtp_client are our client's to hold.
"""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from wire import smtp_client_talk, smtp_talk
from wire.smtp_talk import Cut, at_random, octets, whole

TALKS = Path(__file__).parents[1] / "talks"
SERVERS = sorted((TALKS / "smtp").glob("*.txt"))
CLIENTS = sorted((TALKS / "smtp_client").glob("*.txt"))


def of_server(path: Path, cut: Cut) -> None:
    smtp_talk.hold(smtp_talk.read(path), cut)


def of_client(path: Path, cut: Cut) -> None:
    smtp_client_talk.hold(smtp_client_talk.read(path), cut)


@pytest.fixture(
    params=[
        *(pytest.param(partial(of_server, path), id=path.stem) for path in SERVERS),
        *(pytest.param(partial(of_client, p), id=f"our {p.stem}") for p in CLIENTS),
    ]
)
def hold(request: pytest.FixtureRequest) -> Callable[[Cut], None]:
    """Hold one talk, its packets cut so."""
    held: Callable[[Cut], None] = request.param
    return held


def test_there_are_talks_of_both() -> None:
    assert len(SERVERS) >= 60
    assert len(CLIENTS) >= 60


def test_our_side_holds_the_talk(hold: Callable[[Cut], None]) -> None:
    hold(whole)


def test_the_talk_does_not_depend_on_packets(
    hold: Callable[[Cut], None], request: pytest.FixtureRequest
) -> None:
    cut = at_random(random.Random(request.node.name))  # a failure repeats
    for _ in range(20):
        hold(cut)


def test_the_talk_may_come_octet_by_octet(hold: Callable[[Cut], None]) -> None:
    hold(octets)
