"""Signatures of others are verified, beside a verifier that is not ours either."""

import asyncio
import base64
import binascii
import random
import re

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from glassine.events.facts import Checked
from glassine.trust.dkim_signature import Algorithm
from glassine.trust.dkim_verify import MOST_SIGNATURES, DkimResult
from glassine.trust.verifier import Verifier
from glassine.words.public import Domain
from glassine.words.sender import DkimFault as Fault
from mail.letters import cuts
from support.zone_resolver import TIMEOUT, ZoneResolver

NOW = 1_800_000_000
KEY = generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
RECORD = (
    "v=DKIM1; k=rsa; p="
    + base64.b64encode(
        KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).decode()
)
RSA_OF_512_BITS = (  # made once: the library makes none so short any more
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALzEjyDODmNCVNxhLAGq5cQtOyHoTs+f"
    "QPQY2828I0b5WyW51ICK79nPYb8Lfk7a4WddCfoHV4+LYEcpJbGkYi0CAwEAAQ=="
)
UNKNOWN_KIND = "MA4wBwYDKgMEBQADAwBhYg=="  # a key of algorithm 1.2.3.4
UNKNOWN_CURVE = "MBUwDgYHKoZIzj0CAQYDKgMEAwMAYWI="  # an EC key of curve 1.2.3.4
NAME = "s1._domainkey.example.net"
HEAD = (
    b"Comments: one\r\nFROM:  Zoe  <zoe@example.net>\r\nSubject: a\r\n\t folded \r\n"
    b"Comments: two\r\nTo: anna@example.org\r\n"
)
BODIES = (
    b"hello\r\n",
    b"",
    b"\r\n\r\n",
    b"trailing  \t \r\n\r\nlines \r\n\r\n\r\n",
    b"no line end",
    b" \r\n \r\nspaces\t\tonly \r\n",
)
FORMS = [(a, b) for a in (b"simple", b"relaxed") for b in (b"simple", b"relaxed")]


def signed(body: bytes, form: tuple[bytes, bytes], *, length: bool = False) -> bytes:
    """Return a message that dkimpy signed."""
    message = HEAD + b"\r\n" + body
    names = [b"from", b"subject", b"to", b"cc"]
    field = dkim.sign(
        *(message, b"s1", b"example.net", PEM),
        canonicalize=form,
        include_headers=names,
        length=length,
    )
    return bytes(field) + message


def verified(
    message: bytes, records: list[tuple[str, str]] | None = None
) -> DkimResult:
    """Return what our verifier says of the first signature; the body comes in cuts."""
    head, _, body = message.partition(b"\r\n\r\n")
    verifier = Verifier(head + b"\r\n\r\n")
    for piece in cuts(body, random.Random(len(body)), 7):
        verifier.feed(piece)
    zone = {NAME: [("TXT", RECORD)] if records is None else records}
    return asyncio.run(verifier.results(ZoneResolver(zone), NOW)).dkim[0]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("body", BODIES)
def test_what_another_signed_passes_in_every_form(
    form: tuple[bytes, bytes], body: bytes
) -> None:
    assert verified(signed(body, form)).result is Checked.PASS


@pytest.mark.parametrize("form", FORMS)
def test_text_below_the_signed_length_passes_and_is_called_partial(
    form: tuple[bytes, bytes],
) -> None:
    found = verified(signed(b"hello\r\n", form, length=True) + b"and more\r\n")
    assert (found.result, found.partial) == (Checked.PASS, True)


@pytest.mark.parametrize("form", FORMS)
def test_a_body_shorter_than_the_signed_length_fails(form: tuple[bytes, bytes]) -> None:
    whole = signed(b"hello\r\nworld\r\n", form, length=True)
    assert verified(whole.removesuffix(b"world\r\n")).fault is Fault.BODY


def test_a_changed_body_and_a_changed_field_fail_each_by_its_name() -> None:
    whole = signed(b"hello\r\n", (b"relaxed", b"relaxed"))
    assert verified(whole.replace(b"hello", b"hallo")).fault is Fault.BODY
    assert verified(whole.replace(b"folded", b"fulded")).fault is Fault.SIGNATURE


def test_a_field_added_where_the_signer_had_none_fails() -> None:
    whole = signed(b"hello\r\n", (b"relaxed", b"relaxed"))
    assert verified(b"Cc: mallory@example.com\r\n" + whole).fault is Fault.SIGNATURE


@pytest.mark.parametrize(
    ("records", "result", "fault"),
    [
        ([], Checked.PERMERROR, Fault.NO_KEY),
        ([TIMEOUT], Checked.TEMPERROR, Fault.DNS),
        ([("TXT", "v=DKIM1; p=")], Checked.PERMERROR, Fault.REVOKED),
        ([("TXT", "v=spf1 -all")], Checked.PERMERROR, Fault.NO_KEY),
        ([("TXT", "v=DKIM1; p=bm8=")], Checked.PERMERROR, Fault.NO_KEY),
        ([("TXT", f"p={UNKNOWN_KIND}")], Checked.PERMERROR, Fault.NO_KEY),
        ([("TXT", f"p={UNKNOWN_CURVE}")], Checked.PERMERROR, Fault.NO_KEY),
        (
            [("TXT", RECORD.replace("rsa", "ed25519"))],
            Checked.PERMERROR,
            Fault.NO_KEY,
        ),
        ([("TXT", RECORD.replace("k=rsa", "h=sha1"))], Checked.PERMERROR, Fault.NO_KEY),
        ([("TXT", "noise"), ("TXT", RECORD)], Checked.PASS, None),
    ],
)
def test_what_is_published_decides(
    records: list[tuple[str, str]], result: Checked, fault: Fault | None
) -> None:
    found = verified(signed(b"hello\r\n", (b"relaxed", b"relaxed")), records)
    assert (found.result, found.fault) == (result, fault)


def test_a_key_of_few_bits_is_too_weak() -> None:
    found = verified(
        signed(b"x\r\n", (b"relaxed", b"relaxed")), [("TXT", f"p={RSA_OF_512_BITS}")]
    )
    assert found.fault is Fault.WEAK_KEY


@pytest.mark.parametrize("seed", range(200))
def test_we_and_dkimpy_agree_on_a_message_with_an_octet_changed(seed: int) -> None:
    dice = random.Random(seed)
    whole = bytearray(signed(dice.choice(BODIES[3:]), dice.choice(FORMS)))
    at = dice.randrange(len(whole))
    whole[at] = dice.choice(b" ;=abcXYZ.")
    message = bytes(whole)
    if b"\r\n\r\n" not in message or b"\n" in message.replace(b"\r\n", b""):
        return  # not a message that our server takes

    def dns(name: bytes, timeout: int = 5) -> bytes | None:
        return RECORD.encode() if name.decode().rstrip(".") == NAME else None

    try:
        theirs = bool(dkim.verify(message, dnsfunc=dns))
    except dkim.MessageFormatError:
        return  # it looks at no message whose header breaks the grammar
    except binascii.Error:
        theirs = False  # it falls over base64 that breaks off
    head, _, body = message.partition(b"\r\n\r\n")
    verifier = Verifier(head + b"\r\n\r\n")
    verifier.feed(body)
    zone = ZoneResolver({NAME: [("TXT", RECORD)]})
    results = asyncio.run(verifier.results(zone, NOW)).dkim
    ours = any(each.result is Checked.PASS for each in results)
    assert ours == theirs


def results(message: bytes, record: str = RECORD) -> tuple[DkimResult, ...]:
    """Return what our verifier says of every signature."""
    head, _, body = message.partition(b"\r\n\r\n")
    verifier = Verifier(head + b"\r\n\r\n")
    verifier.feed(body)
    zone = ZoneResolver({NAME: [("TXT", record)]})
    return asyncio.run(verifier.results(zone, NOW)).dkim


PLAIN = signed(b"hello\r\n", (b"relaxed", b"relaxed"))


def test_a_result_says_who_signed_with_which_key_and_how() -> None:
    [found] = results(PLAIN, f"{RECORD}; t=y")
    assert (found.domain, found.selector) == (Domain("example.net"), "s1")
    assert (found.algorithm, found.bits) == (Algorithm.RSA, 2048)
    assert found.testing
    assert found.vouches
    squeezed = PLAIN.replace(b"\r\n ", b"")
    assert f"b={found.digits}".encode() in squeezed


def test_sha_1_is_refused_by_its_name_though_the_key_may_be_good() -> None:
    [found] = results(PLAIN.replace(b"a=rsa-sha256", b"a=rsa-sha1"))
    assert (found.result, found.fault) == (Checked.FAIL, Fault.ALGORITHM)


def test_a_weak_key_fails_and_its_bits_are_told() -> None:
    [found] = results(PLAIN, f"p={RSA_OF_512_BITS}")
    assert (found.result, found.bits) == (Checked.FAIL, 512)


def test_a_key_of_1024_bits_is_still_good() -> None:
    key = generate_private_key(public_exponent=65537, key_size=1024)
    pem = key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )
    octets = key.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    message = HEAD + b"\r\nhello\r\n"
    field = dkim.sign(message, b"s1", b"example.net", pem)
    record = f"p={base64.b64encode(octets).decode()}"
    [found] = results(bytes(field) + message, record)
    assert (found.result, found.bits) == (Checked.PASS, 1024)


def test_a_key_that_would_be_slow_to_use_is_not_used() -> None:
    numbers = KEY.public_key().public_numbers()
    slow = RSAPublicNumbers(numbers.n - 2, numbers.n).public_key()
    octets = slow.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    [found] = results(PLAIN, f"p={base64.b64encode(octets).decode()}")
    assert found.fault is Fault.NO_KEY


def test_octets_below_the_signed_length_are_counted_and_vouch_for_nobody() -> None:
    whole = signed(b"hello\r\n", (b"relaxed", b"relaxed"), length=True)
    [untouched], [longer] = results(whole), results(whole + b"and more\r\n")
    assert (untouched.unsigned, untouched.vouches) == (0, True)
    assert (longer.unsigned, longer.vouches) == (len(b"and more\r\n"), False)
    assert longer.result is Checked.PASS


def test_a_field_that_cannot_be_read_is_neutral_and_hides_no_other() -> None:
    found = results(b"DKIM-Signature: nonsense\r\n" + PLAIN)
    assert [each.result for each in found] == [Checked.NEUTRAL, Checked.PASS]
    assert found[0] == DkimResult(result=Checked.NEUTRAL, fault=Fault.SYNTAX)


@pytest.mark.parametrize(
    ("tag", "fault"),
    [
        (f"x={NOW - 1}", Fault.EXPIRED),
        (f"t={NOW + 86400}", Fault.FUTURE),
        (f"t={NOW}; x={NOW}", Fault.SYNTAX),
    ],
)
def test_a_signature_has_its_time(tag: str, fault: Fault) -> None:
    timed = re.sub(rb" t=\d+;", b"", PLAIN).replace(b"v=1;", f"v=1; {tag};".encode())
    assert results(timed)[0].fault is fault


@pytest.mark.parametrize(
    ("methods", "fault"),
    [
        ("x-later : dns/txt", Fault.SIGNATURE),  # it is read, and was not signed so
        ("x-later", Fault.SYNTAX),
    ],
)
def test_a_key_may_be_had_in_more_ways_than_one(methods: str, fault: Fault) -> None:
    """Of the ways that a signature names the first known one is gone. RFC 6376 §3.5"""
    assert PLAIN.count(b"q=dns/txt") == 1
    [found] = results(PLAIN.replace(b"q=dns/txt", f"q={methods}".encode()))
    assert found.fault is fault


def test_no_more_signatures_are_looked_at_than_eight() -> None:
    field = PLAIN[: PLAIN.index(HEAD)]
    assert len(results(field * 20 + PLAIN)) == MOST_SIGNATURES


def test_a_key_for_the_very_domain_does_not_sign_below_it() -> None:
    head = HEAD + b"\r\nhello\r\n"
    field = dkim.sign(head, b"s1", b"example.net", PEM, identity=b"@news.example.net")
    assert results(bytes(field) + head)[0].result is Checked.PASS
    [found] = results(bytes(field) + head, f"{RECORD}; t=s")
    assert (found.result, found.fault) == (Checked.FAIL, Fault.SIGNATURE)


def test_a_space_before_the_colon_counts_in_the_simple_form_only() -> None:
    for form, result in (("simple", Checked.FAIL), ("relaxed", Checked.PASS)):
        whole = signed(b"hello\r\n", (form.encode(), b"simple"))
        spaced = whole.replace(b"DKIM-Signature:", b"DKIM-Signature :", 1)
        assert results(spaced)[0].result is result


def test_a_domain_of_other_scripts_is_one_of_a_labels() -> None:
    field, letter = PLAIN.split(HEAD)
    written = field.replace(b"example.net", "bücher.example".encode())
    [found] = results(written + HEAD + letter)
    assert found.domain == Domain("xn--bcher-kva.example")
    assert found.fault is Fault.NO_KEY
