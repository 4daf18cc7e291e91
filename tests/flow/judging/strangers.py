"""A house that judges content, and strangers who come to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from glassine.flow.judging.judges import Judges, MessageCheck
from glassine.words.public import Protocol
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import House, house
from support.smtp_client import Reply

STRANGER = "198.51.100.7"
ANN, BOB, ZOE = "ann@example.org", "bob@example.org", "zoe@example.net"


@contextmanager
def judging_house(place: Path, **settings: Any) -> Iterator[House]:
    """Run a server for ann and bob that judges what strangers bring."""
    with house(place, smtp=TRUSTING, **settings) as home:
        home.add(ANN)
        home.add(BOB)
        judged_by(home, *home.desk.judges.message)
        yield home


def judged_by(home: House, *checks: MessageCheck) -> None:
    """Let these judge messages from now on."""
    home.desk = replace(home.desk, judges=Judges(message=checks))


def bring(home: House, message: bytes, *recipients: str, sender: str = ZOE) -> Reply:
    """Bring a message as a stranger; return the last answer."""
    with BehindProxy(home.open(Protocol.MX), STRANGER) as talk:
        talk.hello("mail.example.net")
        return talk.deliver(sender, list(recipients or [ANN]), message)
