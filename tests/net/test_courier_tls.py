"""Mail goes by TLS as its rule asks: as well as can be, or proven, or not at all."""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from glassine.events.facts_of_sending import TlsRule
from glassine.flow.sending.carrier import Outcome, Phase, Trouble
from glassine.flow.sending.course import Credentials, Handshake, Hop, Protection
from glassine.store.api.tls_results import TlsResultType
from glassine.trust.resolver import Tlsa
from glassine.wire.smtp.client.needs import NotAble
from glassine.words.private import Password
from glassine.words.public import HostName
from net.carrying import (
    HASTY,
    IN_CLEAR,
    LENIENT,
    MX,
    QUICK,
    STRICT,
    courier,
    course,
    hop,
    load,
    showing,
    trusting,
)
from support.authority import DAY, Authority, Issued
from support.misbehaving_server import OFFERS, misbehaving
from support.misdeeds import CLOSES, Drops, Hangs, Misdeeds, Says, Step

GARBLED_HANDSHAKE = Says(b"\x15\x03\x01\x00\x02\x02\x28")


class Receiver:
    """What a receiver shows, and whom our courier believes."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.authority = Authority()
        self.trusted = trusting(self.authority, place)

    def shows(self, *names: str, lives: timedelta = 90 * DAY) -> ssl.SSLContext:
        """Return the side of TLS that shows a certificate for these names."""
        self.issued = self.authority.issue(*names, age=2 * DAY, lives=lives)
        return showing(self.issued, self.place / "shown")

    def carry(
        self, *hops: Hop, require_tls: bool = False, hasty: bool = False
    ) -> Outcome:
        """Carry one letter; return what became of it."""

        async def test() -> Outcome:
            async with courier(
                trusted=self.trusted, waits=HASTY if hasty else QUICK
            ) as carrier:
                report = await carrier.carry(
                    load(require_tls=require_tls), course(*hops)
                )
                [outcome] = report.values()
                return outcome

        return asyncio.run(test())


@pytest.fixture
def receiver(tmp_path: Path) -> Receiver:
    """Return a receiver that has an authority of its own."""
    return Receiver(tmp_path)


def untrusted(outcome: Outcome) -> bool:
    """Tell whether nothing was sent for want of proof."""
    return (outcome.said, outcome.phase) == (Trouble.UNTRUSTED, Phase.STARTTLS)


def test_a_proven_host_gets_its_mail_and_the_proof_is_told(receiver: Receiver) -> None:
    with misbehaving(tls=receiver.shows("mx.example.net")) as server:
        outcome = receiver.carry(hop(server, STRICT))
        assert outcome.delivered
        assert len(server.letters) == 1
        assert outcome.tls is not None
        assert outcome.tls.rule is TlsRule.REQUIRED
        assert outcome.tls.version == "TLSv1.3"
        assert outcome.tls.verified
        shown = receiver.issued.certificate
        assert outcome.tls.certificate == shown.fingerprint(SHA256()).hex()
        assert outcome.tls.issuer is None  # "a test's CA" does not read as a name
        assert outcome.tls_result is TlsResultType.SUCCESS


def test_tls_from_the_first_byte_is_as_good(receiver: Receiver) -> None:
    at_once = replace(STRICT, handshake=Handshake.AT_ONCE)
    shown = receiver.shows("mx.example.net")
    with misbehaving(tls=shown, tls_at_once=True) as server:
        outcome = receiver.carry(hop(server, at_once))
        assert outcome.delivered and outcome.tls is not None


@pytest.mark.parametrize("rule", [TlsRule.REQUIRED, TlsRule.MTA_STS])
@pytest.mark.parametrize(
    ("names", "lives", "fault"),
    [
        (["other.example.net"], 90 * DAY, TlsResultType.CERTIFICATE_HOST_MISMATCH),
        (["*.mx.example.net"], 90 * DAY, TlsResultType.CERTIFICATE_HOST_MISMATCH),
        (["mx.example.net"], DAY, TlsResultType.CERTIFICATE_EXPIRED),
    ],
    ids=["another name", "a star too low", "expired"],
)
def test_a_certificate_that_proves_nothing_gets_no_mail(
    receiver: Receiver,
    rule: TlsRule,
    names: Sequence[str],
    lives: timedelta,
    fault: TlsResultType,
) -> None:
    with misbehaving(tls=receiver.shows(*names, lives=lives)) as server:
        outcome = receiver.carry(hop(server, replace(STRICT, rule=rule)))
        assert untrusted(outcome)
        assert outcome.tls_result is fault
        assert outcome.tls is not None and not outcome.tls.verified
        assert server.letters == [] and server.lines[-1] != "MAIL"


def test_an_authority_that_nobody_knows_proves_nothing(receiver: Receiver) -> None:
    shown = receiver.shows("mx.example.net")
    receiver.trusted = trusting(Authority(), receiver.place)
    with misbehaving(tls=shown) as server:
        outcome = receiver.carry(hop(server, STRICT))
        assert untrusted(outcome)
        assert outcome.tls_result is TlsResultType.CERTIFICATE_NOT_TRUSTED


def test_a_star_stands_for_one_label(receiver: Receiver) -> None:
    with misbehaving(tls=receiver.shows("*.example.net")) as server:
        assert receiver.carry(hop(server, STRICT)).delivered


def test_opportunistic_tls_takes_whoever_is_there_and_says_so(
    receiver: Receiver,
) -> None:
    with misbehaving(tls=receiver.shows("other.example.net")) as server:
        outcome = receiver.carry(hop(server, LENIENT))
        assert outcome.delivered
        assert outcome.tls is not None and not outcome.tls.verified
        assert outcome.tls.rule is TlsRule.OPPORTUNISTIC


def test_opportunistic_tls_notes_what_is_proven(receiver: Receiver) -> None:
    with misbehaving(tls=receiver.shows("mx.example.net")) as server:
        outcome = receiver.carry(hop(server, LENIENT))
        assert outcome.tls is not None and outcome.tls.verified


def test_opportunistic_mail_goes_in_clear_where_there_is_no_tls(
    receiver: Receiver,
) -> None:
    with misbehaving() as server:
        outcome = receiver.carry(hop(server, LENIENT))
        assert outcome.delivered and outcome.tls is None
        assert outcome.tls_result is TlsResultType.STARTTLS_NOT_SUPPORTED


def test_opportunistic_mail_goes_on_in_clear_where_tls_is_out_of_order(
    receiver: Receiver,
) -> None:
    later = Misdeeds({Step.STARTTLS: [Says("454 4.7.0 not now")]})
    with misbehaving(later, tls=receiver.shows("mx.example.net")) as server:
        outcome = receiver.carry(hop(server, LENIENT))
        assert outcome.delivered and outcome.tls is None
        assert server.connections == 1


@pytest.mark.parametrize("deed", [Drops(), GARBLED_HANDSHAKE, Hangs()], ids=str)
def test_where_the_handshake_fails_opportunistic_mail_goes_in_clear_anew(
    receiver: Receiver, deed: Drops | Says | Hangs
) -> None:
    broken = Misdeeds(for_ever={Step.HANDSHAKE: deed})
    with misbehaving(broken, tls=receiver.shows("mx.example.net")) as server:
        outcome = receiver.carry(hop(server, LENIENT), hasty=isinstance(deed, Hangs))
        assert outcome.delivered and outcome.tls is None
        assert outcome.tls_result is TlsResultType.VALIDATION_FAILURE
        assert server.connections == 2


def test_where_the_handshake_fails_strict_mail_does_not_go(receiver: Receiver) -> None:
    broken = Misdeeds(for_ever={Step.HANDSHAKE: GARBLED_HANDSHAKE})
    with misbehaving(broken, tls=receiver.shows("mx.example.net")) as server:
        outcome = receiver.carry(hop(server, STRICT))
        assert (outcome.said, outcome.phase) == (Trouble.TLS_FAILED, Phase.STARTTLS)
        assert server.connections == 1


def test_strict_mail_does_not_go_where_there_is_no_tls(receiver: Receiver) -> None:
    with misbehaving() as server:
        outcome = receiver.carry(hop(server, STRICT))
        assert (outcome.said, outcome.phase) == (Trouble.NO_TLS, Phase.STARTTLS)
        assert outcome.tls_result is TlsResultType.STARTTLS_NOT_SUPPORTED


def test_strict_mail_goes_to_the_next_host_that_can_prove_itself(
    receiver: Receiver,
) -> None:
    shown = receiver.shows("mx.example.net")
    with misbehaving() as bare, misbehaving(tls=shown) as proven:
        outcome = receiver.carry(hop(bare, STRICT), hop(proven, STRICT))
        assert outcome.delivered


def test_who_hangs_up_at_starttls_has_said_later(receiver: Receiver) -> None:
    closes = Misdeeds(for_ever={Step.STARTTLS: CLOSES})
    with misbehaving(closes, tls=receiver.shows("mx.example.net")) as server:
        for protection in (STRICT, LENIENT):
            outcome = receiver.carry(hop(server, protection))
            assert outcome.phase is Phase.STARTTLS
            assert not isinstance(outcome.said, Trouble)
            assert outcome.said.code == 421


def proof_of(issued: Issued, usage: int = 3) -> Tlsa:
    """Return the record that names a certificate's key, or its issuer's."""
    certificate: x509.Certificate = issued.certificate
    if usage == 2:
        certificate = issued.above[-1]
    key = certificate.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return Tlsa(usage, 1, 1, sha256(key).digest())


def dane(*records: Tlsa) -> Protection:
    """Return the rule that these records make."""
    return Protection(
        rule=TlsRule.DANE, handshake=Handshake.STARTTLS, names=(MX,), tlsa=records
    )


@pytest.mark.parametrize("usage", [2, 3])
def test_dane_believes_the_zone_and_no_authority(
    receiver: Receiver, usage: int
) -> None:
    shown = receiver.shows("mx.example.net")
    receiver.trusted = trusting(Authority(), receiver.place)
    with misbehaving(tls=shown) as server:
        rule = dane(proof_of(receiver.issued, usage))
        outcome = receiver.carry(hop(server, rule))
        assert outcome.delivered
        assert outcome.tls is not None and outcome.tls.verified


def test_dane_believes_no_authority_that_the_zone_does_not_name(
    receiver: Receiver,
) -> None:
    with misbehaving(tls=receiver.shows("mx.example.net")) as server:
        outcome = receiver.carry(hop(server, dane(Tlsa(3, 1, 1, bytes(32)))))
        assert untrusted(outcome)
        assert outcome.tls_result is TlsResultType.VALIDATION_FAILURE


def test_dane_without_a_usable_record_asks_for_tls_alone(receiver: Receiver) -> None:
    with misbehaving(tls=receiver.shows("other.example.net")) as server:
        outcome = receiver.carry(hop(server, dane()))
        assert outcome.delivered
        assert outcome.tls is not None and not outcome.tls.verified
    with misbehaving() as server:
        assert receiver.carry(hop(server, dane())).said is Trouble.NO_TLS


class TestRequireTls:
    """What its sender wants protected all the way. RFC 8689"""

    def test_it_goes_to_a_proven_host_that_promises_the_same(
        self, receiver: Receiver
    ) -> None:
        shown, offers = receiver.shows("mx.example.net"), (*OFFERS, "REQUIRETLS")
        with misbehaving(tls=shown, offers=offers) as server:
            outcome = receiver.carry(hop(server, LENIENT), require_tls=True)
            assert outcome.delivered
            assert any("REQUIRETLS" in line for line in server.lines)

    def test_it_goes_to_nobody_who_does_not_promise(self, receiver: Receiver) -> None:
        with misbehaving(tls=receiver.shows("mx.example.net")) as server:
            outcome = receiver.carry(hop(server, LENIENT), require_tls=True)
            assert isinstance(outcome.said, NotAble)
            assert server.letters == []

    @pytest.mark.parametrize("protection", [LENIENT, IN_CLEAR], ids=["lenient", "none"])
    def test_it_goes_to_nobody_in_clear(
        self, receiver: Receiver, protection: Protection
    ) -> None:
        with misbehaving() as server:
            outcome = receiver.carry(hop(server, protection), require_tls=True)
            assert outcome.said is Trouble.NO_TLS

    def test_it_goes_to_nobody_unproven(self, receiver: Receiver) -> None:
        with misbehaving(tls=receiver.shows("other.example.net")) as server:
            assert untrusted(receiver.carry(hop(server, LENIENT), require_tls=True))


def test_a_password_is_said_over_tls(receiver: Receiver) -> None:
    who = Credentials("relay", Password(b"pencil"))

    async def test() -> None:
        async with courier(trusted=receiver.trusted) as carrier:
            way = course(hop(server, STRICT), credentials=who)
            [outcome] = (await carrier.carry(load(), way)).values()
            assert outcome.delivered and outcome.auth

    shown = receiver.shows("mx.example.net")
    with misbehaving(tls=shown, offers=("AUTH PLAIN",)) as server:
        asyncio.run(test())


def test_the_name_of_the_host_is_asked_for(receiver: Receiver) -> None:
    asked: list[str | None] = []
    shown = receiver.shows("mx.example.net")
    shown.sni_callback = lambda _, name, __: asked.append(name)
    with misbehaving(tls=shown) as server:
        receiver.carry(hop(server, STRICT))
        receiver.carry(hop(server, LENIENT, host=HostName("127.0.0.1")))
    assert asked == ["mx.example.net", None]
