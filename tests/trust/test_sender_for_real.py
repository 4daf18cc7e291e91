"""SPF, DKIM, DMARC and ARC ask real name servers: NSD behind a validating Unbound."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glassine.events.facts import Checked
from glassine.trust import arc_seal, dkim_keys, dkim_sign, dmarc
from glassine.trust.author import authors
from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_header import Header
from glassine.trust.dkim_sign import Signer
from glassine.trust.dmarc import DmarcOutcome
from glassine.trust.identifiers import identifiers
from glassine.trust.spf_sender import SpfOutcomes, check_sender
from glassine.trust.verifier import Verified, Verifier
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain, HostName, ip_address, parse_address
from glassine.words.sender import ArcFault, DkimFault, DmarcPolicy, SpfFault, SpfTerm
from support.name_servers import NameServers, name_servers

NOW = 1_800_000_000
CLIENT = "192.0.2.25"
SIGNER = Signer(Domain("example.net"), "s1", Ed25519PrivateKey.generate())
RECORD = dkim_keys.key_record(SIGNER.domain, SIGNER.selector, SIGNER.key).value
GOOD = f"""\
@ TXT "v=spf1 include:_spf.example.net -all"
_spf TXT "v=spf1 mx ip4:198.51.100.0/24 -all"
_spf MX 10 mx
mx A {CLIENT}
mx TXT "v=spf1 a -all"
_dmarc TXT "v=DMARC1; p=reject; sp=" "quarantine; np=reject; adkim=s"
there A 192.0.2.1
s1._domainkey TXT "{RECORD}"
"""
ELSEWHERE = '@ TXT "v=spf1 include:open.silent.example -all"\n_dmarc TXT "v=DMARC1"'
SUFFIX = f"""\
_dmarc TXT "v=DMARC1; p=reject; psd=y; np=quarantine"
www.shop A 192.0.2.1
s1._domainkey.shop TXT "{RECORD}"
s1._domainkey.rival TXT "{RECORD}"
"""
TESTING = '_dmarc TXT "v=DMARC1; p=reject; t=y"'
TWICE = '_dmarc TXT "v=DMARC1; p=reject"\n_dmarc TXT "v=DMARC1; p=none"'
BOGUS = '@ TXT "v=spf1 +all"\n_dmarc TXT "v=DMARC1; p=none"'


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    zones = {
        "example.net": GOOD,
        "example.org": ELSEWHERE,
        "bank.example": SUFFIX,
        "testing.example": TESTING,
        "twice.example": TWICE,
        "forged.example": BOGUS + f'\ns1._domainkey TXT "{RECORD}"',
    }
    with name_servers(
        tmp_path_factory.mktemp("dns"),
        zones,
        signed=["example.net"],
        bogus=["forged.example"],
        silent=["silent.example"],
    ) as servers:
        yield servers


@dataclass(frozen=True)
class Judged:
    """All that was found of one message."""

    spf: SpfOutcomes
    signed: Verified
    dmarc: DmarcOutcome


def judged(
    dns: NameServers, message: bytes, sender: str, *, ip: str = CLIENT
) -> Judged:
    """Check a message as a receiver would, with a second's patience."""

    async def check() -> Judged:
        resolver = dns.resolver(timeout=1)
        head, _, body = message.partition(b"\r\n\r\n")
        spf = await check_sender(
            resolver,
            ip=ip_address(ip),
            helo=HostName("mx.example.net"),
            mail_from=parse_address(sender),
        )
        verifier = Verifier(head + b"\r\n")
        verifier.feed(body)
        signed = await verifier.results(resolver, NOW)
        outcome = await dmarc.check(
            resolver,
            authors=authors(Header(head + b"\r\n")),
            identifiers=identifiers(spf, signed.dkim),
        )
        return Judged(spf, signed, outcome)

    return asyncio.run(check())


def letter(author: str, signer: Signer | None = None) -> bytes:
    head = f"From: Zoe <zoe@{author}>\r\nSubject: window\r\n".encode()
    body = b"The letter.\r\n"
    hashed = BodyHash()
    hashed.feed(body)
    signed = b""
    if signer is not None:
        now = Milliseconds(NOW * 1000)
        signed = dkim_sign.sign([signer], head, hashed.digest(), now)
    return signed + head + b"\r\n" + body


def test_a_letter_from_whom_it_says_passes_all_three(dns: NameServers) -> None:
    found = judged(dns, letter("example.net", SIGNER), "zoe@example.net")
    assert found.spf.helo.matched is SpfTerm.A
    assert found.spf.mail_from.matched is SpfTerm.INCLUDE
    assert found.spf.mail_from.result is Checked.PASS
    assert [each.result for each in found.signed.dkim] == [Checked.PASS]
    assert found.dmarc.result is Checked.PASS


def test_one_from_elsewhere_fails_and_its_owner_wants_it_refused(
    dns: NameServers,
) -> None:
    message = letter("example.net")
    found = judged(dns, message, "zoe@example.net", ip="203.0.113.9")
    assert found.spf.mail_from.result is Checked.FAIL
    assert found.signed.dkim == ()
    assert (found.dmarc.result, found.dmarc.policy) == (
        Checked.FAIL,
        DmarcPolicy.REJECT,
    )


@pytest.mark.parametrize(
    ("author", "policy"),
    [
        ("there.example.net", DmarcPolicy.QUARANTINE),
        ("gone.example.net", DmarcPolicy.REJECT),
    ],
)
def test_dns_says_whether_the_author_s_domain_exists(
    dns: NameServers, author: str, policy: DmarcPolicy
) -> None:
    found = judged(dns, letter(author, SIGNER), "x@example.com").dmarc
    assert (found.result, found.policy) == (Checked.FAIL, policy)
    assert found.record_at == Domain("example.net")


@pytest.mark.parametrize(
    ("author", "policy"),
    [
        ("www.shop.bank.example", DmarcPolicy.REJECT),
        ("gone.shop.bank.example", DmarcPolicy.QUARANTINE),
    ],
)
def test_a_public_suffix_speaks_for_whom_it_has_registered(
    dns: NameServers, author: str, policy: DmarcPolicy
) -> None:
    found = judged(dns, letter(author), "x@example.com").dmarc
    assert (found.result, found.policy) == (Checked.FAIL, policy)
    assert found.record_at == Domain("bank.example")
    assert found.organization == Domain("shop.bank.example")


@pytest.mark.parametrize(
    ("signer", "result"),
    [("shop.bank.example", Checked.PASS), ("rival.bank.example", Checked.FAIL)],
)
def test_who_shares_no_more_than_a_public_suffix_is_another(
    dns: NameServers, signer: str, result: Checked
) -> None:
    said = letter("www.shop.bank.example", Signer(Domain(signer), "s1", SIGNER.key))
    found = judged(dns, said, "x@example.com")
    assert found.signed.dkim[0].result is Checked.PASS
    assert found.dmarc.result is result


def test_who_is_testing_asks_for_one_step_less(dns: NameServers) -> None:
    found = judged(dns, letter("testing.example"), "x@example.com").dmarc
    assert (found.policy, found.published) == (
        DmarcPolicy.QUARANTINE,
        DmarcPolicy.REJECT,
    )


def test_two_records_are_none(dns: NameServers) -> None:
    found = judged(dns, letter("twice.example"), "x@example.com").dmarc
    assert found.result is Checked.NONE


def test_a_zone_that_fails_validation_leaves_all_three_open(dns: NameServers) -> None:
    signer = Signer(Domain("forged.example"), "s1", SIGNER.key)
    found = judged(dns, letter("forged.example", signer), "zoe@forged.example")
    assert found.spf.mail_from.result is Checked.TEMPERROR
    assert found.spf.mail_from.fault is SpfFault.DNS
    assert found.signed.dkim[0].result is Checked.TEMPERROR
    assert found.signed.dkim[0].fault is DkimFault.DNS
    assert found.dmarc.result is Checked.TEMPERROR


def test_a_server_that_never_answers_leaves_them_open_too(dns: NameServers) -> None:
    signer = Signer(Domain("silent.example"), "s1", SIGNER.key)
    found = judged(dns, letter("silent.example", signer), "zoe@silent.example")
    assert found.spf.mail_from.result is Checked.TEMPERROR
    assert found.signed.dkim[0].fault is DkimFault.DNS
    assert found.dmarc.result is Checked.TEMPERROR


def test_silence_of_a_domain_that_is_included_is_the_sender_s_misfortune(
    dns: NameServers,
) -> None:
    found = judged(dns, letter("example.org"), "zoe@example.org")
    assert found.spf.mail_from.result is Checked.TEMPERROR
    assert found.dmarc.result is Checked.TEMPERROR


def test_a_chain_is_verified_by_the_key_that_dns_has(dns: NameServers) -> None:
    message = letter("example.net", SIGNER)
    head, _, body = message.partition(b"\r\n\r\n")
    hashed = BodyHash()
    hashed.feed(body)

    def sealed_by(domain: str) -> bytes:
        return message_of(Signer(Domain(domain), "s1", SIGNER.key))

    def message_of(signer: Signer) -> bytes:
        fields = arc_seal.seal(
            signer,
            head=head + b"\r\n",
            body_hash=hashed.digest(),
            results=b"mx.example.net; none",
            chain=judged(dns, message, "zoe@example.net").signed.arc,
            now=Milliseconds(NOW * 1000),
        )
        return fields + message

    passed = judged(dns, sealed_by("example.net"), "zoe@example.com").signed.arc
    assert (passed.result, passed.sealers) == (Checked.PASS, (SIGNER.domain,))
    open_ = judged(dns, sealed_by("forged.example"), "zoe@example.com").signed.arc
    assert (open_.result, open_.fault) == (Checked.TEMPERROR, ArcFault.DNS)
