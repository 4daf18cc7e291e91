"""Our signatures are judged by a verifier that is not ours."""

import random
from functools import cache

import dkim
import pytest

from glassine.mail import header
from glassine.trust import dkim_keys, dkim_sign
from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_sign import Signer
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain
from mail.letters import cuts, scanned, wrote

DOMAIN = Domain("example.org")
NOW = Milliseconds(1603755945209)
HEAD = (
    b"From: Anna  Example <anna@example.org>\r\n"
    b"Subject: folded\r\n\t and  spaced \r\nTO:bob@example.net\r\n"
    b"Received: one\r\nReceived: two\r\nReferences: <a@b>\r\n\r\n"
)


@cache
def signers() -> tuple[Signer, Signer]:
    """Return the two signers every domain has."""
    rsa = dkim_keys.load(dkim_keys.new_rsa_key())
    ed25519 = dkim_keys.load(dkim_keys.new_ed25519_key())
    return Signer(DOMAIN, "r1", rsa), Signer(DOMAIN, "e1", ed25519)


def dns(name: bytes, timeout: int = 5) -> bytes | None:
    """Answer as the domain's DNS would."""
    for signer in signers():
        record = dkim_keys.key_record(DOMAIN, signer.selector, signer.key)
        if name.decode().rstrip(".") == record.name:
            return record.value.encode()
    return None


def signed(head: bytes, body: bytes, dice: random.Random) -> bytes:
    """Return the message with its signatures before it; the body came in cuts."""
    taken = BodyHash()
    for piece in cuts(body, dice, 50):
        taken.feed(piece)
    return dkim_sign.sign(signers(), head, taken.digest(), NOW) + head + body


def verified(message: bytes) -> list[bool]:
    """Return what the judge says of each of the two signatures."""
    judge = dkim.DKIM(message)
    return [judge.verify(idx=number, dnsfunc=dns) for number in (0, 1)]


BODIES = [
    b"",
    b"\r\n",
    b"\r\n\r\n\r\n",
    b"text\r\n",
    b"text\r\n\r\n \r\n\r\n",
    b" a \t b  \r\n\t\r\n  c\r\n",
    b"text " * 40 + b"\r\n",
    "Grüße\r\n".encode(),
]


@pytest.mark.parametrize("body", BODIES)
def test_both_signatures_of_a_body_are_good(body: bytes) -> None:
    message = signed(HEAD, body, random.Random(1))
    assert message.count(b"DKIM-Signature:") == 2
    assert verified(message) == [True, True]


@pytest.mark.parametrize("seed", range(15))
def test_both_signatures_of_a_letter_are_good(seed: int) -> None:
    dice = random.Random(seed)
    letter = bytes(wrote(dice))
    at = scanned(letter).root.body
    assert verified(signed(letter[:at], letter[at:], dice)) == [True, True]


def test_one_signer_signs_as_several_do() -> None:
    taken = BodyHash()
    digest = taken.digest()
    one, other = signers()
    apart = one.sign(HEAD, digest, NOW) + other.sign(HEAD, digest, NOW)
    assert dkim_sign.sign((one, other), HEAD, digest, NOW) == apart


@pytest.mark.parametrize(
    "forged",
    [
        b"From: mallory@example.org\r\n",
        b"Subject: another\r\n",
        b"Reply-To: mallory@example.net\r\n",  # there was none: it is oversigned
        b"Content-Type: text/html\r\n",
    ],
)
def test_a_field_added_later_breaks_both(forged: bytes) -> None:
    message = signed(HEAD, b"text\r\n", random.Random(1))
    assert verified(forged + message) == [False, False]
    at = message.index(b"From:")
    assert verified(message[:at] + forged + message[at:]) == [False, False]


def test_fields_that_occur_twice_are_signed_from_the_last_to_the_first() -> None:
    head = b"Resent-To: one@example.net\r\nResent-To: two@example.net\r\n" + HEAD
    message = signed(head, b"text\r\n", random.Random(1))
    assert verified(message) == [True, True]
    swapped = message.replace(b"one@", b"now@").replace(b"two@", b"one@")
    assert verified(swapped.replace(b"now@", b"two@")) == [False, False]


def test_a_trace_field_added_later_breaks_nothing() -> None:
    message = signed(HEAD, b"text\r\n", random.Random(1))
    assert verified(b"Received: three\r\n" + message) == [True, True]


def test_a_changed_body_breaks_both() -> None:
    message = signed(HEAD, b"text\r\n", random.Random(1))
    with_more = [dkim.DKIM(message + b"more\r\n") for _ in range(2)]
    for number, judge in enumerate(with_more):
        with pytest.raises(dkim.ValidationError):
            judge.verify(idx=number, dnsfunc=dns)


def test_the_fields_keep_to_their_line_length() -> None:
    message = signed(HEAD, b"text\r\n", random.Random(1))
    prefix = message[: message.index(b"From:")]
    assert [f.name for f in header.fields(prefix)] == [b"DKIM-Signature"] * 2
    assert all(len(line) <= 78 for line in prefix.split(b"\r\n"))
