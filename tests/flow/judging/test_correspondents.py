"""Whoever an account has written to is welcome, if it is really them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flow.judging.judged_house import ANN, BOB, MAX, STRANGER, ZOE, Judged, judged
from glassine.config.tables.memory import Correspondents, Greylisting
from glassine.events.facts import Checked, CheckOrigin, SenderChecks
from glassine.flow.accounts import delete_account
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.correspondents import Acquaintance, KnownAuthor
from glassine.mail.header import by_name
from glassine.mail.scan import Scanner
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.private import Message
from glassine.words.public import (
    ConnectionId,
    Domain,
    Protocol,
    ip_address,
    parse_address,
)
from glassine.words.reason import Reason
from support.behind_proxy import BehindProxy
from support.house import PASSWORD
from support.letters import letter
from support.sasl_client import over_smtp, plain

SPF = "example.net"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    with judged(tmp_path, greylisting=Greylisting(enabled=True)) as inside:
        yield inside


class Unproven:
    """Finds that DMARC fails for the author of whatever comes."""

    origin = CheckOrigin.DMARC

    def __init__(self, why: Reason) -> None:
        self._found = Finding(CheckName.DMARC, Result.FAIL, why, weight=6.0)

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Say it."""
        return (self._found,)


def write(home: Judged, sender: str, recipient: str) -> None:
    """Have Ann send a message."""
    with BehindProxy(home.home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
        talk.hello()
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        assert talk.deliver(sender, [recipient], letter("Hello")).code == 250


def deliver(home: Judged, sender: str, recipients: list[str]) -> dict[str, Any]:
    """Return the record of a message that comes in."""
    with home.come() as talk:
        talk.hello("mx.example")
        assert talk.deliver(sender, recipients, letter("Re: Hello")).code == 250
    found: dict[str, Any] = home.home.records("received")[-1]["details"]
    return found


def rewards(details: dict[str, Any]) -> list[tuple[float, str]]:
    """Return the weights of what is known of the sender."""
    return [
        (each["weight"], each["value"])
        for each in details["findings"]
        if each["check"] == "correspondent"
    ]


def test_an_answer_is_rewarded_and_asked_no_second_time(home: Judged) -> None:
    home.spf.domains.add(SPF)
    write(home, ANN, "Zoe@example.net")
    assert rewards(deliver(home, ZOE, [ANN])) == [(-3.0, "example.net")]


def test_only_who_is_proven_is_rewarded(home: Judged) -> None:
    write(home, ANN, ZOE)
    assert home.answer(ZOE, ANN).startswith("451")


def test_only_whom_this_account_has_written_to(home: Judged) -> None:
    home.spf.domains |= {SPF, "example.com"}
    write(home, ANN, ZOE)
    assert home.answer(ZOE, BOB).startswith("451")
    assert home.answer(MAX, ANN).startswith("451")


def test_the_reward_is_given_once_for_a_message(tmp_path: Path) -> None:
    with judged(tmp_path) as home:
        home.spf.domains.add(SPF)
        write(home, ANN, ZOE)
        assert rewards(deliver(home, ZOE, [BOB, ANN, "ann+shop@example.org"])) == [
            (-3.0, "example.net")
        ]


@pytest.mark.parametrize(
    ("why", "weight"), [(Reason.LIST, 0), (Reason.QUARANTINE, 0), (Reason.NONE, -3.0)]
)
def test_who_is_known_may_not_write_in_the_name_of_who_forbids_it(
    tmp_path: Path, why: Reason, weight: float
) -> None:
    with judged(tmp_path) as home:
        home.spf.domains.add(SPF)
        judges = replace(home.home.desk.judges, message=(Unproven(why),))
        home.home.desk = replace(home.home.desk, judges=judges)
        home.door = home.home.open(Protocol.MX)
        write(home, ANN, ZOE)
        assert rewards(deliver(home, ZOE, [ANN])) == [(weight, "example.net")]


def test_what_a_program_answers_makes_nobody_known(home: Judged) -> None:
    home.spf.domains.add(SPF)
    write(home, "", ZOE)
    assert home.answer(ZOE, ANN).startswith("451")


def test_it_may_be_turned_off(tmp_path: Path) -> None:
    off = Correspondents(enabled=False)
    with judged(tmp_path, correspondents=off) as home:
        home.spf.domains.add(SPF)
        write(home, ANN, ZOE)
        assert rewards(deliver(home, ZOE, [ANN])) == []
        ann, _ = home.home.account(ANN)
        digest = home.home.server_key.correspondent_digest(ann.id + ZOE.encode())
        assert not home.home.look(
            lambda books: books.correspondents.is_known(ann.id, digest)
        )


def test_what_is_kept_goes_with_the_account(home: Judged) -> None:
    write(home, ANN, ZOE)
    ann, _ = home.home.account(ANN)
    digest = home.home.server_key.correspondent_digest(ann.id + ZOE.encode())

    def known() -> bool:
        return home.home.look(lambda b: b.correspondents.is_known(ann.id, digest))

    assert known()
    home.home.run(delete_account(home.home.desk.store, parse_address(ANN)))
    assert not known()


FROM_ZOE = b"From: Zoe <ZOE@example.net>\r\nSubject: Re: Hello\r\n\r\nYes.\r\n"


def judged_author(
    home: Judged,
    octets: bytes,
    dmarc: Checked,
    found: tuple[Finding, ...] = (),
    sender: str = "bounces@list.example",
) -> Sequence[Finding]:
    """Return what is said of a message's author, as DMARC has it."""
    acquaintance = Acquaintance(
        store=home.home.desk.store,
        rules=home.home.desk.rules,
        server_key=home.home.server_key,
    )
    scanner = Scanner()
    scanner.feed(octets.replace(b"\r\n", b"\n"))
    scanned = scanner.close()
    accounts = [home.home.account(each)[0].id for each in (BOB, ANN)]
    contents = Contents(
        accounts=tuple(accounts),
        octets=Message(octets),
        whole=True,
        scanned=scanned,
        fields=by_name(scanned.header),
        sender_checks=SenderChecks(dmarc=dmarc),
        runs=lambda: iter(()),
    )
    client = Client(
        id=ConnectionId("C"),
        protocol=Protocol.MX,
        ip=ip_address(STRANGER),
        rdns=None,
        found=found,
    )
    recipients = [Recipient(parse_address(BOB)), Recipient(parse_address(ANN))]
    envelope = Envelope(Sender(parse_address(sender)), recipients)
    check = KnownAuthor(acquaintance=acquaintance)
    return home.home.run(check(client, envelope, contents))


def test_an_author_is_rewarded_where_dmarc_proves_who_it_is(home: Judged) -> None:
    write(home, ANN, ZOE)
    (reward,) = judged_author(home, FROM_ZOE, Checked.PASS)
    assert (reward.weight, str(reward.value)) == (-3.0, "example.net")
    assert not judged_author(home, FROM_ZOE, Checked.FAIL)
    assert not judged_author(home, FROM_ZOE, Checked.PASS, (reward,))


def test_an_author_who_is_the_sender_is_asked_for_where_spf_has_not_proven_that(
    home: Judged,
) -> None:
    write(home, ANN, ZOE)
    octets = FROM_ZOE.replace(b"ZOE@", b"zoe@")
    proven = Finding(CheckName.SPF, Result.PASS, None, Domain("example.net"))
    failed = Finding(CheckName.SPF, Result.FAIL, None, Domain("example.net"))
    asked = [
        judged_author(home, octets, Checked.PASS, (spf,), sender=ZOE)
        for spf in (failed, proven)
    ]
    assert [len(findings) for findings in asked] == [1, 0]  # the sender's check has it


@pytest.mark.parametrize(
    "octets",
    [
        FROM_ZOE.replace(b"ZOE@", b"yves@"),
        FROM_ZOE.replace(b"From: Zoe", b"From: max@example.com, Zoe"),
        b"From: max@example.com\r\n" + FROM_ZOE,
        FROM_ZOE.replace(b"From:", b"Reply-To:"),
        FROM_ZOE.replace(b"@example.net", b""),
        FROM_ZOE.replace(b"example.net", b"\xff.example"),
    ],
)
def test_who_is_not_the_one_author_is_not_rewarded(home: Judged, octets: bytes) -> None:
    write(home, ANN, ZOE)
    assert not judged_author(home, octets, Checked.PASS)
