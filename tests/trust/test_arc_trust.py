"""A trusted sealer's own words count, where nobody else has had the message since."""

import asyncio
from collections.abc import Collection

import pytest

from glassine.trust import arc_seal
from glassine.trust.arc_trust import vouched
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_header import Header
from glassine.trust.dkim_sign import Signer
from glassine.trust.verifier import Verifier
from glassine.words.public import Domain
from support.signed_letters import (
    NOW,
    SIGNED_AT,
    hashed,
    key_line,
    letter,
    new_key,
    parted,
    signer,
)
from support.zone_resolver import ZoneResolver

KEY = new_key()
LIST, OTHER = signer("lists.example", KEY), signer("other.example", KEY)
RECORD = "".join(key_line(LIST).split('"')[1::2])
ZONE = ZoneResolver(
    {f"s1._domainkey.{each.domain}": [("TXT", RECORD)] for each in (LIST, OTHER)}
)
PASSED = b"mx.example.net;\r\n\tdmarc=pass header.from=example.net"


def chain_of(message: bytes) -> ArcOutcome:
    head, body = parted(message)
    verifier = Verifier(head)
    verifier.feed(body)
    return asyncio.run(verifier.results(ZONE, NOW)).arc


def sealed(message: bytes, by: Signer, results: bytes) -> bytes:
    head, body = parted(message)
    fields = arc_seal.seal(
        by,
        head=head,
        body_hash=hashed(body),
        results=results,
        chain=chain_of(message),
        now=SIGNED_AT,
    )
    return fields + message


def believed(message: bytes, trusted: Collection[Domain] = (LIST.domain,)) -> bool:
    return vouched(Header(parted(message)[0]), chain_of(message), trusted)


def test_a_trusted_sealer_who_saw_it_pass_is_believed() -> None:
    assert believed(sealed(letter("example.net"), LIST, PASSED))


def test_nobody_is_where_nobody_is_trusted_or_the_chain_is_broken() -> None:
    message = sealed(letter("example.net"), LIST, PASSED)
    assert not believed(message, ())
    assert not believed(message, (OTHER.domain,))
    assert not believed(message.replace(b"morning", b"evening"))
    assert not believed(letter("example.net"))


def test_a_stranger_who_had_it_since_may_have_changed_it() -> None:
    message = sealed(letter("example.net"), LIST, PASSED)
    assert not believed(sealed(message, OTHER, PASSED))
    both = (LIST.domain, OTHER.domain)
    assert believed(sealed(message, OTHER, b"mx.example.org; none"), both)


@pytest.mark.parametrize(
    "results",
    [
        b"mx.example.net; dmarc=fail",
        b"mx.example.net; dmarc=passable",
        b"mx.example.net; none (; dmarc=pass)",
        b'mx.example.net; spf=pass smtp.mailfrom=";dmarc=pass"@example.com',
        b'mx.example.net; spf=pass smtp.helo="a\\";dmarc=pass"',
        b"mx.example.net; xdmarc=pass",
    ],
)
def test_what_a_stranger_made_the_sealer_repeat_is_not_the_sealer_s_word(
    results: bytes,
) -> None:
    assert not believed(sealed(letter("example.net"), LIST, results))


@pytest.mark.parametrize(
    "results",
    [
        b"mx.example.net; DMARC = pass header.from=example.net",
        b'mx.example.net; spf=pass smtp.mailfrom="a b"@example.com; dmarc=pass',
        b"mx.example.net;\r\n\tspf=fail;\r\n\tdmarc=pass (p=none)",
    ],
)
def test_it_may_be_written_in_any_of_the_ways_there_are(results: bytes) -> None:
    assert believed(sealed(letter("example.net"), LIST, results))
