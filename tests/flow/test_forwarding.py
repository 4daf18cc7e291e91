"""What an alias sends on comes back to who sent it, and to nobody else."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from glassine.flow.queueing import Spooled
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.words.clock import Milliseconds
from glassine.words.public import Protocol, parse_address
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import PASSWORD, House, house
from support.letters import letter
from support.sasl_client import over_smtp, plain
from support.smtp_client import SmtpTalk

ANN, ZOE, EVE = "ann@example.org", "zoe@example.net", "eve@example.com"
STRANGER = "198.51.100.7"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    aliases = {parse_address("away@example.org"): (parse_address(ZOE),)}
    with house(tmp_path, aliases=aliases, smtp=TRUSTING) as inside:
        inside.add(ANN)
        yield inside


def stranger(home: House) -> SmtpTalk:
    talk = BehindProxy(home.open(Protocol.MX), STRANGER)
    talk.hello()
    return talk


def queued(home: House) -> tuple[Queueing, Spooled]:
    """Take the only row of the queue, and open it."""

    def take(books: Books) -> list[Queueing]:
        now, later = Milliseconds(1 << 50), Milliseconds(1 << 51)
        rows = books.queue.claim(now, later, 10)
        for row in rows:
            books.queue.drop(row.id)
        return rows

    (row,) = home.run(home.desk.store.write(take))
    content = home.server_key.open_queued(row.sealed, row.blob, row.id)
    return row, msgspec.msgpack.decode(content.reveal(), type=Spooled)


def forwarded(home: House, sender: str) -> tuple[Queueing, Spooled]:
    with stranger(home) as talk:
        assert talk.deliver(sender, ["away@example.org"], letter("a word")).code == 250
    return queued(home)


def answer(home: House, sender: str, recipient: str) -> str:
    with stranger(home) as talk:
        talk.say(f"MAIL FROM:<{sender}>")
        return str(talk.say(f"RCPT TO:<{recipient}>"))


def test_it_goes_on_under_an_address_of_ours_that_leads_back(home: House) -> None:
    row, spooled = forwarded(home, EVE)
    assert row.sender == parse_address(EVE)  # the operator sees who it was
    assert spooled.sender.path is not None
    assert spooled.sender.path.local.startswith("SRS0=")
    assert spooled.sender.path.domain.name == "example.org"
    assert not spooled.forged


def test_a_bounce_to_that_address_goes_on_to_the_sender(home: House) -> None:
    _, spooled = forwarded(home, EVE)
    with stranger(home) as talk:
        assert (
            talk.deliver("", [str(spooled.sender.path)], letter("a word")).code == 250
        )
    row, bounced = queued(home)
    assert row.recipient == parse_address(EVE)
    assert row.sender is None
    assert bounced.sender.path is None


def test_a_sender_that_moved_in_meanwhile_gets_it_here(home: House) -> None:
    _, spooled = forwarded(home, "bob@example.org")
    home.add("bob@example.org")
    with stranger(home) as talk:
        assert (
            talk.deliver("", [str(spooled.sender.path)], letter("a word")).code == 250
        )
    assert len(home.letters("bob@example.org")) == 1


def test_only_bounces_go_there(home: House) -> None:
    _, spooled = forwarded(home, EVE)
    said = answer(home, "mallory@example.com", str(spooled.sender.path))
    assert "550" in said
    assert "only bounces" in said


@pytest.mark.parametrize(
    "recipient",
    [
        "SRS0=ABCDEF=QX=example.com=eve@example.org",
        "srs1=abcdef=forwarder.example==x@example.org",
        "SRS0=ABCDEF=QX=example.com=eve@mail.example.org",  # the host's own name
    ],
)
def test_one_that_we_did_not_make_is_refused(home: House, recipient: str) -> None:
    assert "not made here" in answer(home, "", recipient)
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "return path"
    assert denied["details"]["enhanced"] == "5.7.1"


def test_one_of_another_server_is_not_ours_to_judge(home: House) -> None:
    said = answer(home, "", "SRS0=ABCDEF=QX=example.com=eve@example.net")
    assert "relay" in said


def test_our_own_people_keep_their_sender(home: House) -> None:
    with BehindProxy(home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
        talk.hello()
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        assert talk.deliver(ANN, ["away@example.org"], letter("a word")).code == 250
    assert queued(home)[1].sender.path == parse_address(ANN)


def test_a_bounce_that_is_sent_on_stays_one(home: House) -> None:
    row, spooled = forwarded(home, "")
    assert row.sender is spooled.sender.path is None


def test_a_sender_that_no_address_of_ours_can_tell_stays(home: House) -> None:
    long = f"{'e' * 60}@example.com"
    assert forwarded(home, long)[1].sender.path == parse_address(long)


def test_who_handed_it_over_is_kept_for_the_report(home: House) -> None:
    assert forwarded(home, EVE)[1].came_from is not None
