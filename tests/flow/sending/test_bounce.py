"""The sender is told once what became of a message, in a letter of their own."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import dkim
import msgspec
import pytest

from glassine.events.facts_of_sending import Untold
from glassine.flow.domains import add_domain
from glassine.flow.queueing import Spooled
from glassine.flow.sending.bounce import tell
from glassine.flow.sending.fate import Fate, Origin, fate_of, origin_of
from glassine.flow.sending.ruling import DROPPED
from glassine.mail.report import Action
from glassine.store.api.ids import BlobId, Unavailable
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.store.api.suppressions import SuppressedBy, Suppression
from glassine.vault.opener import open_box
from glassine.vault.suite import Damaged
from glassine.words.clock import Milliseconds
from glassine.words.envelope import Notify, Recipient, Ret, Sender
from glassine.words.private import Key, Message
from glassine.words.public import DeliveryId, HostName, QueueId, Size, parse_address
from mail.reports import read, status_of
from support.fates import (
    ANN,
    BOB,
    FAILED,
    LATE,
    LETTER,
    ORIGIN,
    RELAYED,
    C,
    answer,
    told,
)
from support.house import PASSWORD, House, house

EVE = parse_address("eve@example.com")


@contextmanager
def anns_house(place: Path, **settings: object) -> Iterator[House]:
    """A house where Ann lives."""
    with house(place, **settings) as home:
        home.add("ann@example.org")
        yield home


def queued(home: House) -> list[tuple[Queueing, Spooled]]:
    """Return the queue's rows, opened."""

    def look(books: Books) -> list[Queueing]:
        return books.queue.claim(
            Milliseconds(1 << 50), Milliseconds((1 << 50) + 1), 100
        )

    rows = home.run(home.desk.store.write(look))
    return [(row, opened(home, row)) for row in rows]


def opened(home: House, row: Queueing) -> Spooled:
    content = home.server_key.open_queued(row.sealed, row.blob, row.id)
    return msgspec.msgpack.decode(content.reveal(), type=Spooled)


def test_a_failure_is_a_letter_in_the_senders_inbox(tmp_path: Path) -> None:
    with anns_house(tmp_path) as home:
        bounce = told(home, [FAILED])
        assert bounce.dsn(FAILED.delivery) is not None
        (letter,) = home.letters("ann@example.org")
    report = read(letter)
    assert report["Return-Path"] == "<>"  # never a bounce for a bounce
    assert report["Delivered-To"] == "ann@example.org"
    assert report["In-Reply-To"].strip() == "<first@example.org>"
    people, _, header = report.iter_parts()
    assert "no such user" in people.get_content()
    assert "Subject: the plan" in header.get_content()
    assert b"secret words" not in letter  # headers only, if nobody asks for more
    assert status_of(letter)[1]["Final-Recipient"] == "rfc822; bob@example.net"


def test_a_mail_client_is_woken_and_reads_it(tmp_path: Path) -> None:
    with anns_house(tmp_path) as home:
        host, port = home.open_imap()
        with imaplib.IMAP4(host, port, timeout=20) as client:
            client.login("ann@example.org", PASSWORD)
            client.select()
            client.send(b"x IDLE\r\n")
            assert client.readline().startswith(b"+")
            told(home, [FAILED])
            assert client.readline() == b"* 1 EXISTS\r\n"
            client.send(b"DONE\r\n")
            while not client.readline().startswith(b"x OK"):
                pass
            _, found = client.fetch("1", "(ENVELOPE BODYSTRUCTURE BODY[1])")
    said = b"".join(
        part if isinstance(part, bytes) else b"".join(part) for part in found
    )
    assert b'"report"' in said.lower()
    assert b'"Your message could not be delivered"' in said
    assert b"no such user" in said


def test_both_name_each_other_and_neither_tells_what_was_said(tmp_path: Path) -> None:
    with anns_house(tmp_path) as home:
        bounce = told(home, [FAILED])
        born, filed = home.records("queued", "delivered")
        lines = home.lines()
    uuid = bounce.dsn(FAILED.delivery)
    assert born["uuid"] == uuid
    assert filed["uuid"] == f"{uuid}.1"
    assert born["details"]["dsnOf"] == filed["details"]["dsnOf"] == FAILED.delivery
    assert born["mailFrom"] == "<>"
    assert born["rcptTo"] == ["<ann@example.org>"]
    assert born["direction"] == "inbound"
    assert "no such user" not in str([born, filed, lines])
    assert any("mode=local" in line for line in lines)
    assert any("queue code=OK" in line for line in lines)


def test_several_that_failed_together_are_told_of_together(tmp_path: Path) -> None:
    other = replace(
        FAILED, delivery=DeliveryId(f"{C}.2"), asked=Recipient(EVE), final=EVE
    )
    with anns_house(tmp_path) as home:
        bounce = told(home, [FAILED, other])
        (letter,) = home.letters("ann@example.org")
        born = home.records("queued")[0]
    assert len(status_of(letter)) == 3
    assert bounce.dsn(FAILED.delivery) == bounce.dsn(other.delivery) is not None
    assert born["details"]["dsnOf"] == C  # of several, the transaction


FAILURE, DELAY, SUCCESS, NEVER = (
    Notify.FAILURE,
    Notify.DELAY,
    Notify.SUCCESS,
    Notify.NEVER,
)


@pytest.mark.parametrize(
    ("notify", "fates"),
    [
        ((), {Action.FAILED, Action.DELAYED}),
        ((NEVER,), set()),
        ((FAILURE,), {Action.FAILED}),
        ((DELAY,), {Action.DELAYED}),
        ((SUCCESS,), {Action.RELAYED, Action.DELIVERED}),
        ((SUCCESS, FAILURE), {Action.FAILED, Action.RELAYED, Action.DELIVERED}),
        ((DELAY, FAILURE), {Action.FAILED, Action.DELAYED}),
    ],
)
def test_the_sender_hears_of_what_notify_asks_for(
    tmp_path: Path, notify: tuple[Notify, ...], fates: set[Action]
) -> None:
    asked = Recipient(BOB, notify=frozenset(notify))
    delivered = replace(RELAYED, action=Action.DELIVERED)
    with anns_house(tmp_path) as home:
        heard = {
            fate.action
            for fate in (FAILED, LATE, RELAYED, delivered)
            if told(home, [replace(fate, asked=asked)]).report is not None
        }
        assert len(home.letters("ann@example.org")) == len(fates)
    assert heard == fates


def test_who_asked_not_to_hear_of_one_hears_of_the_other(tmp_path: Path) -> None:
    silent = replace(
        FAILED,
        delivery=DeliveryId(f"{C}.2"),
        asked=Recipient(EVE, notify=frozenset({NEVER})),
        final=EVE,
    )
    with anns_house(tmp_path) as home:
        bounce = told(home, [FAILED, silent])
        (letter,) = home.letters("ann@example.org")
    assert b"eve@" not in letter
    assert bounce.dsn(silent.delivery) is None
    assert bounce.untold == {silent.delivery: Untold.NOT_ASKED}


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        (replace(ORIGIN, sender=Sender(None)), Untold.NULL_SENDER),
        (replace(ORIGIN, forged=True), Untold.FORGED),
        (
            replace(ORIGIN, sender=Sender(parse_address("gone@example.org"))),
            Untold.NOWHERE,
        ),
        (
            replace(ORIGIN, sender=Sender(parse_address("app@example.org"))),
            Untold.NOWHERE,
        ),
        (replace(ORIGIN, sender=Sender(EVE)), Untold.SUPPRESSED),
    ],
)
def test_some_are_told_nothing_and_the_event_says_why(
    tmp_path: Path, origin: Origin, why: Untold
) -> None:
    never = Suppression(address=EVE, since=Milliseconds(1), by=SuppressedBy.OPERATOR)
    with anns_house(tmp_path) as home:
        home.add("app@example.org", only_sends=True)
        home.run(home.desk.store.write(lambda books: books.suppressions.put(never)))
        bounce = told(home, [FAILED], origin)
        assert bounce.untold == {FAILED.delivery: why}
        assert bounce.dsn(FAILED.delivery) is None
        assert not home.records("queued", "delivered")
        assert not queued(home)


def test_an_account_that_only_sends_is_told_where_an_alias_says(tmp_path: Path) -> None:
    app = parse_address("app@example.org")
    with anns_house(tmp_path, aliases={app: (ANN,)}) as home:
        home.add("app@example.org", only_sends=True)
        told(home, [FAILED], replace(ORIGIN, sender=Sender(app)))
        assert len(home.letters("ann@example.org")) == 1


def test_a_sender_elsewhere_is_sent_to_with_the_null_reverse_path(
    tmp_path: Path,
) -> None:
    with anns_house(tmp_path) as home:
        bounce = told(home, [FAILED], replace(ORIGIN, sender=Sender(EVE)))
        ((row, spooled),) = queued(home)
        born = home.records("queued")[0]
    assert (row.sender, row.recipient) == (None, EVE)
    assert row.transaction == bounce.dsn(FAILED.delivery) == born["uuid"]
    assert spooled.sender.path is None
    assert spooled.of == FAILED.delivery
    assert spooled.recipient.notify == {Notify.NEVER}
    assert born["direction"] == "outbound"


def test_what_an_alias_led_to_is_nobodys_business(tmp_path: Path) -> None:
    team = parse_address("team@example.org")
    hidden = replace(
        FAILED,
        asked=Recipient(team),
        said=answer(550, "5.1.1", "<bob@example.net> no such user"),
    )
    with anns_house(tmp_path) as home:
        told(home, [hidden])
        (letter,) = home.letters("ann@example.org")
    assert b"bob@" not in letter.replace(b"To: bob@", b"")
    assert b"mx.example.net" not in letter
    assert status_of(letter)[1]["Final-Recipient"] == "rfc822; team@example.org"


@pytest.mark.parametrize(
    ("ret", "fate", "whole"),
    [
        (None, FAILED, False),
        (Ret.HDRS, FAILED, False),
        (Ret.FULL, FAILED, True),
        (Ret.FULL, LATE, False),  # RFC 3461 §4.3: of failures only
    ],
)
def test_as_much_goes_back_as_ret_asks_for(
    tmp_path: Path, ret: Ret | None, fate: Fate, whole: bool
) -> None:
    with anns_house(tmp_path) as home:
        told(home, [fate], replace(ORIGIN, sender=Sender(ANN, ret=ret)))
        (letter,) = home.letters("ann@example.org")
    assert (b"secret words" in letter) is whole


@pytest.mark.parametrize(
    "rest", [b"x" * 70 + b"\r\n", b"bare \n newline\r\n", b"y" * 1200 + b"\r\n"]
)
def test_a_message_that_is_too_long_or_no_text_goes_back_as_its_header(
    tmp_path: Path, rest: bytes
) -> None:
    def content() -> Iterator[Message]:
        yield Message(LETTER)
        for _ in range(4000):
            yield Message(rest)

    origin = replace(ORIGIN, sender=Sender(ANN, ret=Ret.FULL), content=content)
    with anns_house(tmp_path) as home:
        told(home, [FAILED], origin)
        (letter,) = home.letters("ann@example.org")
    assert b"Subject: the plan" in letter
    assert b"secret words" not in letter


@pytest.mark.parametrize("damage", [Damaged, Unavailable])
def test_a_message_that_cannot_be_opened_is_told_of_without_it(
    tmp_path: Path, damage: type[Exception]
) -> None:
    def content() -> Iterator[Message]:
        raise damage
        yield

    with anns_house(tmp_path) as home:
        told(home, [FAILED], replace(ORIGIN, content=content))
        (letter,) = home.letters("ann@example.org")
    assert len(list(read(letter).iter_parts())) == 2


def test_envid_and_orcpt_come_back_as_they_were_given(tmp_path: Path) -> None:
    asked = Recipient(BOB, orcpt="rfc822;robert@example.com")
    origin = replace(ORIGIN, sender=Sender(ANN, envid="QQ314159"))
    with anns_house(tmp_path) as home:
        told(home, [replace(FAILED, asked=asked)], origin)
        (letter,) = home.letters("ann@example.org")
    message, fared = status_of(letter)
    assert message["Original-Envelope-Id"] == "QQ314159"
    assert fared["Original-Recipient"] == "rfc822; robert@example.com"


def test_a_utf8_address_makes_a_report_that_needs_smtputf8(tmp_path: Path) -> None:
    jorg = parse_address("jörg@example.com")
    with anns_house(tmp_path) as home:
        told(home, [FAILED], replace(ORIGIN, sender=Sender(jorg, utf8=True)))
        ((row, spooled),) = queued(home)
    assert row.recipient == jorg
    assert spooled.sender.utf8
    assert spooled.utf8_header


def test_a_delay_says_until_when_it_will_be_tried(tmp_path: Path) -> None:
    with anns_house(tmp_path) as home:
        told(home, [LATE])
        (letter,) = home.letters("ann@example.org")
    fared = status_of(letter)[1]
    assert fared["Action"] == "delayed"
    assert fared["Will-Retry-Until"] == "Sat, 31 Oct 2020 23:45:45 +0000"
    assert read(letter)["Subject"] == "Your message is delayed"


def test_a_report_that_is_not_kept_leaves_nothing(tmp_path: Path) -> None:
    with anns_house(tmp_path) as home:

        async def work() -> None:
            bounce = await tell(home.desk, ORIGIN, [FAILED])
            bounce.abandon()

        home.run(work())
        assert home.letters("ann@example.org") == []
        assert home.files() == []


def test_an_operator_who_drops_a_row_has_it_said(tmp_path: Path) -> None:
    with anns_house(tmp_path) as home:
        told(home, [replace(FAILED, said=DROPPED, host=None)])
        (letter,) = home.letters("ann@example.org")
    assert b"an operator has given it up" in letter
    assert status_of(letter)[1]["Status"] == "5.0.0"


ROW = Queueing(
    id=QueueId(f"{C}.1"),
    transaction=C,
    account=None,
    sender=EVE,
    recipient=BOB,
    blob=BlobId(b"b" * 16),
    sealed=b"",
    message_id=None,
    queued=Milliseconds(5),
    next_try=Milliseconds(5),
    size=Size(10),
)


def test_a_row_says_who_sent_it_whatever_path_it_went_out_under() -> None:
    spooled = Spooled(
        b"key",
        b"",
        Sender(parse_address("SRS0=x=y=example.com=eve@example.org"), envid="Q"),
        Recipient(parse_address("team@example.org")),
        forged=True,
        came_from=HostName("relay.example.com"),
    )
    origin = origin_of(ROW, spooled, lambda: iter(()))
    assert origin.sender == Sender(EVE, envid="Q")
    assert origin.forged
    assert origin.came_from == HostName("relay.example.com")
    fate = fate_of(ROW, spooled, action=Action.FAILED, said=DROPPED)
    assert fate.forwarded
    assert fate.final == BOB


def test_a_row_that_cannot_be_opened_is_told_of_by_what_is_in_the_clear() -> None:
    origin = origin_of(ROW, None, lambda: iter(()))
    assert (origin.sender, origin.content) == (Sender(EVE), None)
    fate = fate_of(ROW, None, action=Action.FAILED, said=DROPPED)
    assert (fate.asked, fate.forwarded) == (Recipient(BOB), False)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (answer(550, "5.1.1", ""), "5.1.1"),
        (answer(550, "4.1.1", ""), "5.0.0"),  # the code is what counts
        (answer(451, "4.7.1", ""), "4.7.1"),
        (DROPPED, "5.0.0"),
        (None, "2.0.0"),
    ],
)
def test_the_status_fits_the_code(said: object, status: str) -> None:
    assert str(replace(FAILED, said=said).status) == status


def test_a_report_to_elsewhere_is_signed_for_the_domain_the_mail_was_for(
    tmp_path: Path,
) -> None:
    team = parse_address("team@house.example")
    with anns_house(tmp_path) as home:
        desk = home.desk
        added = add_domain(
            desk.store,
            home.server_key,
            team.domain,
            hostname=desk.hostname,
            now=desk.clock.now(),
        )
        known = {record.name: record.value.encode() for record in home.run(added)}
        fate = replace(FAILED, asked=Recipient(team))
        told(home, [fate], replace(ORIGIN, sender=Sender(EVE)))
        ((row, spooled),) = queued(home)
        born = home.records("queued")[0]
        box = home.look(lambda books: whole(books, row.blob))
    assert born["details"]["signedFor"] == "house.example"
    report = spooled.prefix + open_box(Key(spooled.message_key), box).reveal()
    judge = dkim.DKIM(report)

    def dns(name: bytes, timeout: int = 5) -> bytes:
        return known[name.decode().rstrip(".")]

    assert [judge.verify(idx=n, dnsfunc=dns) for n in (0, 1)] == [True, True]


def whole(books: Books, blob: BlobId) -> bytes:
    reader = books.blobs.open(blob)
    sealed = reader.read(0, reader.size)
    reader.close()
    return sealed


@pytest.mark.parametrize("host", ["mail.example.org", "[192.0.2.1]"])
def test_a_report_that_cannot_be_signed_now_is_not_made(
    tmp_path: Path, host: str
) -> None:
    class Closed:
        async def sign(self, *_: object) -> bytes:
            raise Unavailable

    with anns_house(tmp_path) as home:
        desk = replace(home.desk, hostname=HostName(host), signatures=Closed())
        with pytest.raises(Unavailable):
            home.run(tell(desk, replace(ORIGIN, sender=Sender(EVE)), [FAILED]))
        assert not queued(home)
