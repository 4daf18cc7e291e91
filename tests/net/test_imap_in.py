"""IMAP over a live listener: TLS, logins, waiting, long messages, what goes wrong."""

import asyncio
import hashlib
import imaplib
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from OpenSSL import SSL

from glassine.flow.accounts import delete_account
from glassine.flow.credentials import (
    add_app_password,
    revoke_app_password,
    set_password,
)
from glassine.store.api.accounts import Scope
from glassine.store.api.ids import Full, StoreError, Uid
from glassine.store.api.store import Books
from glassine.words.private import Password
from glassine.words.public import Protocol
from support.imap_client import ImapTalk
from support.letters import letter, marker
from support.mailbox_house import (
    ARRIVED,
    NAME,
    PASSWORD,
    PERSON,
    QUICK,
    MailboxHouse,
    mailbox_house,
)
from support.sasl_client import Scram, over_imap
from support.smtp_client import trusting

HOST = "127.0.0.1"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[MailboxHouse]:
    """Run a server."""
    with mailbox_house(tmp_path) as house:
        yield house


def caller(house: MailboxHouse) -> ImapTalk:
    """Connect."""
    return ImapTalk((HOST, house.ports[Protocol.IMAP]))


@pytest.fixture
def talk(house: MailboxHouse) -> Iterator[ImapTalk]:
    """Connect and log in."""
    with caller(house) as talk:
        talk.log_in(NAME, PASSWORD)
        yield talk


def test_without_tls_a_password_is_refused(tmp_path: Path) -> None:
    with mailbox_house(tmp_path, plain_from=()) as house:
        client = imaplib.IMAP4(HOST, house.ports[Protocol.IMAP], timeout=20)
        assert "LOGINDISABLED" in client.capabilities
        with pytest.raises(imaplib.IMAP4.error, match="PRIVACYREQUIRED"):
            client.login(NAME, PASSWORD)
        client.starttls(trusting())
        assert "LOGINDISABLED" not in client.capabilities
        assert "AUTH=SCRAM-SHA-256-PLUS" in client.capabilities
        assert client.login(NAME, PASSWORD)[0] == "OK"
        assert client.select() == ("OK", [b"0"])
        client.logout()


def test_what_is_said_before_tls_counts_for_nothing(house: MailboxHouse) -> None:
    with socket.create_connection((HOST, house.ports[Protocol.IMAP]), 20) as line:
        line.recv(1000)
        line.sendall(b'a STARTTLS\r\nb LOGIN ann@example.org "correct horse"\r\n')
        assert line.recv(1000).endswith(b"a OK begin TLS\r\n")
        with trusting().wrap_socket(line) as secure:
            secure.sendall(b"c SELECT INBOX\r\n")
            assert secure.recv(1000) == b"c BAD log in first\r\n"


def test_imaps_begins_with_tls(house: MailboxHouse) -> None:
    port = house.ports[Protocol.IMAPS]
    with imaplib.IMAP4_SSL(HOST, port, ssl_context=trusting(), timeout=20) as client:
        assert "STARTTLS" not in client.capabilities
        assert client.login(NAME, PASSWORD)[0] == "OK"


@pytest.mark.parametrize("protocol", [Protocol.IMAP, Protocol.IMAPS])
def test_a_handshake_that_never_comes_ends_with_the_time_to_log_in(
    tmp_path: Path, protocol: Protocol
) -> None:
    with (
        mailbox_house(tmp_path, log_in_within=0.5) as house,
        socket.create_connection((HOST, house.ports[protocol]), 20) as line,
    ):
        if protocol is Protocol.IMAP:
            line.sendall(b"a STARTTLS\r\n")
        while line.recv(1000):
            pass  # a greeting perhaps; then the end, long before anybody is idle


def test_scram_proves_both_to_each_other(house: MailboxHouse) -> None:
    with caller(house) as talk:
        scram = Scram(NAME, PASSWORD)
        assert over_imap(talk, "SCRAM-SHA-256", scram) == "OK"
        assert talk.do("SELECT INBOX").status == "OK"
    with caller(house) as talk:
        wrong = Scram(NAME, "wrong")
        assert over_imap(talk, "SCRAM-SHA-256", wrong) == "NO"


def app_password(house: MailboxHouse) -> str:
    """Give the account an app password, and return it."""
    made = add_app_password(
        house.store,
        PERSON,
        name="phone",
        scope=Scope.IMAP,
        proof=Password(PASSWORD.encode()),
        now=ARRIVED,
    )
    return house.run(made).reveal().decode()


def delete_it(house: MailboxHouse) -> None:
    house.run(delete_account(house.store, PERSON))


def change_password(house: MailboxHouse) -> None:
    change = set_password(
        house.store,
        PERSON,
        Password(b"new one"),
        proof=Password(PASSWORD.encode()),
        cost=QUICK,
        now=ARRIVED,
    )
    house.run(change)


def revoke(house: MailboxHouse) -> None:
    house.run(revoke_app_password(house.store, PERSON, "phone"))


REVOKED = b"* BYE this login is no longer good"


class TestRevoked:
    """What was logged in with is destroyed while its session is open."""

    @pytest.mark.parametrize(
        "command",
        ["CREATE more", "NOOP", "FETCH 1 BODY[]", "APPEND INBOX {2+}\r\nhi"],
    )
    @pytest.mark.parametrize("happens", [delete_it, change_password])
    def test_the_session_ends_at_its_next_command(
        self,
        house: MailboxHouse,
        happens: Callable[[MailboxHouse], None],
        command: str,
    ) -> None:
        house.deliver(letter("unread"))
        with caller(house) as talk:
            talk.log_in(NAME, PASSWORD)
            talk.do("SELECT INBOX")
            before = mailboxes(house)
            happens(house)
            talk.send(f"a {command}\r\nb CREATE another\r\n".encode())
            assert talk.response() == REVOKED
            with pytest.raises(ConnectionError):
                talk.response()
            assert mailboxes(house) == (0 if happens is delete_it else before)

    def test_only_the_sessions_of_a_revoked_app_password_end(
        self, house: MailboxHouse, talk: ImapTalk
    ) -> None:
        with caller(house) as phone:
            phone.log_in(NAME, app_password(house))
            assert phone.do("NOOP").status == "OK"
            revoke(house)
            phone.send(b"a NOOP\r\n")
            assert phone.response() == REVOKED
        assert talk.do("NOOP").status == "OK"

    def test_a_session_by_scram_ends_as_well(self, house: MailboxHouse) -> None:
        with caller(house) as talk:
            scram = Scram(NAME, PASSWORD)
            assert over_imap(talk, "SCRAM-SHA-256", scram) == "OK"
            assert talk.do("NOOP").status == "OK"
            change_password(house)
            talk.send(b"a NOOP\r\n")
            assert talk.response() == REVOKED

    def test_a_message_that_was_coming_is_not_filed(
        self, house: MailboxHouse, talk: ImapTalk
    ) -> None:
        talk.send(b"a APPEND INBOX {2}\r\n")
        assert talk.response().startswith(b"+")
        change_password(house)
        talk.send(b"hi\r\n")
        assert talk.response() == REVOKED
        with caller(house) as again:
            again.log_in(NAME, "new one")
            assert again.messages() == 0

    def test_who_idles_hears_of_no_more_letters(
        self, house: MailboxHouse, talk: ImapTalk
    ) -> None:
        talk.do("SELECT INBOX")
        talk.send(b"a IDLE\r\n")
        assert talk.response() == b"+ idling"
        change_password(house)
        house.deliver(letter("for the owner"))
        assert talk.response() == REVOKED

    def test_who_leaves_is_let_go_as_ever(
        self, house: MailboxHouse, talk: ImapTalk
    ) -> None:
        change_password(house)
        assert talk.do("LOGOUT").status == "OK"


def mailboxes(house: MailboxHouse) -> int:
    """Return how many the account has."""
    return len(house.look(lambda books: books.mailboxes.of(house.account.id)))


class BoundTalk:
    """A connection over pyOpenSSL, which tells what a SCRAM exchange is bound to."""

    def __init__(self, house: MailboxHouse) -> None:
        line = socket.create_connection((HOST, house.ports[Protocol.IMAPS]))
        self._tls = SSL.Connection(SSL.Context(SSL.TLS_CLIENT_METHOD), line)
        self._tls.set_connect_state()
        self._tls.do_handshake()
        self._unread = b""
        self.greeting = self.response()

    @property
    def exporter(self) -> bytes:
        """What RFC 9266 binds to."""
        return self._tls.export_keying_material(b"EXPORTER-Channel-Binding", 32, b"")

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._tls.sendall(data)

    def response(self) -> bytes:
        """Read one line, without its CRLF."""
        while b"\r\n" not in self._unread:
            self._unread += self._tls.recv(4096)
        line, _, self._unread = self._unread.partition(b"\r\n")
        return line

    def hang_up(self) -> None:
        """Close without a word."""
        self._tls.close()


def test_scram_can_be_bound_to_the_tls_session(house: MailboxHouse) -> None:
    talk = BoundTalk(house)
    stranger = Scram(NAME, PASSWORD, exporter=b"x" * 32)
    assert over_imap(talk, "SCRAM-SHA-256-PLUS", stranger) == "NO"
    scram = Scram(NAME, PASSWORD, exporter=talk.exporter)
    assert over_imap(talk, "SCRAM-SHA-256-PLUS", scram, initial=False) == "OK"
    talk.hang_up()


def test_commands_in_one_packet_are_answered_in_order(talk: ImapTalk) -> None:
    talk.send(
        b"a SELECT INBOX\r\nb APPEND INBOX {5+}\r\nhello\r\n"
        b"c FETCH 1 BODY.PEEK[]\r\nd STORE 1 +FLAGS (\\Deleted)\r\ne EXPUNGE\r\n"
        b"f LOGOUT\r\n"
    )
    tagged = []
    while not tagged or tagged[-1][:1] != b"f":
        said = talk.response()
        tagged += [said[:4]] if said[:1] != b"*" else []
    assert tagged == [b"a OK", b"b OK", b"c OK", b"d OK", b"e OK", b"f OK"]


def test_idle_tells_of_a_letter_that_is_delivered(
    house: MailboxHouse, talk: ImapTalk
) -> None:
    talk.do("SELECT INBOX")
    talk.send(b"a IDLE\r\n")
    assert talk.response() == b"+ idling"
    house.deliver(letter("now"))
    assert talk.response() == b"* 1 EXISTS"
    house.deliver(letter("and again"))
    assert talk.response() == b"* 2 EXISTS"
    talk.send(b"DONE\r\nb NOOP\r\n")
    assert talk.response() == b"a OK completed"
    assert talk.response() == b"b OK completed"


def test_idle_ends_when_the_client_hangs_up(house: MailboxHouse) -> None:
    with caller(house) as talk:
        talk.log_in(NAME, PASSWORD)
        talk.do("SELECT INBOX")
        talk.send(b"a IDLE\r\n")
        talk.response()
    house.deliver(letter("to nobody"))
    with caller(house) as talk:
        talk.log_in(NAME, PASSWORD)
        assert talk.messages() == 1


def test_a_long_message_goes_in_and_out_in_little_memory(
    house: MailboxHouse, talk: ImapTalk
) -> None:
    line, count = b"x" * 1022 + b"\r\n", 20 * 1024
    size = len(line) * count
    talk.do("SELECT INBOX")
    tracemalloc.start()
    try:
        talk.send(b"a APPEND INBOX {%d}\r\n" % size)
        assert talk.response().startswith(b"+")
        for _ in range(count):
            talk.send(line)
        talk.send(b"\r\n")
        assert talk.response() == b"* 1 EXISTS"
        assert talk.response().startswith(b"a OK [APPENDUID")
        talk.send(b"b FETCH 1 (BODY.PEEK[] UID)\r\n")
        took = _take_literal(talk, size)
        assert talk.response() == b" UID 1)"
        assert talk.response() == b"b OK completed"
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took == hashlib.sha256(line * count).hexdigest()
    assert peak < 4 * 1024 * 1024


def _take_literal(talk: ImapTalk, size: int) -> str:
    assert talk._file.readline() == b"* 1 FETCH (BODY[] {%d}\r\n" % size
    digest = hashlib.sha256()
    while size:
        run = talk._file.read(min(size, 64 * 1024))
        digest.update(run)
        size -= len(run)
    return digest.hexdigest()


def test_a_stretch_of_a_long_message_is_right_wherever_it_lies(
    house: MailboxHouse, talk: ImapTalk
) -> None:
    body = b"".join(b"%08d\r\n" % n for n in range(30_000))
    prefix = b"Received: by mail.example.org\r\n"
    shown = prefix + b"Subject: long\r\n\r\n" + body
    house.deliver(shown.removeprefix(prefix), prefix=prefix)
    talk.do("SELECT INBOX")
    for start, length in ((0, 40), (20, 65_536), (65_530, 20), (len(shown) - 5, 99)):
        answer = talk.do(f"FETCH 1 BODY.PEEK[]<{start}.{length}>")
        part = shown[start : start + length]
        assert answer.untagged[0].endswith(part + b")")
        assert b"{%d}" % len(part) in answer.untagged[0]
    (whole,) = talk.do("FETCH 1 (BODY.PEEK[] RFC822.SIZE)").untagged
    assert shown in whole
    assert b"RFC822.SIZE %d" % len(shown) in whole


def test_a_client_that_hangs_up_in_an_append_leaves_nothing(tmp_path: Path) -> None:
    with mailbox_house(tmp_path) as house:
        with caller(house) as talk:
            talk.log_in(NAME, PASSWORD)
            talk.send(b"a APPEND INBOX {999999}\r\n")
            talk.response()
            talk.send(b"x" * 500_000)
        with caller(house) as talk:
            talk.log_in(NAME, PASSWORD)
            assert talk.messages() == 0
    left = (tmp_path / "data" / "blobs").rglob("*")
    assert not any(path.is_file() for path in left)


def test_more_connections_than_allowed_are_turned_away(tmp_path: Path) -> None:
    with (
        mailbox_house(tmp_path, per_ip=1) as house,
        caller(house),
        caller(house) as second,
    ):
        assert second.greeting == b"* BYE [LIMIT] too many connections"


def test_who_does_not_log_in_in_time_is_sent_away(tmp_path: Path) -> None:
    with mailbox_house(tmp_path, log_in_within=0.3) as house:
        with caller(house) as talk:
            assert talk.do("NOOP").status == "OK"
            assert talk.response() == b"* BYE too long"
        with caller(house) as talk:
            talk.log_in(NAME, PASSWORD)
            time.sleep(0.4)
            assert talk.do("NOOP").status == "OK"


def test_sessions_that_flag_one_message_at_once_all_have_their_way(
    house: MailboxHouse,
) -> None:
    house.deliver(letter("one"))
    with ExitStack() as stack:
        talks = [stack.enter_context(caller(house)) for _ in range(4)]
        for talk in talks:
            talk.log_in(NAME, PASSWORD)
            talk.do("SELECT INBOX")
        for round_ in range(5):
            for number, talk in enumerate(talks):
                talk.send(b"a STORE 1 +FLAGS.SILENT (k%d)\r\n" % (10 * number + round_))
            for talk in talks:
                while not talk.response().startswith(b"a OK"):
                    pass
        told = talks[0].do("FETCH 1 (FLAGS)").untagged
        assert told[-1].count(b"k") == 20


def test_shutting_down_says_goodbye(tmp_path: Path) -> None:
    with mailbox_house(tmp_path) as house:
        talk, idler = caller(house), caller(house)
        idler.log_in(NAME, PASSWORD)
        idler.do("SELECT INBOX")
        idler.send(b"a IDLE\r\n")
        idler.response()
    assert talk.response() == b"* BYE [UNAVAILABLE] server is shutting down"
    assert idler.response() == b"* BYE [UNAVAILABLE] server is shutting down"
    talk.hang_up()
    idler.hang_up()


# What goes wrong


def damage(house: MailboxHouse, uid: int) -> None:
    """Spoil the sealed row of one message in the inbox."""

    def work(books: Books) -> None:
        (filed,) = [f for f in books.mailboxes.letters(house.inbox) if f.uid == uid]
        spoilt = filed.letter.sealed[:-1] + bytes([filed.letter.sealed[-1] ^ 1])
        row = Uid(uid), replace(filed.letter, sealed=spoilt)
        books.mailboxes.reseal(house.inbox, [row])

    house.run(house.store.write(work))


def test_a_damaged_row_is_said_to_be_one_and_the_others_are_shown(
    house: MailboxHouse, talk: ImapTalk
) -> None:
    house.deliver(letter("one"), letter("two"), letter("three"))
    damage(house, 2)
    talk.do("SELECT INBOX")
    answer = talk.do("FETCH 1:* (UID ENVELOPE)")
    assert answer.status == "NO"
    assert answer.text.startswith("[CORRUPTION]")
    assert len(answer.untagged) == 2
    assert talk.do("SEARCH SUBJECT t").untagged == (b"* SEARCH 3",)
    assert talk.do("STORE 1:* +FLAGS (\\Deleted)").text.startswith("[CORRUPTION]")
    assert talk.do("COPY 2 Archive").text.startswith("[CORRUPTION]")
    assert talk.do("STATUS INBOX (UNSEEN)").status == "OK"
    assert talk.do("EXPUNGE").untagged == (b"* 3 EXPUNGE", b"* 1 EXPUNGE")


def test_a_box_that_is_damaged_far_inside_ends_the_connection_and_is_noted(
    house: MailboxHouse,
) -> None:
    house.deliver(letter("long", "x" * 300_000), letter("short"))
    (box,) = [p for p in (house.directory / "data/blobs").rglob("*") if p.is_file()]
    octets = bytearray(box.read_bytes())
    octets[200_000] ^= 1
    box.write_bytes(octets)
    with caller(house) as talk:
        talk.log_in(NAME, PASSWORD)
        talk.do("SELECT INBOX")
        assert talk.do("FETCH 1:* (ENVELOPE BODY.PEEK[HEADER])").status == "OK"
        ended = talk.do("FETCH 1 BODY.PEEK[]<199000.5000>")
        assert ended.text.startswith("[CORRUPTION]")
        talk.send(b"a FETCH 1 BODY.PEEK[]\r\n")
        with pytest.raises(ConnectionError):
            talk.response()
    assert b"CutShort" in house.log
    box.unlink()
    with caller(house) as talk:
        talk.log_in(NAME, PASSWORD)
        talk.do("SELECT INBOX")
        assert talk.do("FETCH 1:* BODY.PEEK[]").text.startswith("[CORRUPTION]")
        assert talk.do("SEARCH TEXT Zoe").untagged == (b"* SEARCH 2",)


class Breaking:
    """A store whose writes fail in one way."""

    def __init__(self, store: Any, error: Exception) -> None:
        self._store = store
        self._error = error

    async def write(self, work: Callable[[Books], Any]) -> Any:
        """Fail."""
        raise self._error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Full(), "[OVERQUOTA]"),
        (StoreError(), "[UNAVAILABLE]"),
        (RuntimeError("canary in an exception"), "[SERVERBUG]"),
    ],
)
def test_what_the_store_refuses_is_a_no_and_the_session_goes_on(
    house: MailboxHouse, error: Exception, code: str
) -> None:
    house.deliver(letter("one"))
    house.desk = replace(house.desk, store=Breaking(house.store, error))
    with caller(house) as talk:
        talk.log_in(NAME, PASSWORD)
        talk.do("SELECT INBOX")
        for command in (
            "STORE 1 +FLAGS (\\Seen)",
            "COPY 1 Archive",
            "MOVE 1 Archive",
            "CREATE x",
            "DELETE Trash",
            "RENAME Trash y",
            "UNSUBSCRIBE Trash",
        ):
            assert talk.do(command).text.startswith(code), command
        assert talk.do("APPEND INBOX {}", b"hello").text.startswith(code)
        assert talk.do("FETCH 1 (FLAGS)").untagged == (b"* 1 FETCH (FLAGS ())",)
    assert b"canary" not in house.log
    assert (b"RuntimeError" in house.log) is (code == "[SERVERBUG]")


def test_nothing_that_people_chose_comes_into_the_log(
    house: MailboxHouse, talk: ImapTalk
) -> None:
    word = marker()
    house.deliver(letter(word, word))
    for command in (
        "SELECT INBOX",
        f"CREATE {word}",
        f"STORE 1 +FLAGS ({word})",
        f"SEARCH OR SUBJECT {word} KEYWORD {word}",
        f"COPY 1 {word}",
        f"SELECT {word}x",
        f"{word} {word}",
        f'LIST "{word}" {word}',
        f"DELETE {word}",
    ):
        talk.do(command)
    with caller(house) as stranger:
        stranger.do(f"LOGIN {word} {word}")
    talk.log_out()
    house.run(asyncio.sleep(0.01))
    assert b"login failed" in house.log
    assert word.encode() not in house.log
