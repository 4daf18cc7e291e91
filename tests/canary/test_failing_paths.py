"""Whatever goes wrong leaves no clear word behind either."""

import os
import signal
from collections.abc import Callable

import pytest

from canary.day import PERSON, from_outside
from canary.words import Canaries
from support.running_server import RunningServer
from support.smtp_client import stuffed

MALFORMED: dict[str, Callable[[bytes], bytes]] = {
    "no blank line": lambda m: m.replace(b"\r\n\r\n", b"\r\n"),
    "no header": lambda m: m.partition(b"\r\n\r\n")[2],
    "no last boundary": lambda m: m.replace(b"--=_cut_here--", b""),
    "cut in base64": lambda m: m[: len(m) - 60],
    "NUL and eight bits": lambda m: m.replace(b" ", b"\0\xff"),
    "nested without end": lambda m: m.replace(b"text/plain", b"message/rfc822"),
    "a boundary of its own": lambda m: m.replace(b"=_cut_here", b"", 1),
    "a header of 100 kB": lambda m: b"X-Long: " + b"a\r\n " * 20_000 + b"\r\n" + m,
    "a header of 300 kB": lambda m: b"X-Long: " + b"a\r\n " * 75_000 + b"\r\n" + m,
    "results that are not ours": lambda m: m.replace(
        b"X-Note: ", b"Authentication-Results: mail.example.org; dkim=pass reason="
    ),
    "a signature of nonsense": lambda m: m.replace(
        b"X-Note: ", b"DKIM-Signature: v=1; a=rsa-sha256; h=from; b=x; d=a.example; s="
    ),
    "broken encoded words": lambda m: m.replace(
        b"Re: ", b"=?utf-8?B?!!?= =?x?q?=ZZ?= "
    ),
}


@pytest.mark.parametrize("how", MALFORMED)
def test_a_malformed_letter_is_kept_or_refused_but_never_shown(
    server: RunningServer, words: Canaries, how: str
) -> None:
    with server.smtp() as talk:
        talk.hello()
        letter = MALFORMED[how](words.letter())
        assert talk.deliver("zoe@example.net", [PERSON], letter).code >= 250
    with server.imap(PERSON) as talk:
        talk.do("SELECT INBOX")
        assert talk.do("FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY[])").status == "OK"


def test_a_bare_newline_is_refused(server: RunningServer, words: Canaries) -> None:
    with server.smtp() as talk:
        talk.hello()
        talk.begin("zoe@example.net", [PERSON])
        letter = words.letter().replace(b"\r\n", b"\n")
        assert talk.data(letter).code in (451, 550, 554)


def test_a_letter_too_large_is_refused(server: RunningServer, words: Canaries) -> None:
    with server.smtp() as talk:
        talk.hello()
        assert talk.say("MAIL FROM:<zoe@example.net> SIZE=2000000000").code == 552
        letter = words.letter() + f"{words.body}\r\n".encode() * 60_000
        assert talk.deliver("zoe@example.net", [PERSON], letter).code == 552


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_client_that_vanishes_in_data(
    server: RunningServer, words: Canaries, share: float
) -> None:
    letter = stuffed(words.letter())
    with server.smtp() as talk:
        talk.hello()
        talk.begin("zoe@example.net", [PERSON])
        assert talk.say("DATA").code == 354
        talk.send(letter[: int(len(letter) * share)])
    with server.smtp() as talk:
        talk.hello()
        talk.begin("zoe@example.net", [PERSON])
        talk.send(b"BDAT 100000 LAST\r\n" + letter)


def test_a_client_that_vanishes_in_append_or_login(
    server: RunningServer, words: Canaries
) -> None:
    with server.imap(PERSON) as talk:
        talk.send(b"a APPEND INBOX {100000}\r\n")
        assert talk.response().startswith(b"+")
        talk.send(words.letter())
    with server.smtp("submission") as talk:
        talk.hello()
        assert talk.say("AUTH LOGIN").code == 334
        talk.send(words.wrong_password.encode())


@pytest.mark.parametrize("padding", [0, 200_000])
def test_a_server_killed_in_data(
    server: RunningServer, words: Canaries, padding: int
) -> None:
    from_outside(server, words)
    with server.smtp() as talk:
        talk.hello()
        talk.begin("zoe@example.net", [PERSON])
        assert talk.say("DATA").code == 354
        talk.send(stuffed(words.letter() + words.body.encode() * (padding // 24)))
        server.kill()
    server.start()
    from_outside(server, words)


def test_a_server_that_crashes_dumps_no_core(
    server: RunningServer, words: Canaries
) -> None:
    from_outside(server, words)
    os.kill(server.process.pid, signal.SIGSEGV)
    assert server.wait_for_death() == -signal.SIGSEGV
    assert not [*server.home.glob("**/core*")]
    server.start()
