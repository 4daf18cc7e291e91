"""An account may send so much in an hour and in a day; then it is told when it may."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.config.tables.sending import Sending
from glassine.words.public import Protocol
from support.house import PASSWORD, House, house
from support.letters import letter
from support.sasl_client import over_smtp, plain
from support.smtp_client import SmtpTalk

ANN, BOB, ZOE = "ann@example.org", "bob@example.org", "zoe@example.net"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    sending = Sending(account_messages_per_hour=2, account_recipients_per_day=3)
    with house(tmp_path, sending=sending) as inside:
        inside.add(ANN)
        inside.add(BOB)
        yield inside


def submission(home: House, who: str) -> SmtpTalk:
    """Come in as one of our people."""
    talk = home.talk(Protocol.SUBMISSION)
    talk.hello()
    assert over_smtp(talk, "PLAIN", plain(who, PASSWORD)).code == 235
    return talk


def test_the_message_after_the_last_is_refused_with_words(home: House) -> None:
    with submission(home, ANN) as talk:
        for _ in range(2):
            assert talk.deliver(ANN, [BOB], letter("Hello")).code == 250
        reply = talk.say(f"MAIL FROM:<{ANN}>")
        assert reply.code == 450
        said = "you have sent 2 messages this hour; the limit is 2; try again at "
        assert said in str(reply)
    with submission(home, BOB) as talk:
        assert talk.deliver(BOB, [ANN], letter("Mine")).code == 250
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "allowance"
    assert (denied["details"]["stage"], denied["authUser"]) == ("mail", ANN)


def test_the_recipient_after_the_last_is_refused_and_the_others_are_served(
    home: House,
) -> None:
    with submission(home, ANN) as talk:
        assert talk.say(f"MAIL FROM:<{ANN}>").code == 250
        for who in (BOB, ANN, ZOE):
            assert talk.say(f"RCPT TO:<{who}>").code == 250
        assert talk.say("RCPT TO:<one-more@example.net>").code == 452
        assert talk.data(letter("Many")).code == 250
        assert talk.say(f"MAIL FROM:<{ANN}>").code == 250
        assert talk.say(f"RCPT TO:<{BOB}>").code == 452


def test_mail_from_outside_is_not_counted(home: House) -> None:
    with home.talk() as talk:
        talk.hello()
        for _ in range(4):
            assert talk.deliver(ZOE, [BOB], letter("In")).code == 250
