"""The receiver that misbehaves: it does what it is told, and our client bears it."""

import socket
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client import events as heard
from glassine.wire.smtp.client.engine import SmtpClient
from glassine.wire.smtp.client.faults import NotSmtp
from glassine.wire.smtp.client.talk import Dialect
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.phase import Phase
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message, Password
from glassine.words.public import HostName, parse_address
from support import certificate_files
from support.misbehaving_server import OFFERS, MisbehavingServer, misbehaving
from support.misdeeds import (
    CLOSES,
    GARBAGE,
    Behaves,
    Deed,
    Dribbles,
    Drops,
    Hangs,
    Misdeeds,
    NeverEnds,
    Resets,
    Says,
    Step,
    Waits,
)

ANN, BOB = "ann@example.org", "bob@example.org"
CONTENT = b"Subject: hello\r\n\r\n.hello\r\n"
CHUNKING = (*OFFERS, "CHUNKING")
NO = Says("550 5.7.1 no")


@dataclass
class Delivery:
    """One try to deliver over a blocking socket, and what came of it."""

    server: MisbehavingServer
    to: tuple[str, ...] = (ANN,)
    lmtp: bool = False
    tls: ssl.SSLContext | None = None
    log_in: str = ""
    patience: float = 5.0
    results: tuple[heard.Result, ...] = ()
    refused: heard.Refused | None = None
    broken: type[Exception] | None = None
    closing: bool = False
    ready: list[heard.Ready] = field(default_factory=list)

    def __post_init__(self) -> None:
        dialect = Dialect.LMTP if self.lmtp else Dialect.SMTP
        self.client = SmtpClient(dialect=dialect, hello=HostName("a.example"))
        try:
            self.socket = socket.create_connection(self.server.address, self.patience)
        except OSError as fault:  # torn down before we knew that it was up
            self.broken = type(fault)
            return
        try:
            self._talk()
        except (OSError, NotSmtp) as fault:
            self.broken = type(fault)
        finally:
            self.socket.close()
        if finished := self.client.lost():
            self.results = finished.results

    def outcomes(self) -> list[tuple[int, str]]:
        """Return of each recipient the code, 0 for silence, and the phase."""
        said = [(result.said, result.phase) for result in self.results]
        return [(s.code if isinstance(s, Answer) else 0, str(p)) for s, p in said]

    def _talk(self) -> None:
        while not (self.closing or self.refused):
            self.socket.sendall(self.client.to_send())
            if not (packet := self.socket.recv(65536)):
                return
            for event in self.client.receive(packet):
                self._react(event)

    def _react(self, event: heard.ClientEvent) -> None:
        match event:
            case heard.Ready(extensions):
                self.ready.append(event)
                if self.tls is not None and extensions.starttls:
                    self.client.start_tls()
                elif self.log_in:
                    password, self.log_in = Password(self.log_in.encode()), ""
                    self.client.log_in("ann", password, in_clear=True)
                else:
                    self._begin()
            case heard.TlsReady():
                assert self.tls is not None
                self.socket = self.tls.wrap_socket(
                    self.socket,
                    server_hostname=certificate_files.NAME,
                    do_handshake_on_connect=False,
                )
                self.socket.do_handshake()
                self.client.secured()
            case heard.LoggedIn():
                self._begin()
            case heard.ContentWanted():
                self.client.content(Message(CONTENT))
                self.client.end()
            case heard.Finished(results):
                self.results = results
                self.client.quit()
            case heard.Refused():
                self.refused = event
            case heard.Closing():
                self.closing = True

    def _begin(self) -> None:
        to = tuple(Recipient(parse_address(each)) for each in self.to)
        sender = Sender(parse_address("x@a.example"))
        size = len(CONTENT)
        self.client.begin(Transaction(sender=sender, recipients=to, size=size))


def doing(step: Step, *deeds: Deed) -> Misdeeds:
    return Misdeeds({step: list(deeds)})


@pytest.mark.parametrize("offers", [OFFERS, CHUNKING, ()])
def test_without_misdeeds_it_takes_mail(offers: tuple[str, ...]) -> None:
    with misbehaving(offers=offers) as server:
        tried = Delivery(server, (ANN, BOB))
    assert tried.outcomes() == [(250, "dot"), (250, "dot")]
    (letter,) = server.letters
    assert (letter.sender, letter.recipients) == ("x@a.example", (ANN, BOB))
    assert letter.content == CONTENT
    assert letter.taken
    assert server.lines[-1] == "QUIT"


@pytest.mark.parametrize("offers", [OFFERS, CHUNKING])
def test_it_speaks_lmtp_and_answers_for_each(offers: tuple[str, ...]) -> None:
    misdeeds = Misdeeds(saved={BOB: [Says("452 4.2.2 bob is full")]})
    with misbehaving(misdeeds, lmtp=True, offers=offers) as server:
        tried = Delivery(server, (ANN, BOB), lmtp=True)
    assert tried.outcomes() == [(250, "dot"), (452, "dot")]
    assert server.letters[0].answers == ("250 2.0.0 taken", "452 4.2.2 bob is full")


BEFORE_MAIL = [Step.CONNECT, Step.HELLO]
WITH_RECIPIENTS = [
    (Step.MAIL, "mail"),
    (Step.RCPT, "rcpt"),
    (Step.DATA, "data"),
    (Step.CONTENT, "dot"),
    (Step.DOT, "dot"),
]


@pytest.mark.parametrize("deed", [Drops(), Resets()], ids=["drops", "resets"])
@pytest.mark.parametrize("step", BEFORE_MAIL)
def test_it_leaves_before_any_mail(step: Step, deed: Deed) -> None:
    with misbehaving(doing(step, deed)) as server:
        tried = Delivery(server)
    assert (tried.results, tried.refused, tried.closing) == ((), None, False)
    assert server.letters == []


@pytest.mark.parametrize("deed", [Drops(), Resets()], ids=["drops", "resets"])
@pytest.mark.parametrize(("step", "phase"), WITH_RECIPIENTS)
def test_it_leaves_in_the_middle(step: Step, phase: str, deed: Deed) -> None:
    with misbehaving(doing(step, deed), offers=()) as server:
        tried = Delivery(server)
    assert tried.outcomes() == [(0, phase)]
    assert [letter.answers for letter in server.letters] in ([], [()])


@pytest.mark.parametrize(("step", "phase"), WITH_RECIPIENTS)
def test_it_says_421_and_goes(step: Step, phase: str) -> None:
    with misbehaving(doing(step, CLOSES), offers=()) as server:
        tried = Delivery(server)
    assert tried.outcomes() == [(421, phase)]
    assert tried.closing


@pytest.mark.parametrize("step", BEFORE_MAIL)
@pytest.mark.parametrize("deed", [CLOSES, Says("554 5.7.1 no", Drops())])
def test_it_turns_us_away(step: Step, deed: Says) -> None:
    misdeeds = Misdeeds(for_ever={step: deed})
    with misbehaving(misdeeds, lmtp=True) as server:
        tries = [Delivery(server, lmtp=True).refused for _ in range(2)]
    for refused in tries:
        assert refused is not None
        assert refused.answer.permanent is (deed is not CLOSES)


def test_it_takes_the_message_and_says_nothing_and_at_the_second_try_it_does() -> None:
    with misbehaving(doing(Step.DOT, Drops())) as server:
        first, second = Delivery(server), Delivery(server)
    assert first.outcomes() == [(0, "dot")]
    assert second.outcomes() == [(250, "dot")]
    assert [letter.taken for letter in server.letters] == [False, True]


def test_it_takes_the_message_and_resets() -> None:
    with misbehaving(doing(Step.DOT, Says("250 2.0.0 taken", Resets()))) as server:
        tried = Delivery(server)
    assert server.letters[0].taken
    assert tried.outcomes()[0] in [(250, "dot"), (0, "dot")]  # if it still arrived


def test_it_is_late_with_its_answer_to_the_dot() -> None:
    with misbehaving(doing(Step.DOT, Waits(0.3))) as server:
        began = time.monotonic()
        tried = Delivery(server)
    assert tried.outcomes() == [(250, "dot")]
    assert time.monotonic() - began > 0.3


def test_it_hangs_and_our_patience_ends() -> None:
    with misbehaving(doing(Step.DATA, Hangs())) as server:
        tried = Delivery(server, patience=0.2)
    assert tried.broken is TimeoutError
    assert tried.outcomes() == [(0, "data")]


def test_recipients_are_refused_for_now_then_for_good() -> None:
    later, never = Says("451 4.3.0 later"), Says("550-5.1.1 no such\n550 5.1.1 user")
    with misbehaving(Misdeeds(rcpt={BOB: [later, never]})) as server:
        tries = [Delivery(server, (ANN, BOB)).outcomes() for _ in range(3)]
    assert [codes[1] for codes in tries] == [(451, "rcpt"), (550, "rcpt"), (250, "dot")]
    assert [len(letter.recipients) for letter in server.letters] == [1, 1, 2]


def test_an_answer_may_come_octet_by_octet() -> None:
    misdeeds = doing(Step.MAIL, Dribbles("250-2.1.0 sender\n250 2.1.0 ok"))
    with misbehaving(misdeeds) as server:
        assert Delivery(server).outcomes() == [(250, "dot")]


@pytest.mark.parametrize("deed", [GARBAGE, NeverEnds()], ids=["garbage", "endless"])
@pytest.mark.parametrize("step", [Step.CONNECT, Step.HELLO, Step.RCPT, Step.DOT])
def test_what_makes_no_sense_is_not_listened_to(step: Step, deed: Deed) -> None:
    with misbehaving(doing(step, deed)) as server:
        tried = Delivery(server)
    assert tried.broken is not None
    assert issubclass(tried.broken, NotSmtp)
    assert all(result.said is None for result in tried.results)


def test_a_no_in_the_middle_of_the_message_is_heard() -> None:
    misdeeds = doing(Step.CONTENT, Says("552 5.3.4 too big", Drops()))
    with misbehaving(misdeeds) as server:
        tried = Delivery(server)
    assert tried.outcomes() == [(552, "dot")]  # all was sent by then
    assert server.letters == []


def context(place: Path) -> ssl.SSLContext:
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(*certificate_files.write(place))
    return made


def test_it_can_tls(tmp_path: Path) -> None:
    with misbehaving(tls=context(tmp_path)) as server:
        tried = Delivery(server, tls=certificate_files.trusting(tmp_path))
    assert tried.outcomes() == [(250, "dot")]
    assert [each.extensions.starttls for each in tried.ready] == [True, False]


def test_it_can_tls_from_the_start(tmp_path: Path) -> None:
    with misbehaving(tls=context(tmp_path), tls_at_once=True) as server:
        plain = socket.create_connection(server.address, 5)
        name, trusted = certificate_files.NAME, certificate_files.trusting(tmp_path)
        with trusted.wrap_socket(plain, server_hostname=name) as secure:
            assert secure.recv(3) == b"220"


@pytest.mark.parametrize(
    "deed", [Drops(), Resets(), GARBAGE], ids=["drops", "resets", "garbage"]
)
def test_its_tls_fails(tmp_path: Path, deed: Deed) -> None:
    with misbehaving(doing(Step.HANDSHAKE, deed), tls=context(tmp_path)) as server:
        tried = Delivery(server, tls=certificate_files.trusting(tmp_path))
    assert tried.broken is not None
    assert issubclass(tried.broken, OSError)
    assert tried.results == ()


def test_its_certificate_is_not_the_one_we_trust(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    certificate_files.write(other)
    with misbehaving(tls=context(tmp_path)) as server:
        tried = Delivery(server, tls=certificate_files.trusting(other))
    assert tried.broken is ssl.SSLCertVerificationError


def test_it_refuses_tls_that_it_offers(tmp_path: Path) -> None:
    misdeeds = doing(Step.STARTTLS, Says("454 4.7.0 not now"))
    with misbehaving(misdeeds, tls=context(tmp_path)) as server:
        tried = Delivery(server, tls=certificate_files.trusting(tmp_path))
    assert tried.refused is not None
    assert tried.refused.phase is Phase.STARTTLS


@pytest.mark.parametrize(("password", "welcome"), [("pencil", True), ("pen", False)])
def test_it_may_be_logged_in_to(password: str, welcome: bool) -> None:
    with misbehaving(offers=(*OFFERS, "AUTH PLAIN")) as server:
        tried = Delivery(server, log_in=password)
    assert bool(tried.results) is welcome
    assert (tried.refused is None) is welcome


def test_it_listens_on_a_unix_socket(tmp_path: Path) -> None:
    at = tmp_path / "lmtp"
    with misbehaving(socket_path=at, lmtp=True), socket.socket(socket.AF_UNIX) as ours:
        ours.settimeout(5)
        ours.connect(str(at))
        assert ours.recv(3) == b"220"


def test_it_counts_who_comes() -> None:
    with misbehaving(doing(Step.MAIL, NO)) as server:
        for _ in range(2):
            Delivery(server)
    assert (server.connections, server.most_at_once, server.at_once) == (2, 1, 0)
    assert server.misdeeds.seen[Step.MAIL] == 2


def test_deeds_are_done_in_their_order_and_then_it_behaves() -> None:
    misdeeds = doing(Step.DOT, NO, Behaves(), Waits(0, NO))
    with misbehaving(misdeeds) as server:
        tries = [Delivery(server).outcomes()[0][0] for _ in range(4)]
    assert tries == [550, 250, 550, 250]
