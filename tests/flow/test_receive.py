"""A message is kept whole for all it is for, in one transaction, or not at all."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dkim
import msgspec
import pytest

from glassine.flow import filing, intake
from glassine.flow.domains import add_domain, domain_records
from glassine.flow.queueing import Spooled
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.ids import Full
from glassine.vault.opener import open_box
from glassine.words.private import Key
from glassine.words.public import Domain, Protocol, parse_address
from support.house import PASSWORD, House, house
from support.letters import letter
from support.sasl_client import over_smtp, plain
from support.smtp_client import SmtpTalk

ANN, BOB, ZOE = "ann@example.org", "bob@example.org", "zoe@example.net"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    aliases = {
        parse_address("both@example.org"): (parse_address(ANN), parse_address(BOB)),
        parse_address("away@example.org"): (parse_address(ZOE),),
    }
    with house(tmp_path, aliases=aliases) as inside:
        inside.add(ANN)
        inside.add(BOB)
        yield inside


def submission(home: House, who: str = ANN) -> SmtpTalk:
    """Come in as one of our people."""
    talk = home.talk(Protocol.SUBMISSION)
    talk.hello()
    assert over_smtp(talk, "PLAIN", plain(who, PASSWORD)).code == 235
    return talk


def test_one_message_for_two_is_kept_once_and_filed_twice(home: House) -> None:
    said = letter("Both", "x" * 100_000)
    with home.talk() as talk:
        talk.hello()
        assert talk.deliver(ZOE, [ANN, BOB], said).code == 250
    assert len(home.files()) == 1
    for who in (ANN, BOB):
        (read,) = home.letters(who)
        assert read.endswith(said)
        assert f"Delivered-To: {who}\r\n".encode() in read
        assert b"for <" not in read  # one is not told of the other
    assert [r["uuid"][-2:] for r in home.records("delivered")] == [".1", ".2"]


def test_who_is_addressed_twice_gets_it_once(home: House) -> None:
    with home.talk() as talk:
        talk.hello()
        twice = [ANN, "ANN+tag@example.org", "both@example.org"]
        assert talk.deliver(ZOE, twice, letter("Hello")).code == 250
    assert len(home.letters(ANN)) == 1
    assert len(home.letters(BOB)) == 1


def test_what_goes_elsewhere_is_queued_under_the_server_key(home: House) -> None:
    said = letter("Away")
    with submission(home) as talk:
        assert talk.say(f"MAIL FROM:<{ANN}> RET=HDRS ENVID=envidcanary7").code == 250
        assert talk.say(f"RCPT TO:<{ZOE}> NOTIFY=NEVER").code == 250
        assert talk.say(f"RCPT TO:<{BOB}>").code == 250
        assert talk.say("RCPT TO:<away@example.org>").code == 250
        assert talk.data(said).code == 250
    (row,) = home.look(lambda books: books.backlog.find(QueueFilter()))
    assert (str(row.recipient), str(row.account)) == (ZOE, ANN)
    opened = home.server_key.open_queued(row.sealed, row.blob, row.id)
    spooled = msgspec.msgpack.decode(opened.reveal(), type=Spooled)
    assert (spooled.sender.ret, spooled.sender.envid) == ("HDRS", "envidcanary7")
    assert spooled.recipient.notify == {"NEVER"}
    assert all(b"envidcanary7" not in file.read_bytes() for file in home.files())
    box = home.look(lambda books: books.blobs.open(row.blob).read(0, 1 << 20))
    assert open_box(Key(spooled.message_key), box).reveal() == said
    assert spooled.prefix.startswith(b"Received: by mail.example.org\r\n")
    assert len(home.letters(BOB)) == 1
    (queued,) = home.records("queued")
    assert queued["rcptTo"] == [f"<{ZOE}>", f"<{BOB}>", "<away@example.org>"]


def test_the_judge_verifies_what_the_mailbox_holds(home: House) -> None:
    domain = Domain("d19.ca")
    desk = home.desk
    clock = desk.clock.now()
    added = add_domain(
        desk.store, home.server_key, domain, hostname=desk.hostname, now=clock
    )
    records = home.run(added)
    again = domain_records(desk.store, home.server_key, domain, hostname=desk.hostname)
    assert home.run(again) == records
    home.add("app@d19.ca", only_sends=True)
    known = {record.name: record.value for record in records}

    def dns(name: bytes, timeout: int = 5) -> bytes:
        return known[name.decode().rstrip(".")].encode()

    bare = b"From: app@d19.ca\r\nSubject:  folded\r\n\there \r\n\r\nBody  \r\n\r\n\r\n"
    with submission(home, "app@d19.ca") as talk:
        assert talk.deliver("app@d19.ca", [ANN], bare).code == 250
        assert talk.deliver("app@d19.ca", [ANN], letter("Whole")).code == 250
    for read in home.letters(ANN):
        judge = dkim.DKIM(read)
        assert [judge.verify(idx=n, dnsfunc=dns) for n in (0, 1)] == [True, True]
    first, second = home.letters(ANN)
    assert first.count(b"\r\nMessage-ID: <") == second.count(b"\r\nMessage-ID: <") == 1
    assert first.count(b"\r\nDate: ") == second.count(b"\r\nDate: ") == 1
    assert any("[dkim_sign] signed for d19.ca" in line for line in home.lines())


def test_what_a_submission_lacked_is_its_own_for_reader_and_operator(
    home: House,
) -> None:
    home.add("app@example.org", only_sends=True)
    with submission(home, "app@example.org") as talk:
        assert (
            talk.deliver("app@example.org", [ANN], b"Subject: x\r\n\r\ny\r\n").code
            == 250
        )
    (read,), (card,) = home.letters(ANN), home.cards(ANN)
    assert card.envelope.message_id is not None
    assert b"\r\nMessage-ID: %b\r\n" % card.envelope.message_id in read
    assert card.envelope.date is not None
    assert b"\r\nDate: %b\r\n" % card.envelope.date in read
    digest = home.server_key.message_id_digest(card.envelope.message_id)
    (queued,) = home.records("queued")
    assert queued["details"]["messageIdDigest"] == digest


def test_a_message_that_has_been_here_too_often_is_refused(home: House) -> None:
    hops = b"Received: by mail.example.org\r\n" * (home.config.limits.hops + 1)
    with home.talk() as talk:
        talk.hello()
        assert talk.deliver(ZOE, [ANN], hops + letter("Loop")).code == 554
        assert talk.deliver(ZOE, [ANN], hops[31:] + letter("Last")).code == 250
    assert len(home.letters(ANN)) == 1
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "loop"


def test_a_message_that_begins_with_space_adds_to_received_only(home: House) -> None:
    with home.talk() as talk:
        talk.hello()
        forged = b" ; spf=pass smtp.mailfrom=bank.example\r\n" + letter("Trust me")
        assert talk.deliver(ZOE, [ANN], forged).code == 250
    (read,) = home.letters(ANN)
    results = read.index(b"Authentication-Results: mail.example.org; none\r\n")
    assert results < read.index(b"Received: ")


@pytest.mark.parametrize("said", [b"", b"\r\n", b"no header at all\r\n", b"A: b\r\n"])
def test_strange_messages_are_kept_as_they_are(home: House, said: bytes) -> None:
    with home.talk() as talk:
        talk.hello()
        assert talk.deliver(ZOE, [ANN], said).code == 250
    (read,) = home.letters(ANN)
    assert read.endswith(said)


def test_a_message_that_is_too_large_is_refused_with_its_recipients(
    tmp_path: Path,
) -> None:
    from glassine.config.tables.manners import Limits
    from glassine.words.public import Size

    with house(tmp_path, limits=Limits(message_size=Size(4096))) as home:
        home.add(ANN)
        with home.talk() as talk:
            talk.hello()
            assert talk.deliver(ZOE, [ANN], letter("Big", "x" * 9000)).code == 552
            assert talk.deliver(ZOE, [ANN], letter("Small")).code == 250
        (denied,) = home.records("denied")
        assert denied["rcptTo"] == [f"<{ANN}>"]
        assert denied["mailFrom"] == f"<{ZOE}>"
        assert denied["details"]["stage"] == "data"


class TestFailing:
    """Whatever fails, the answer is a 4yz and nothing is kept."""

    def refused(self, home: House, code: int, said: bytes) -> None:
        with home.talk() as talk:
            talk.hello()
            assert talk.deliver(ZOE, [ANN, BOB], said).code == code
        assert home.letters(ANN) == home.letters(BOB) == []
        assert home.files() == []
        assert home.records("received", "delivered") == []

    def test_a_disk_that_is_full_while_the_message_comes(
        self, home: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blob = home.desk.store.new_blob()

        def full(self: object, sealed: bytes) -> None:
            raise Full

        monkeypatch.setattr(type(blob), "write", full)
        self.refused(home, 452, letter("Big", "x" * 200_000))

    @pytest.mark.parametrize("size", [100, 200_000])
    @pytest.mark.parametrize("step", ["mailboxes.append", "events.append"])
    def test_a_disk_that_is_full_at_the_second_row(
        self, home: House, monkeypatch: pytest.MonkeyPatch, step: str, size: int
    ) -> None:
        book, verb = step.split(".")
        cls: Any = home.look(lambda books: type(getattr(books, book)))
        sound, calls = getattr(cls, verb), []

        def fails(self: object, *given: Any) -> Any:
            calls.append(given)
            if book == "events" or len(calls) % 2 == 0:
                raise Full
            return sound(self, *given)

        with monkeypatch.context() as patch:
            patch.setattr(cls, verb, fails)
            with home.talk() as talk:
                talk.hello()
                said = letter("Hello", "x" * size)
                assert talk.deliver(ZOE, [ANN, BOB], said).code == 452
                assert talk.say("NOOP").code == 250
        assert home.letters(ANN) == home.letters(BOB) == []
        assert home.files() == []

    @pytest.mark.parametrize(
        ("where", "what"), [(intake.Sealer, "update"), (filing.DayKey, "seal_row")]
    )
    def test_sealing_that_fails_keeps_nothing_in_clear(
        self,
        home: House,
        monkeypatch: pytest.MonkeyPatch,
        where: type,
        what: str,
    ) -> None:
        def fail(*_: object) -> None:
            raise ValueError("canary")

        monkeypatch.setattr(where, what, fail)
        self.refused(home, 451, letter("canary", "x" * 200_000))
        lines = "\n".join(home.lines())
        assert "ValueError" in lines
        assert "canary" not in lines

    def test_the_next_message_is_kept_with_its_day_key(
        self, home: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cls = home.look(lambda books: type(books.events))

        def full(self: object, *given: Any) -> None:
            raise Full

        with home.talk() as talk:
            talk.hello()
            with monkeypatch.context() as patch:
                patch.setattr(cls, "append", full)
                assert talk.deliver(ZOE, [ANN], letter("Lost")).code == 452
            assert talk.deliver(ZOE, [ANN], letter("Kept")).code == 250
        (read,) = home.letters(ANN)
        assert b"Subject: Kept" in read


def test_the_submitters_whereabouts_are_hidden_unless_shown(home: House) -> None:
    with submission(home) as talk:
        talk.deliver(ANN, [BOB], letter("Hidden"))
    policy = replace(home.desk.policy, hide_submitter=False)
    home.desk = replace(home.desk, policy=policy)
    with submission(home) as talk:
        talk.deliver(ANN, [BOB], letter("Shown"))
    hidden, shown = home.letters(BOB)
    assert b"127.0.0.1" not in hidden
    assert b"client.example" not in hidden
    assert b"[127.0.0.1]" in shown


def test_the_record_holds_nothing_of_the_message(home: House) -> None:
    with home.talk() as talk:
        talk.hello()
        talk.deliver(ZOE, [ANN], letter("canary", "canary"))
    seen = json.dumps(home.records()) + "\n".join(home.lines())
    assert "canary" not in seen
