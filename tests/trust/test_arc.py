"""Chains are sealed and verified, each way beside a sealer and a judge not ours."""

import asyncio
import base64
import random
import re
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from glassine.events.facts import Checked
from glassine.trust import arc_seal, dkim_keys
from glassine.trust.arc_verify import ArcOutcome, read_chain
from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_header import Header
from glassine.trust.dkim_sign import Signer
from glassine.trust.verifier import Verifier
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain
from glassine.words.sender import ArcFault
from support.dkimpy_arc import judged, sealed
from support.zone_resolver import TIMEOUT, ZoneResolver

NOW = 1_800_000_000
SEALED_AT = Milliseconds(1_700_000_000_000)  # dkimpy looks at the real clock
KEY = generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
ED25519 = dkim_keys.load(dkim_keys.new_ed25519_key())
SIGNER = Signer(Domain("example.org"), "a1", KEY)
YOUNG = Signer(Domain("example.net"), "e1", ED25519)
ZONE = {
    each.name: [("TXT", each.value)]
    for each in (
        dkim_keys.key_record(SIGNER.domain, SIGNER.selector, SIGNER.key),
        dkim_keys.key_record(YOUNG.domain, YOUNG.selector, YOUNG.key),
    )
}
RESULTS = b"mail.example.org;\r\n\tspf=pass smtp.mailfrom=zoe@example.net\r\n"
MESSAGE = (
    b"From: Zoe  <zoe@example.net>\r\nTo: anna@example.org\r\nSubject: a\r\n\tfold"
    b"\r\nDate: Mon, 26 Oct 2020 23:45:45 +0000\r\nMessage-ID: <1@example.net>\r\n"
    b"\r\nGood  morning. \r\n\r\nZoe\r\n\r\n"
)
NONE = ArcOutcome(result=Checked.NONE)


def dns(name: bytes, timeout: int = 5) -> bytes | None:
    rows = ZONE.get(name.decode().rstrip("."))
    return rows[0][1].encode() if rows else None


def verified(
    message: bytes, zone: Mapping[str, list[tuple[str, str]]] = ZONE
) -> ArcOutcome:
    head, _, body = message.partition(b"\r\n\r\n")
    verifier = Verifier(head + b"\r\n")
    verifier.feed(body)
    return asyncio.run(verifier.results(ZoneResolver(zone), NOW)).arc


def passed_on(message: bytes, signer: Signer = SIGNER) -> bytes:
    """Return the message with our set, by what we find of the sets before."""
    head, _, body = message.partition(b"\r\n\r\n")
    hashed = BodyHash()
    hashed.feed(body)
    fields = arc_seal.seal(
        signer,
        head=head + b"\r\n",
        body_hash=hashed.digest(),
        results=RESULTS,
        chain=verified(message),
        now=SEALED_AT,
    )
    return fields + message


def passed_on_by_another(message: bytes) -> bytes:
    chain = verified(message).result.value
    return sealed(message, PEM, chain, b"example.org", b"a1")


def test_a_message_without_sets_has_no_chain() -> None:
    assert verified(MESSAGE) == NONE


@pytest.mark.parametrize("sets", [1, 2, 3, 7])
def test_what_we_seal_holds_for_us_and_for_dkimpy(sets: int) -> None:
    message = MESSAGE
    for _ in range(sets):
        message = passed_on(message)
    assert judged(message, dns) == "pass"
    found = verified(message)
    assert (found.result, found.sets, found.oldest_pass) == (Checked.PASS, sets, 0)
    assert found.sealers == (SIGNER.domain,) * sets


@pytest.mark.parametrize("sets", [1, 2, 3])
def test_what_dkimpy_seals_holds_for_us(sets: int) -> None:
    message = MESSAGE
    for _ in range(sets):
        message = passed_on_by_another(message)
    assert judged(message, dns) == "pass"
    assert verified(message).result is Checked.PASS


def test_sealers_take_turns() -> None:
    message = passed_on(passed_on_by_another(passed_on(MESSAGE)))
    assert judged(message, dns) == "pass"
    assert verified(message).sets == 3


def test_an_ed25519_key_seals_too() -> None:
    found = verified(passed_on(passed_on(MESSAGE, YOUNG)))
    assert found.sealers == (YOUNG.domain, SIGNER.domain)
    assert found.result is Checked.PASS


def test_our_set_has_three_fields_the_seal_first_and_no_line_too_long() -> None:
    fields = passed_on(MESSAGE).removesuffix(MESSAGE)
    assert re.findall(rb"^([A-Za-z-]+):", fields, re.MULTILINE) == [
        b"ARC-Seal",
        b"ARC-Message-Signature",
        b"ARC-Authentication-Results",
    ]
    assert b"ARC-Authentication-Results: i=1; " + RESULTS in fields
    assert max(map(len, fields.split(b"\r\n"))) <= 78


def test_a_list_that_added_a_line_shows_since_when_it_is_as_it_is() -> None:
    first = passed_on(MESSAGE)
    longer = passed_on(first.replace(b"Zoe\r\n\r\n", b"Zoe\r\n-- \r\nthe list\r\n"))
    assert verified(longer).result is Checked.FAIL
    whole = passed_on(MESSAGE)
    head, _, body = whole.partition(b"\r\n\r\n")
    changed = head + b"\r\n\r\n" + body + b"the list\r\n"
    hashed = BodyHash()
    hashed.feed(body + b"the list\r\n")
    chain = verified(whole)  # as it came, before the list added its line
    fields = arc_seal.seal(
        SIGNER,
        head=head + b"\r\n",
        body_hash=hashed.digest(),
        results=RESULTS,
        chain=chain,
        now=SEALED_AT,
    )
    found = verified(fields + changed)
    assert (found.result, found.oldest_pass) == (Checked.PASS, 2)
    assert judged(fields + changed, dns) == "pass"


def test_a_body_that_changed_since_breaks_the_chain() -> None:
    found = verified(passed_on(MESSAGE).replace(b"morning", b"evening"))
    assert (found.result, found.fault) == (Checked.FAIL, ArcFault.MESSAGE)


def test_a_set_that_was_changed_breaks_its_seal() -> None:
    message = passed_on(passed_on(MESSAGE))
    forged = message.replace(b"spf=pass", b"spf=fail", 1)
    found = verified(forged)
    assert (found.result, found.fault) == (Checked.FAIL, ArcFault.SEAL)
    assert judged(forged, dns) == "fail"


def test_a_broken_chain_is_sealed_as_broken_and_no_further() -> None:
    broken = passed_on(MESSAGE).replace(b"morning", b"evening")
    sealed_so = passed_on(broken)
    assert b" cv=fail;" in sealed_so
    found = verified(sealed_so)
    assert (found.result, found.fault) == (Checked.FAIL, ArcFault.FAILED)
    assert judged(sealed_so, dns) == "fail"
    assert passed_on(sealed_so) == sealed_so


FIELD = re.compile(rb"^(ARC-[A-Za-z-]+):[^\n]*\n(?:[ \t][^\n]*\n)*", re.MULTILINE)


@pytest.mark.parametrize("which", range(6))
def test_a_set_with_a_field_missing_or_doubled_is_no_set(which: int) -> None:
    message = passed_on(passed_on(MESSAGE))
    field = list(FIELD.finditer(message))[which]
    missing = message[: field.start()] + message[field.end() :]
    doubled = field[0] + message
    for each in (missing, doubled):
        found = verified(each)
        assert (found.result, found.fault) == (Checked.FAIL, ArcFault.STRUCTURE)
        assert judged(each, dns) == "fail"


def test_a_first_set_alone_cannot_be_the_second() -> None:
    message = passed_on(MESSAGE).replace(b" i=1;", b" i=2;")
    assert verified(message).fault is ArcFault.STRUCTURE


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        (b"cv=none", b"cv=pass", ArcFault.STRUCTURE),
        (b"cv=none", b"cv=maybe", ArcFault.STRUCTURE),
        (b"cv=none", b"cv=fail", ArcFault.FAILED),
        (b"cv=none", b"h=from; cv=none", ArcFault.STRUCTURE),
        (b" i=1;", b" i=0;", ArcFault.STRUCTURE),
        (b" i=1;", b" i=01;", ArcFault.STRUCTURE),
        (b" i=1;", b" i=51;", ArcFault.TOO_MANY),
        (b" i=1;", b" x=1;", ArcFault.STRUCTURE),
        (b"a=rsa-sha256", b"a=rsa-md5", ArcFault.STRUCTURE),
        (b"a=rsa-sha256", b"a=rsa-sha1", ArcFault.MESSAGE),
        (b"h=from", b"h=arc-seal:from", ArcFault.MESSAGE),
        (b"bh=", b"bh=!", ArcFault.MESSAGE),
        (b"bh=", b"x=1700000001; bh=", ArcFault.MESSAGE),
        (b"d=example.org", b"d=example..org", ArcFault.STRUCTURE),
    ],
)
def test_what_a_set_may_not_say_is_named(
    was: bytes, becomes: bytes, fault: ArcFault
) -> None:
    message = passed_on(MESSAGE)
    assert was in message
    found = verified(message.replace(was, becomes))
    assert (found.result, found.fault) == (Checked.FAIL, fault)


def test_fifty_sets_are_a_chain_and_fifty_one_are_not_made() -> None:
    message = MESSAGE
    for number in range(1, 51):
        before = f"i={number - 1}" if number > 1 else "none"
        message = unsealed_set(number, before) + message
    head = message.partition(b"\r\n\r\n")[0] + b"\r\n"
    chain = ArcOutcome(result=Checked.PASS, sets=50)
    fields = arc_seal.seal(
        SIGNER,
        head=head,
        body_hash=b"",
        results=RESULTS,
        chain=chain,
        now=SEALED_AT,
    )
    assert fields == b""
    assert verified(message).fault is ArcFault.MESSAGE
    assert verified(unsealed_set(51, "i=50") + message).fault is ArcFault.TOO_MANY


def unsealed_set(number: int, before: str) -> bytes:
    """Return a set of the right form whose signatures are noise."""
    noise = base64.b64encode(b"noise" * 8).decode()
    validation = "none" if before == "none" else "pass"
    tags = f"i={number}; a=rsa-sha256; d=example.org; s=a1; b={noise}"
    return (
        f"ARC-Seal: {tags}; cv={validation}\r\n"
        f"ARC-Message-Signature: {tags}; h=from; bh={noise}\r\n"
        f"ARC-Authentication-Results: i={number}; mx.example.org; none\r\n"
    ).encode()


def test_a_key_that_dns_does_not_give_now_leaves_it_open_and_is_not_sealed() -> None:
    message = passed_on(MESSAGE)
    silent = {"a1._domainkey.example.org": [TIMEOUT]}
    found = verified(message, silent)
    assert (found.result, found.fault) == (Checked.TEMPERROR, ArcFault.DNS)
    fields = arc_seal.seal(
        SIGNER,
        head=message.partition(b"\r\n\r\n")[0] + b"\r\n",
        body_hash=b"",
        results=RESULTS,
        chain=found,
        now=SEALED_AT,
    )
    assert fields == b""


@pytest.mark.parametrize(
    ("message", "chain"),
    [
        (MESSAGE, ArcOutcome(result=Checked.PASS, sets=1)),
        (passed_on(MESSAGE), NONE),
        (passed_on(MESSAGE)[10:], ArcOutcome(result=Checked.PASS, sets=1)),
        (passed_on(MESSAGE), ArcOutcome(result=Checked.UNCHECKED)),
    ],
)
def test_nothing_is_sealed_by_a_finding_that_is_not_of_this_header(
    message: bytes, chain: ArcOutcome
) -> None:
    fields = arc_seal.seal(
        SIGNER,
        head=message.partition(b"\r\n\r\n")[0] + b"\r\n",
        body_hash=b"",
        results=RESULTS,
        chain=chain,
        now=SEALED_AT,
    )
    assert fields == b""


def test_older_signatures_of_a_part_are_not_hashed_for() -> None:
    sets = [
        unsealed_set(1, "none").replace(b"h=from", b"h=from; l=5; c=simple/simple"),
        unsealed_set(2, "i=1").replace(b"h=from", b"h=from; c=relaxed/simple"),
        unsealed_set(3, "i=2").replace(b"h=from", b"h=from; l=7; c=relaxed/relaxed"),
    ]
    chain = read_chain(Header(b"".join(sets)))
    forms = [(each.relaxed_body, each.length) for each in chain.hashed()]
    assert forms == [(True, 7), (False, None)]


def test_a_key_that_is_gone_breaks_the_chain() -> None:
    assert verified(passed_on(MESSAGE), {}).result is Checked.FAIL


@pytest.mark.parametrize("seed", range(60))
def test_we_and_dkimpy_agree_on_a_chain_with_an_octet_changed(seed: int) -> None:
    dice = random.Random(seed)
    whole = bytearray(passed_on(passed_on(MESSAGE)))
    whole[dice.randrange(len(whole))] = dice.choice(b" ;=abcXYZ.")
    message = bytes(whole)
    if b"\r\n\r\n" not in message or b"\n" in message.replace(b"\r\n", b""):
        return  # not a message that our server takes
    try:
        theirs = judged(message, dns)
    except Exception as error:
        theirs = type(error).__name__
    assert (verified(message).result is Checked.PASS) == (theirs == "pass")


def test_others_have_turns_while_a_long_chain_is_verified() -> None:
    """Its keys are at hand after the first, so that no question lets others in."""
    message = MESSAGE
    for _ in range(12):
        message = passed_on(message)
    head, _, body = message.partition(b"\r\n\r\n")

    async def turns() -> int:
        verifier, taken = Verifier(head + b"\r\n"), 0
        verifier.feed(body)
        asked = asyncio.create_task(verifier.results(ZoneResolver(ZONE), NOW))
        while not asked.done():
            await asyncio.sleep(0)
            taken += 1
        return taken

    assert asyncio.run(turns()) > 20
