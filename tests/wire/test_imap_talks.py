"""Every file in talks/imap is a conversation the engine must hold, word for word."""

import random
from pathlib import Path

import pytest

from glassine.wire.imap.grammar.command import COMMANDS
from wire.imap_scripts import client_says, cuts, expected, replay

TALKS = sorted((Path(__file__).parent / "talks" / "imap").glob("*.txt"))


@pytest.mark.parametrize("talk", TALKS, ids=lambda p: p.stem)
def test_talk(talk: Path) -> None:
    assert replay(talk, [client_says(talk)]) == expected(talk)


@pytest.mark.parametrize("talk", TALKS, ids=lambda p: p.stem)
def test_talk_does_not_depend_on_packets(talk: Path) -> None:
    said = client_says(talk)
    assert replay(talk, cuts(said, lambda n: 1)) == expected(talk)
    for seed in range(10):
        choose = random.Random(seed)
        packets = cuts(said, lambda n, r=choose: r.randint(1, min(n, 40)))
        assert replay(talk, packets) == expected(talk)


@pytest.mark.parametrize("verb", sorted(COMMANDS), ids=lambda v: v.decode())
def test_every_command_has_a_talk(verb: bytes) -> None:
    name = verb.decode().lower().replace(" ", "_")
    assert any(talk.stem.startswith(name) for talk in TALKS)
