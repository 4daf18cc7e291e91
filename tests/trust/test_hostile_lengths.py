"""What strangers publish and send may be long; reading it takes no longer than that."""

import asyncio
import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address
from typing import cast

import pytest

from glassine.trust.author import authors
from glassine.trust.dkim_header import Header
from glassine.trust.dkim_signature import (
    MOST_NAMES,
    BadKeyRecord,
    BadSignature,
    parse_key,
    parse_signature,
)
from glassine.trust.dmarc_record import parse_dmarc
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.trust.spf import Claim, check_host
from glassine.trust.spf_macro import LONGEST_NAME, Macros, expand_name
from glassine.trust.spf_record import (
    LONGEST,
    SpfSyntax,
    check_domain_spec,
    parse_spf,
)
from glassine.trust.verifier import Verifier
from glassine.words.public import NotPublic, parse_domain

KEY = b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
BODY_HASH = base64.b64encode(hashlib.sha256(b"").digest())
TAGS = b"a=ed25519-sha256; d=example.org; s=x; b=aaaa; bh=" + BODY_HASH


@contextmanager
def soon() -> Iterator[None]:
    """Fail where it takes longer than a loaded machine can explain."""
    begun = time.perf_counter()
    yield
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("piece", ["a", ".a", "a-", "/1", "%{i}", "%{i1111", "1", "."])
def test_a_domain_in_a_record_is_read_in_one_pass(piece: str) -> None:
    with soon(), pytest.raises(SpfSyntax):
        check_domain_spec("x." + piece * 60_000 + "!{")


def test_a_record_longer_than_any_is_not_read() -> None:
    with soon(), pytest.raises(SpfSyntax):
        parse_spf(b"v=spf1" + b" a" * 30_000)
    at_most = b"v=spf1 " + b"a " * ((LONGEST - len(b"v=spf1 ")) // 2)
    assert len(parse_spf(at_most).directives) == len(at_most.split()) - 1


def test_a_macro_with_a_number_of_many_digits_is_no_macro() -> None:
    macros = Macros(
        ip=IPv4Address("192.0.2.1"), sender="a@b.example", domain="b", helo="h"
    )
    assert expand_name(check_domain_spec("%{i128}"), macros) == "192.0.2.1"
    with pytest.raises(SpfSyntax):
        check_domain_spec("%{i" + "1" * 5000 + "}")


def test_a_name_of_very_many_macros_loses_its_labels_at_once() -> None:
    local, domain = "a." * 31 + "b", "c." * 120 + "example"
    macros = Macros(
        ip=IPv4Address("192.0.2.1"), sender=f"{local}@{domain}", domain="b", helo="h"
    )
    with soon():
        name = expand_name(check_domain_spec("%{s}" * 2000 + ".example"), macros)
    assert f"{domain}.example".endswith(name)
    assert len(name) == LONGEST_NAME


class LongWinded:
    """Explains its refusals in a record of so many octets."""

    def __init__(self, octets: int) -> None:
        self._octets = octets

    async def txt(self, name: str) -> Found[bytes]:
        record = b"v=spf1 -all exp=why.example.net"
        words = b"%{S}" * (self._octets // 4)
        return Found(Ending.FOUND, (words if name.startswith("why") else record,))


@pytest.mark.parametrize(("octets", "explains"), [(LONGEST, True), (65_000, False)])
def test_an_explanation_longer_than_any_is_not_expanded(
    octets: int, explains: bool
) -> None:
    claim = Claim(
        ip=IPv4Address("192.0.2.1"), sender="a." * 31 + "b@c.example", helo="h"
    )
    resolver = cast(Resolver, LongWinded(octets))
    with soon():
        found = asyncio.run(check_host(resolver, claim, explain=True))
    assert bool(found.explanation) is explains


def test_a_name_too_long_to_be_one_is_refused_before_it_is_encoded() -> None:
    with soon(), pytest.raises(NotPublic):
        parse_domain("ä" * 100_000)


def test_a_list_of_very_many_tags_is_none() -> None:
    many = b";".join(b"a%d=1" % number for number in range(20_000))
    with soon(), pytest.raises(BadKeyRecord):
        parse_key(b"p=;" + many)


def test_a_signature_of_very_many_fields_is_none() -> None:
    value = b"v=1; " + TAGS + b"; h=from"
    assert len(parse_signature(value + b":x" * (MOST_NAMES - 1)).names) == MOST_NAMES
    with soon(), pytest.raises(BadSignature):
        parse_signature(value + b":x" * 100_000)


@pytest.mark.parametrize("piece", [b"p=", b"a:", b";", b"rua=a:b,"])
def test_a_policy_record_of_any_length_is_read(piece: bytes) -> None:
    with soon():
        parse_dmarc(b"v=DMARC1;" + piece * 15_000)


@pytest.mark.parametrize(
    "piece",
    [b"a ", b"a@", b'"a" ', b'"', b"(", b"(a)", b"<", b"a@b.c,", b"a:", b"\\", b"a:;"],
)
def test_a_from_field_of_any_shape_is_read(piece: bytes) -> None:
    with soon():
        authors(Header(b"From: " + (piece * 4000)[:3900] + b"\r\n"))


class OneKey:
    """Knows one key under every name."""

    async def txt(self, name: str) -> Found[bytes]:
        return Found(Ending.FOUND, (KEY,))


def sets(length: int) -> Iterator[bytes]:
    """Yield fifty sets of fields so long."""
    for number in range(1, 51):
        yield b"ARC-Seal: i=%d; %b; cv=%b\r\n" % (
            number,
            TAGS,
            b"pass" if number > 1 else b"none",
        )
        yield b"ARC-Message-Signature: i=%d; %b; h=from\r\n" % (number, TAGS)
        yield b"ARC-Authentication-Results: i=%d; x %b\r\n" % (number, b"y" * length)


@pytest.mark.parametrize(
    "head",
    [
        (b"DKIM-Signature: v=1; " + TAGS + b"; h=from" + b":x" * 499 + b"\r\n") * 8
        + b"x: y\r\n" * 30_000,
        b"".join(sets(4000)),
        b"ARC-Seal: " + b"i=1;" * 60_000 + b"\r\n",
        b"DKIM-Signature: v=1; d=" + "ä".encode() * 100_000 + b"\r\n",
        b"DKIM-Signature: v=1; " + TAGS + b"; h=from;" + b" " * 200_000 + b"z\r\n",
    ],
    ids=["names", "sets", "tags", "domain", "spaces"],
)
def test_a_header_of_signatures_is_verified(head: bytes) -> None:
    with soon():
        verifier = Verifier(head)
        asyncio.run(verifier.results(cast(Resolver, OneKey()), 1_800_000_000))
