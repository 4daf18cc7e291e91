"""Every file in talks is a conversation that a mailbox must hold, word for word."""

from pathlib import Path

import pytest

from support.mailbox_house import mailbox_house
from support.mailbox_talk import Talk

TALKS = sorted((Path(__file__).parent / "talks").glob("*.txt"))


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
def test_talk(path: Path, tmp_path: Path) -> None:
    talk = Talk(path)
    with mailbox_house(tmp_path) as house:
        talk.prepare(house)
        assert talk.hold(house) == talk.lines
