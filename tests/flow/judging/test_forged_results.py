"""What claims to be our word on a letter, and is not, does not arrive."""

import imaplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.words.public import Protocol
from support.behind_proxy import BehindProxy
from support.house import PASSWORD, House
from support.letters import letter
from support.sasl_client import over_smtp, plain
from support.smtp_client import SmtpTalk
from support.strangers import ZONE, come, judging_house, signed, verifies
from support.zone_resolver import ZoneResolver

ANN, BOB = "ann@example.org", "bob@example.org"
NAME = b"Authentication-Results"
FORGED = (
    b"Authentication-Results: mail.example.org; dmarc=pass\r\n",
    b"authentication-results :\r\n MAIL.Example.ORG. (it is me)\r\n 1; dkim=pass\r\n",
    b'AUTHENTICATION-RESULTS: "mail.example.org"; spf=pass\r\n\tsmtp.helo=x\r\n',
)
KEPT = (
    b"Authentication-Results: mx.example.net; dmarc=fail\r\n",
    b"Authentication-Results: mail.example.org.example; dmarc=pass\r\n",
    b"ARC-Authentication-Results: i=1; mail.example.org; dmarc=pass\r\n",
    b"X-Authentication-Results: mail.example.org; dmarc=pass\r\n",
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with judging_house(tmp_path, ZoneResolver(ZONE)) as inside:
        inside.add(ANN)
        inside.add(BOB)
        yield inside


def behind(
    home: House, protocol: Protocol = Protocol.MX, verb: str = "EHLO"
) -> SmtpTalk:
    talk = BehindProxy(home.open(protocol), "127.0.0.1")
    talk.hello(verb=verb)
    return talk


def among(fields: tuple[bytes, ...], message: bytes) -> bytes:
    """Put fields before, within and after the header of a message."""
    head, _, body = message.partition(b"\r\n\r\n")
    first, rest = head.split(b"\r\n", 1)
    within = b"".join(fields[1:-1])
    return b"".join(
        [fields[0], first, b"\r\n", within, rest, b"\r\n", fields[-1], b"\r\n", body]
    )


def test_only_what_claims_to_be_ours_is_cut(home: House) -> None:
    said = letter("Hello")
    forged = among((FORGED[0], FORGED[1], *KEPT, FORGED[2]), said)
    honest = among((b"", b"", *KEPT, b""), said)
    assert come(home, forged).code == 250
    (read,) = home.letters(ANN)
    assert read.endswith(b"\r\n" + honest)
    assert all(each in honest for each in KEPT)
    assert read.count(b"mail.example.org;\r\n\tspf") == 1  # ours


WITHIN = (
    b"Authentication-Results: example.org; dmarc=pass\r\n",
    b"Authentication-Results: mx2.example.org; dmarc=pass\r\n",
    b"Authentication-Results: MX2.Example.org./1; dmarc=pass\r\n",
)


@pytest.mark.parametrize("field", WITHIN)
def test_a_stranger_speaks_for_no_server_of_the_recipient_s_domain(
    home: House, field: bytes
) -> None:
    """RFC 8601 §5: what claims to have been added within it, and was not."""
    said = letter("Hello")
    assert come(home, field + said).code == 250
    (read,) = home.letters(ANN)
    assert read.endswith(b"\r\n" + said)
    assert field not in read


def test_nor_do_our_own_people(home: House) -> None:
    with behind(home, Protocol.SUBMISSION) as talk:
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        said = letter("Hello", sender=ANN)
        assert talk.deliver(ANN, [BOB], WITHIN[1] + said).code == 250
    assert WITHIN[1] not in home.letters(BOB)[0]


def test_a_server_of_our_own_network_says_what_it_has_checked(home: House) -> None:
    with behind(home) as talk:
        said = FORGED[0] + WITHIN[1] + letter("Hello")
        assert talk.deliver("zoe@example.net", [ANN], said).code == 250
    (read,) = home.letters(ANN)
    assert WITHIN[1] in read
    assert FORGED[0] not in read


def test_a_signature_over_what_is_cut_was_good_when_it_came(home: House) -> None:
    said = signed(FORGED[0] + letter("Hello"), include_headers=[b"from", NAME.lower()])
    assert come(home, said).code == 250
    (found,) = home.records("received")
    assert found["details"]["authResults"]["dkim"] == "pass"


def test_a_signature_of_all_else_is_good_for_whoever_reads_it(home: House) -> None:
    said = signed(letter("Hello"))
    assert come(home, FORGED[0] + said).code == 250
    (read,) = home.letters(ANN)
    assert read.endswith(said)
    assert verifies(read)


@pytest.mark.parametrize("at_a_time", [1, 7, 64])
def test_it_is_cut_however_it_comes(home: House, at_a_time: int) -> None:
    said = letter("Hello")
    forged = b"BDAT %d LAST\r\n" % len(FORGED[1] + said) + FORGED[1] + said
    with behind(home) as talk:
        talk.begin("zoe@example.net", [ANN])
        for at in range(0, len(forged), at_a_time):
            talk.send(forged[at : at + at_a_time])
        assert talk.reply().code == 250
    (read,) = home.letters(ANN)
    assert read.endswith(said)
    assert FORGED[1] not in read


def test_our_own_people_cannot_speak_for_the_server_either(home: House) -> None:
    with behind(home, Protocol.SUBMISSION) as talk:
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        said = letter("Hello", sender=ANN)
        assert talk.deliver(ANN, [BOB], FORGED[0] + said).code == 250
    (read,) = home.letters(BOB)
    assert NAME not in read  # nor is Bob told by which name Ann logs in
    assert read.endswith(said)


def test_what_comes_by_lmtp_was_checked_by_who_brings_it(home: House) -> None:
    with behind(home, Protocol.LMTP, "LHLO") as talk:
        assert talk.deliver("zoe@example.net", [ANN], FORGED[0] + letter("Hi")).code
    assert FORGED[0] in home.letters(ANN)[0]


def test_imap_shows_sizes_and_parts_of_what_is_kept(home: House) -> None:
    said = letter("Hello")
    come(home, FORGED[0] + said)
    host, port = home.open_imap()
    with imaplib.IMAP4(host, port) as imap:
        imap.login(ANN, PASSWORD)
        imap.select()
        _, ((told, read), *_) = imap.fetch("1", "(RFC822.SIZE BODY[] ENVELOPE)")
        assert f"RFC822.SIZE {len(read)} ".encode() in told
        assert read.endswith(said)
        assert FORGED[0] not in read
        _, ((_, text), *_) = imap.fetch("1", "(BODY[TEXT])")
        assert text == b"Good morning.\r\n"


def test_a_header_without_an_end_is_refused_in_bounded_memory(home: House) -> None:
    endless = b"".join(b"X-Long-%d: %b\r\n" % (n, b"y" * 900) for n in range(400))
    answer = come(home, endless + letter("Hello"))
    assert answer.code == 554
    assert "header" in answer.text
    assert not home.letters(ANN)
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "limits"
    assert not home.files()


def test_a_message_that_is_a_header_only_is_kept(home: House) -> None:
    said = b"From: zoe@example.net\r\n" + FORGED[0] + b"Subject: no body\r\n"
    with behind(home) as talk:
        assert talk.deliver("zoe@example.net", [ANN], said).code == 250
    assert home.letters(ANN)[0].endswith(b"net\r\nSubject: no body\r\n")
