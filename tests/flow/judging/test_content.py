"""What a stranger's message brings is found, weighed, and told without its words."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from flow.judging.strangers import ANN, bring, judging_house
from glassine.config.tables.content import Attachments, Content
from glassine.events.facts import NOT_CHECKED
from glassine.flow.judging.client import Client
from glassine.flow.judging.content_attachments import AttachmentCheck
from glassine.flow.judging.content_uris import UriCheck
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.dns_lists import Lists
from glassine.mail.header import by_name
from glassine.mail.scan import Scanner
from glassine.serve.judging_content import OnExecutor
from glassine.words.clock import Seconds
from glassine.words.dns_list import DnsListing, ListAbout, ListKind
from glassine.words.envelope import Envelope, Sender
from glassine.words.finding import CheckMode, Finding, Result
from glassine.words.private import Message
from glassine.words.public import ConnectionId, Domain, Protocol, ip_address
from glassine.words.reason import Reason
from support.house import House
from support.letters import letter, with_attachment
from support.parcels import PROGRAM, gzipped, tarred, zipped
from support.zone_resolver import TIMEOUT, ZoneResolver

T = TypeVar("T")
CLIENT = Client(
    id=ConnectionId("C"),
    protocol=Protocol.MX,
    ip=ip_address("198.51.100.7"),
    rdns=None,
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with judging_house(tmp_path) as inside:
        yield inside


def rules_found(home: House) -> list[str]:
    """Return what the log says was found, `check(why)` each."""
    lines = [line for line in home.lines() if " fail:" in line]
    return [
        found.strip()
        for line in lines
        for found in line.partition(" fail:")[2].split(",")
    ]


@pytest.mark.parametrize(("lines", "code"), [(4000, 250), (6000, 554)])
def test_a_header_of_too_many_lines_is_refused(
    tmp_path: Path, lines: int, code: int
) -> None:
    """Each may be a field, and some ten readers pass over each while others wait."""
    with judging_house(tmp_path) as home:
        assert bring(home, b"A:\r\n" * lines + letter("Hello")).code == code


def test_what_is_built_so_that_nobody_reads_on_is_refused(tmp_path: Path) -> None:
    hidden = b"--b\r\nX: %b\r\nContent-Type: x/y; name=a.js\r\n\r\nx\r\n"
    written = letter("Hello").replace(
        b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 1
    )
    with judging_house(tmp_path) as home:
        assert bring(home, written + hidden % (b"x" * 20_000)).code == 550
        (denied,) = home.records("denied")
        found = {each["why"] for each in denied["details"]["findings"]}
        assert "bomb" in found
        assert bring(home, written + hidden % (b"x" * 20)).code == 550


def test_a_letter_in_order_is_ham(home: House) -> None:
    assert bring(home, letter("Hello")).code == 250
    (received,) = home.records("received")
    assert received["details"]["spamStatus"] == "ham"
    (read,) = home.letters(ANN)
    assert b"\r\nX-Glassine-Spam: ham score=1.5\r\n\trules=header_date" in read


def test_a_program_is_refused_by_its_class(home: House) -> None:
    said = with_attachment("s", "b", "holiday.zip", zipped({"photo.exe": PROGRAM}))
    reply = bring(home, said)
    assert reply.code == 550
    assert reply.text == "5.7.1 I take no such file (program); send it another way"
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "attachment"
    assert not home.letters(ANN)


def test_what_the_operator_lets_pass_is_only_weighed(tmp_path: Path) -> None:
    noted = Attachments(programs=CheckMode.NOTE, scripts=CheckMode.OFF)
    with judging_house(tmp_path, attachments=noted) as home:
        assert bring(home, with_attachment("s", "b", "a.exe", PROGRAM)).code == 250
        assert bring(home, with_attachment("s", "b", "a.js", b"x")).code == 250
        found = rules_found(home)
    assert found.count("attachment(program)") == 1
    assert "attachment(script)" not in found


def test_a_stranger_who_writes_as_one_of_us_is_noticed(home: House) -> None:
    bring(home, letter("Hello", sender="boss@example.org"))
    assert "own_domain(not_proven)" in rules_found(home)


def test_a_stranger_who_writes_as_one_of_us_may_be_refused(tmp_path: Path) -> None:
    strict = Content(own_domain=CheckMode.DENY)
    with judging_house(tmp_path, content=strict) as home:
        reply = bring(home, letter("Hello", sender="boss@example.org"))
        assert (reply.code, reply.text[:5]) == (550, "5.7.1")
        assert bring(home, letter("Hello")).code == 250


@pytest.mark.parametrize(
    ("shown", "why"),
    [("ann@example.org", "our_address"), ("pay@bank.example", "other_address")],
)
def test_an_address_shown_as_a_name_is_noticed_and_not_told(
    home: House, shown: str, why: str
) -> None:
    said = letter("Hello").replace(b"From: Zoe", f'From: "{shown}"'.encode())
    bring(home, said)
    assert f"display_name({why})" in rules_found(home)
    assert not any(shown in line for line in home.lines() if "headers" in line)


def test_tricks_of_html_are_found(home: House) -> None:
    said = letter("Hello", '<a href="http://evil.example">www.bank.example</a>')
    said = said.replace(b"Date:", b"Content-Type: text/html\r\nDate:")
    bring(home, said)
    assert "html(false_link)" in rules_found(home)


def test_only_the_beginning_of_a_large_message_is_looked_at_and_it_says_so(
    home: House,
) -> None:
    large = with_attachment("s", "b", "a.bin", bytes(3 << 20))
    assert bring(home, large).code == 250
    assert any("skip:attachment(size)" in line for line in home.lines())


def contents_of(message: bytes) -> Contents:
    """Return the message as a check gets it."""
    scanner = Scanner()
    scanner.feed(message)
    scanned = scanner.close()
    return Contents(
        accounts=(),
        octets=Message(message),
        whole=True,
        scanned=scanned,
        fields=by_name(scanned.header),
        sender_checks=NOT_CHECKED,
        runs=lambda: iter([Message(message)]),
    )


ZONES: dict[str, list[tuple[str, Any]]] = {
    "evil.example.uri.lists.example": [("A", "127.0.0.2")],
    "busy.example.uri.lists.example": [("A", "127.255.255.254")],
    "parked.example.uri.lists.example": [("A", "203.0.113.1")],
    "slow.example.uri.lists.example": [TIMEOUT],
}


class AlwaysFit:
    """Trials that every list stands."""

    async def is_fit(self, _: DnsListing) -> bool:
        """Tell that it does."""
        return True

    def note_unanswered(self, _: DnsListing) -> None:
        """Count nothing."""


class TestUriLists:
    """Links are asked for in lists; only the list is told."""

    def asked(self, body: str) -> list[Finding]:
        """Return what the check finds in a letter with this body."""
        listing = DnsListing(
            zone=Domain("uri.lists.example"),
            kind=ListKind.NOTE,
            about=ListAbout.LINK,
            weight=5.0,
        )
        lists = Lists(
            listings=(listing,),
            resolver=ZoneResolver(ZONES),
            trials=AlwaysFit(),  # type: ignore[arg-type]
            wait=Seconds(5),
        )
        message = letter("Hello", body)

        async def ask() -> list[Finding]:
            with ThreadPoolExecutor(1) as executor:
                check = UriCheck(lists=lists, aside=OnExecutor(executor))
                found = await check(
                    CLIENT, Envelope(Sender(None)), contents_of(message)
                )
                return list(found)

        return asyncio.run(ask())

    def test_a_listed_domain_weighs_and_is_not_named(self) -> None:
        (found,) = self.asked("http://www.evil.example/ http://good.example/")
        assert (found.result, found.why) == (Result.FAIL, Reason.LISTED)
        assert found.value == Domain("uri.lists.example")
        assert found.weight == 5.0

    def test_what_is_not_listed_is_nothing(self) -> None:
        assert self.asked("http://good.example/") == []
        assert self.asked("no links") == []

    @pytest.mark.parametrize("who", ["busy", "parked", "slow"])
    def test_what_is_no_answer_of_a_list_weighs_nothing(self, who: str) -> None:
        (found,) = self.asked(f"http://{who}.example/")
        assert (found.result, found.weight) == (Result.ERR, 0.0)


def test_large_messages_are_looked_at_on_another_thread() -> None:
    async def ask() -> set[str]:
        with ThreadPoolExecutor(1, "aside") as executor:
            name = await OnExecutor(executor)(lambda: threading.current_thread().name)
            return {name.partition("_")[0]}

    assert asyncio.run(ask()) == {"aside"}


class Counted:
    """Does work on the spot, and counts how often it is asked to."""

    times = 0

    async def __call__(self, work: Callable[[], T]) -> T:
        self.times += 1
        return work()


@pytest.mark.parametrize(
    ("message", "times"),
    [
        (letter("Hello"), 0),
        (with_attachment("Hello", "b", "a.tgz", gzipped(tarred({"b": b"x"}))), 1),
    ],
)
def test_files_are_looked_at_aside_however_small(message: bytes, times: int) -> None:
    aside = Counted()
    contents = contents_of(message)
    check = AttachmentCheck(modes={}, aside=aside)
    asked = check(CLIENT, Envelope(Sender(None), []), contents)
    assert list(asyncio.run(asked)) == []
    assert aside.times == times
