"""Who talks before the greeting is noticed, and refused where that is set."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flow.judging.talks_of_strangers import ANN, BAD, ZOE, found
from glassine.words.finding import CheckMode
from glassine.words.public import Protocol
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import House, house
from support.smtp_client import Reply


class Hasty(BehindProxy):
    """It says hello in one breath with where it comes from."""

    def __init__(self, address: tuple[str, int], ip: str) -> None:
        super().__init__(address, ip)
        self.hello_answer = super().reply()

    def reply(self) -> Reply:
        if self._header:
            self._header += b"EHLO mail.example.net\r\n"
        return super().reply()


@pytest.fixture(params=[CheckMode.OFF, CheckMode.NOTE, CheckMode.DENY])
def home(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    with house(tmp_path, smtp=replace(TRUSTING, early_talker=request.param)) as inside:
        inside.add(ANN)
        yield inside


def test_who_does_not_wait_is_treated_as_it_is_set(home: House) -> None:
    with Hasty(home.open(Protocol.MX), BAD) as talk:
        talk.say(f"MAIL FROM:<{ZOE}>")
        answer = talk.say(f"RCPT TO:<{ANN}>")
    mode = home.config.smtp.early_talker
    assert (answer.code == 550) == (mode is CheckMode.DENY)
    if mode is CheckMode.DENY:
        assert answer.text == "5.5.1 wait for my greeting (early_talker)"
    noted = [] if mode is CheckMode.OFF else ["fail:early_talker"]
    assert found(home, "early_talker") == noted


def test_who_waits_is_not_spoken_of(home: House) -> None:
    with BehindProxy(home.open(Protocol.MX), BAD) as talk:
        talk.hello("mail.example.net")
        talk.begin(ZOE, [ANN])
    assert found(home, "early_talker") == []
