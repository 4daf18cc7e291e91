"""Who asked to hear that the message has arrived, hears it, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.words.public import Protocol
from mail.reports import read, status_of
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import PASSWORD, House, house
from support.letters import letter
from support.sasl_client import over_smtp, plain

ANN, BEN = "ann@example.org", "ben@example.org"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, smtp=TRUSTING) as inside:
        inside.add(ANN)
        inside.add(BEN)
        yield inside


def sent(home: House, notify: str, *recipients: str) -> None:
    """Ann writes to people here."""
    with BehindProxy(home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
        talk.hello()
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        assert talk.say(f"MAIL FROM:<{ANN}> ENVID=QQ1").code == 250
        for recipient in recipients:
            said = f"RCPT TO:<{recipient}> NOTIFY={notify} ORCPT=rfc822;b@example.com"
            assert talk.say(said).code == 250
        assert talk.data(letter("the plan", "secret words", sender=ANN)).code == 250


def test_what_is_filed_here_is_reported_as_delivered(home: House) -> None:
    sent(home, "SUCCESS", BEN)
    (report,) = home.letters(ANN)
    message, fared = status_of(report)
    assert read(report)["Subject"] == "Your message was delivered"
    assert message["Original-Envelope-Id"] == "QQ1"
    assert "Received-From-MTA" not in message  # whoever submits is nobody's business
    assert fared["Action"] == "delivered"
    assert fared["Status"] == "2.0.0"
    assert fared["Original-Recipient"] == "rfc822; b@example.com"
    assert b"Subject: the plan" in report
    assert b"secret words" not in report


def test_the_two_are_linked(home: House) -> None:
    sent(home, "SUCCESS", BEN)
    ours = [r for r in home.records("queued") if r["details"]["dsnOf"]]
    assert [r["details"]["dsnOf"] for r in ours] == [
        r["uuid"] for r in home.records("delivered") if not r["details"]["dsnOf"]
    ]


def test_two_recipients_are_told_of_in_one_report(home: House) -> None:
    sent(home, "SUCCESS,FAILURE", BEN, ANN)
    found = [each for each in home.letters(ANN) if b"multipart/report" in each]
    assert [len(status_of(each)) for each in found] == [3]


@pytest.mark.parametrize("notify", ["NEVER", "FAILURE,DELAY"])
def test_who_did_not_ask_is_told_nothing(home: House, notify: str) -> None:
    sent(home, notify, BEN)
    assert home.letters(ANN) == []
    assert len(home.letters(BEN)) == 1


def test_a_stranger_who_asked_is_sent_a_report(home: House) -> None:
    with BehindProxy(home.open(Protocol.MX), "198.51.100.7") as talk:
        talk.hello()
        assert talk.say("MAIL FROM:<zoe@example.net>").code == 250
        assert talk.say(f"RCPT TO:<{BEN}> NOTIFY=SUCCESS").code == 250
        assert talk.data(letter("the plan")).code == 250
    born = [r for r in home.records("queued") if r["details"]["dsnOf"]]
    assert [r["rcptTo"] for r in born] == [["<zoe@example.net>"]]
    assert born[0]["direction"] == "outbound"
