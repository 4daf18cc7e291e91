"""Every file in talks/smtp_client is a conversation our client must hold."""

import random
from pathlib import Path

import pytest

from wire.smtp_client_talk import hold, read
from wire.smtp_talk import at_random, octets, whole

TALKS = sorted((Path(__file__).parents[2] / "talks" / "smtp_client").glob("*.txt"))


def test_there_are_talks() -> None:
    assert len(TALKS) >= 60


@pytest.mark.parametrize("path", TALKS, ids=lambda p: p.stem)
def test_the_client_holds_the_talk(path: Path) -> None:
    hold(read(path), whole)


@pytest.mark.parametrize("path", TALKS, ids=lambda p: p.stem)
def test_the_talk_does_not_depend_on_packets(path: Path) -> None:
    cut = at_random(random.Random(path.stem))  # seeded, so that a failure repeats
    for _ in range(20):
        hold(read(path), cut)


@pytest.mark.parametrize("path", TALKS, ids=lambda p: p.stem)
def test_the_talk_may_come_octet_by_octet(path: Path) -> None:
    hold(read(path), octets)
