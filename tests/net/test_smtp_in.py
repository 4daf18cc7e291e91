"""A real server on loopback holds whole sessions, and ends them well."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from glassine.flow.desk import Desk
from glassine.net.crowd import Crowd
from glassine.net.patience import Patience
from glassine.store.api.ids import Full, StoreError, Unavailable
from glassine.words.public import HostName, IpAddress, Protocol, ip_address
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import CHEAP, PASSWORD, House, house
from support.letters import letter
from support.sasl_client import Scram, login, over_smtp, plain
from support.smtp_client import SmtpTalk, trusting

ANN = "ann@example.org"
ZOE = "zoe@example.net"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as inside:
        inside.add(ANN)
        yield inside


def disconnect(home: House) -> str:
    """Return the last disconnect line."""
    home.close_doors()
    return next(line for line in reversed(home.lines()) if "] disconnect " in line)


def test_a_letter_from_outside_is_filed_and_answered(home: House) -> None:
    said = letter("Hello")
    with home.talk() as talk:
        talk.hello()
        assert talk.deliver(ZOE, [ANN], said).code == 250
        talk.quit()
    (read,) = home.letters(ANN)
    assert read.endswith(said)
    line = disconnect(home)
    assert "rcpts=1/0/0 msgs=1/0/0" in line
    assert "errors=0" in line


def test_every_refused_command_is_an_error_once(home: House) -> None:
    with home.talk() as talk:
        talk.hello()
        assert talk.say("FROB").code == 500
        assert talk.say("RCPT TO:<x@example.org>").code == 503
        assert talk.say(f"MAIL FROM:<{ZOE}>").code == 250
        assert talk.say("RCPT TO:<nobody@example.org>").code == 550
        talk.quit()
    assert "errors=3" in disconnect(home)
    (denied,) = [r for r in home.records("denied") if r["details"]["code"] == 550]
    assert denied["rcptTo"] == ["<nobody@example.org>"]
    assert denied["details"]["check"] == "address"


def test_commands_in_one_packet_are_answered_in_order(home: House) -> None:
    with home.talk() as talk:
        talk.send(
            b"EHLO client.example\r\nMAIL FROM:<zoe@example.net>\r\n"
            b"RCPT TO:<ann@example.org>\r\nDATA\r\n"
        )
        assert [talk.reply().code for _ in range(4)] == [250, 250, 250, 354]
        talk.send(letter("Hello") + b".\r\n")
        assert talk.reply().code == 250
    assert "pipe=Y" in disconnect(home)


class TestTls:
    """STARTTLS, TLS from the first byte, and what is bound to it."""

    def test_starttls_forgets_what_was_said(self, home: House) -> None:
        with home.talk() as talk:
            assert "STARTTLS" in talk.hello().lines
            assert talk.say(f"MAIL FROM:<{ZOE}>").code == 250
            talk.say("RSET")
            assert talk.start_tls().code == 220
            assert talk.say(f"MAIL FROM:<{ZOE}>").code == 503
            assert "STARTTLS" not in talk.hello().lines
            assert talk.deliver(ZOE, [ANN], letter("Hello")).code == 250
            talk.quit()
        (read,) = home.letters(ANN)
        assert b"with ESMTPS\r\n" in read
        assert b"TLSv1.3" in read
        (record,) = home.records("received")
        assert record["details"]["tls"] is True

    def test_commands_injected_before_the_handshake_are_dropped(
        self, home: House
    ) -> None:
        with home.talk() as talk:
            talk.hello()
            talk.send(b"STARTTLS\r\nMAIL FROM:<injected@example.net>\r\n")
            assert talk.reply().code == 220
            talk._file.close()
            talk._socket = trusting().wrap_socket(talk._socket)
            talk._file = talk._socket.makefile("rb")
            talk.hello()
            assert talk.say(f"RCPT TO:<{ANN}>").code == 503
            talk.quit()
        assert not any("injected" in line for line in home.lines())
        assert [r["details"]["check"] for r in home.records("denied")] == [
            "protocol",
            "protocol",
        ]

    def test_a_login_in_the_clear_does_not_outlive_starttls(self, home: House) -> None:
        with home.talk(Protocol.SUBMISSION) as talk:
            talk.hello()
            assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
            assert talk.start_tls().code == 220
            talk.hello()
            assert talk.say(f"MAIL FROM:<{ANN}>").code == 530

    def test_tls_from_the_first_byte_even_while_dns_is_asked(self, home: House) -> None:
        class Slow:
            async def reverse(self, ip: IpAddress) -> HostName | None:
                time.sleep(0.2)  # noqa: ASYNC251 (the hello is here before we look)
                return None

        home.desk = replace(home.desk, resolver=Slow())
        with home.talk(Protocol.SUBMISSIONS) as talk:
            talk.hello()
            assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235

    @pytest.mark.parametrize("protocol", [Protocol.SUBMISSIONS, Protocol.MX])
    def test_a_handshake_of_garbage_ends_the_session(
        self, home: House, protocol: Protocol
    ) -> None:
        with socket.create_connection(home.open(protocol), 10) as raw:
            if protocol is Protocol.MX:
                raw.sendall(b"EHLO x.example\r\nSTARTTLS\r\n")
                while b"220 2.0.0" not in raw.recv(4096):
                    pass
            raw.sendall(b"this is no handshake\r\n")
            while raw.recv(4096):
                pass
        assert "tls=N" in disconnect(home)
        assert home.records("denied")[-1]["details"]["code"] == 454

    def test_a_handshake_that_stops_is_dropped_without_a_word(
        self, home: House
    ) -> None:
        at = home.open(Protocol.SUBMISSIONS, Patience(idle=0.2, total=5))
        with socket.create_connection(at, 10) as raw:
            raw.sendall(b"\x16\x03\x01")
            assert raw.recv(4096) == b""
        disconnect(home)


class TestLogin:
    """AUTH, over a real connection."""

    @pytest.mark.parametrize(
        ("name", "mechanism"),
        [("PLAIN", plain), ("LOGIN", login), ("SCRAM-SHA-256", Scram)],
    )
    @pytest.mark.parametrize("initial", [True, False])
    def test_the_right_password_may_send(
        self, home: House, name: str, mechanism: type, initial: bool
    ) -> None:
        with home.talk(Protocol.SUBMISSION) as talk:
            assert name in " ".join(talk.hello().lines)
            if name == "LOGIN":
                initial = False
            reply = over_smtp(talk, name, mechanism(ANN, PASSWORD), initial=initial)
            assert reply.code == 235
            assert talk.deliver(ANN, [ANN], letter("Note")).code == 250
            talk.quit()
        (queued,) = home.records("queued")
        assert queued["details"]["authMethod"] == name

    @pytest.mark.parametrize("who", [ANN, "nobody@example.org", "no address"])
    @pytest.mark.parametrize(
        ("name", "mechanism"), [("PLAIN", plain), ("SCRAM-SHA-256", Scram)]
    )
    def test_the_answer_is_one_whoever_it_was(
        self, home: House, who: str, name: str, mechanism: type
    ) -> None:
        with home.talk(Protocol.SUBMISSION) as talk:
            talk.hello()
            reply = over_smtp(talk, name, mechanism(who, "wrong"))
            assert (reply.code, reply.text) == (535, "5.7.8 wrong name or password")
        (record,) = home.records("auth")
        assert record["authUser"] == (ANN if who == ANN else "")
        assert not any("nobody@" in line or "no addr" in line for line in home.lines())

    def test_elsewhere_than_allowed_it_takes_tls(self, tmp_path: Path) -> None:
        auth = replace(CHEAP, allow_plain_from=(ip_network("10.0.0.0/8"),))
        with house(tmp_path, auth=auth) as home:
            home.add(ANN)
            with home.talk(Protocol.SUBMISSION) as talk:
                assert not any("AUTH" in line for line in talk.hello().lines)
                assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 538
                assert talk.say(f"MAIL FROM:<{ANN}>").code == 530
                talk.start_tls()
                assert any("-PLUS" in line for line in talk.hello().lines)
                assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235

    def test_the_store_that_does_not_answer_is_no_wrong_password(
        self, home: House
    ) -> None:
        class Deaf:
            async def look(self, work: object) -> None:
                raise Unavailable

        vars(home.desk.login)["_store"] = Deaf()
        for name, mechanism in (("PLAIN", plain), ("SCRAM-SHA-256", Scram)):
            with home.talk(Protocol.SUBMISSION) as talk:
                talk.hello()
                assert over_smtp(talk, name, mechanism(ANN, PASSWORD)).code == 454


class TestEnding:
    """However a session ends, it is said once and nothing half-written stays."""

    def test_who_is_idle_is_told_so(self, home: House) -> None:
        with SmtpTalk(home.open(Protocol.MX, Patience(idle=0.2, total=9))) as talk:
            assert talk.reply().code == 421
            with pytest.raises(ConnectionError):
                talk.reply()

    def test_who_stays_too_long_is_told_so(self, home: House) -> None:
        with SmtpTalk(home.open(Protocol.MX, Patience(idle=9, total=0.3))) as talk:
            talk.hello()
            reply = talk.reply()
            assert (reply.code, reply.text) == (
                421,
                "4.4.2 this connection has lasted long enough",
            )

    @pytest.mark.parametrize("stage", ["idle", "DATA"])
    def test_a_shutdown_is_told_to_who_waits(self, home: House, stage: str) -> None:
        with home.talk() as talk:
            talk.hello()
            if stage == "DATA":
                talk.begin(ZOE, [ANN])
                assert talk.say("DATA").code == 354
                talk.send(letter("Half", "x" * 100_000)[:90_000])
            talk_on = threading.Thread(target=home.close_doors)
            talk_on.start()
            reply = talk.reply()
            talk_on.join()
            assert (reply.code, reply.text[:5]) == (421, "4.3.2")
        assert home.letters(ANN) == []
        assert home.files() == []

    def test_a_shutdown_waits_for_the_commit(self, home: House) -> None:
        began, go_on = threading.Event(), threading.Event()
        store = home.desk.store
        write = store.write

        class Slow:
            def __getattr__(self, name: str) -> object:
                return getattr(store, name)

            async def write(self, work: object) -> object:
                began.set()
                while not go_on.is_set():  # noqa: ASYNC110 (set on another thread)
                    await asyncio.sleep(0.01)
                return await write(work)  # type: ignore[arg-type]

        home.desk = replace(home.desk, store=Slow())  # type: ignore[arg-type]
        with home.talk() as talk:
            talk.hello()
            talk.begin(ZOE, [ANN])
            talk.say("DATA")
            talk.send(letter("Last") + b".\r\n")
            assert began.wait(10)
            closing = threading.Thread(target=home.close_doors)
            closing.start()
            go_on.set()
            assert talk.reply().code == 250
            assert talk.reply().code == 421
            closing.join()
        assert len(home.letters(ANN)) == 1

    def test_a_client_that_vanishes_in_data_leaves_nothing(self, home: House) -> None:
        with home.talk() as talk:
            talk.hello()
            talk.begin(ZOE, [ANN])
            talk.say("DATA")
            talk.send(letter("Half", "x" * 200_000)[:150_000])
            talk.hang_up()
        assert "msgs=0/0/0" in disconnect(home)
        assert home.files() == []

    def test_half_closed_the_answers_still_come(self, home: House) -> None:
        with home.talk() as talk:
            talk.send(b"EHLO client.example\r\nNOOP\r\nQUIT\r\n")
            talk._socket.shutdown(socket.SHUT_WR)
            assert [talk.reply().code for _ in range(3)] == [250, 250, 221]

    def test_one_too_many_is_told_so(self, home: House) -> None:
        at = home.open(Protocol.MX, crowd=Crowd(per_ip=1, total=9))
        with SmtpTalk(at):
            with SmtpTalk(at) as second:
                assert second.greeting.code == 421
            with SmtpTalk(at, source="127.0.0.2") as other:
                assert other.greeting.code == 220

    def test_one_too_many_is_told_so_before_any_handshake(self, home: House) -> None:
        at = home.open(Protocol.SUBMISSIONS, crowd=Crowd(per_ip=1, total=9))
        with SmtpTalk(at, tls=True), socket.create_connection(at, 10) as silent:
            assert silent.recv(4096).startswith(b"421 ")

    def test_who_talks_before_the_greeting_is_noted(self, home: House) -> None:
        at = home.open(Protocol.MX, greet_after=0.3)
        with socket.create_connection(at, 10) as raw:
            raw.sendall(b"EHLO early.example\r\n")
            assert raw.recv(4096).startswith(b"220 ")
        assert "early=Y" in disconnect(home)

    def test_an_unexpected_fault_is_451_and_tells_nothing(self, home: House) -> None:
        class Broken:
            def __getattr__(self, name: str) -> object:
                raise ValueError("secret")

        home.desk = replace(home.desk, rules=Broken())  # type: ignore[arg-type]
        with home.talk() as talk:
            talk.hello()
            talk.say(f"MAIL FROM:<{ZOE}>")
            assert talk.say("RCPT TO:<nobody@example.org>").code == 451
        (fault,) = [line for line in home.lines() if "ValueError" in line]
        assert "secret" not in fault


class FailingStore:
    """A store that fails at one verb, and is itself at all others."""

    def __init__(self, desk: Desk, verb: str, failure: type[StoreError]) -> None:
        self._store, self._verb, self._failure = desk.store, verb, failure

    def __getattr__(self, name: str) -> object:
        if name == self._verb:
            return self._fail
        return getattr(self._store, name)

    async def _fail(self, work: object) -> None:
        raise self._failure


@pytest.mark.parametrize(
    ("verb", "failure", "code"),
    [("look", Unavailable, 451), ("write", Full, 452), ("write", Unavailable, 451)],
)
def test_a_store_that_fails_is_answered_and_the_session_goes_on(
    home: House, verb: str, failure: type[StoreError], code: int
) -> None:
    sound = home.desk
    store = FailingStore(sound, verb, failure)
    home.desk = replace(sound, store=store)  # type: ignore[arg-type]
    with home.talk() as talk:
        talk.hello()
        assert talk.say(f"MAIL FROM:<{ZOE}>").code == 250
        answer = talk.say(f"RCPT TO:<{ANN}>")
        if verb == "write":
            answer = talk.data(letter("Hello", "x" * 100_000))
        assert answer.code == code
        assert talk.say("NOOP").code == 250
        talk.quit()
    home.desk = sound
    assert home.letters(ANN) == []
    assert home.files() == []
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "storage"
    assert denied["rcptTo"] == [f"<{ANN}>"]


def test_who_comes_by_a_balancer_is_known_by_his_own_address(tmp_path: Path) -> None:
    with house(tmp_path, smtp=TRUSTING) as home:
        home.add(ANN)
        home.names.known[ip_address("192.0.2.7")] = HostName("mx.example.net")
        with BehindProxy(home.open(Protocol.MX), "192.0.2.7") as talk:
            talk.hello("mx.example.net")
            assert talk.deliver(ZOE, [ANN], letter("Hello")).code == 250
        (record,) = home.records("received")
        assert record["remote"]["ip"] == "192.0.2.7"
        assert record["remote"]["host"] == "mx.example.net"
        assert record["remote"]["is_private"] is False
        (read,) = home.letters(ANN)
        assert b"(mx.example.net [192.0.2.7])" in read


def test_lmtp_answers_once_a_recipient(home: House) -> None:
    home.add("bob@example.org")
    with home.talk(Protocol.LMTP) as talk:
        talk.hello(verb="LHLO")
        talk.begin(ZOE, [ANN, "bob@example.org"])
        first = talk.data(letter("Both"))
        second = talk.reply()
        assert first.text.startswith("2.1.5 <ann@example.org> Saved (")
        assert second.text.startswith("2.1.5 <bob@example.org> Saved (")
    assert len(home.letters(ANN)) == len(home.letters("bob@example.org")) == 1
