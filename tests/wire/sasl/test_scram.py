"""SCRAM-SHA-256 as RFC 7677 §3 has it, and what must not pass for it."""

from base64 import b64decode, b64encode

import pytest

from glassine.wire.sasl.exchange import begin
from glassine.wire.sasl.scram import OutOfTurn, Scram
from glassine.wire.sasl.steps import (
    Challenge,
    Denied,
    Malformed,
    ScramAsked,
    ScramDone,
    ScramProof,
    TlsBinding,
)
from glassine.words.private import Key
from glassine.words.public import AuthMethod

SHA_256, PLUS = AuthMethod.SCRAM_SHA_256, AuthMethod.SCRAM_SHA_256_PLUS
NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
SALT = b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
SERVER_FIRST = (
    b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    b"s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
)
WITHOUT_PROOF = b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
PROOF = b"dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
FINAL = WITHOUT_PROOF + b",p=" + PROOF
SIGNATURE = b"6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
BINDING = TlsBinding(Key(b"exported"))


def scram(method: AuthMethod = SHA_256, binding: TlsBinding | None = None) -> Scram:
    exchange = begin(method, binding, lambda: NONCE)
    assert isinstance(exchange, Scram)
    return exchange


def salted(first: bytes = FIRST, binding: TlsBinding | None = None) -> Scram:
    """Return an exchange that waits for the proof."""
    exchange = scram(PLUS if first.startswith(b"p=") else SHA_256, binding)
    assert isinstance(exchange.step(first), ScramAsked)
    exchange.salted(SALT, 4096)
    return exchange


def test_the_exchange_of_the_rfc() -> None:
    exchange = scram()
    assert exchange.step(None) == Challenge(b"")
    asked = exchange.step(FIRST)
    assert isinstance(asked, ScramAsked)
    assert asked.user.reveal() == b"user"
    assert exchange.salted(SALT, 4096) == Challenge(SERVER_FIRST)
    proof = exchange.step(FINAL)
    assert isinstance(proof, ScramProof)
    assert proof.proof.reveal() == b64decode(PROOF)
    signed = b",".join([FIRST.removeprefix(b"n,,"), SERVER_FIRST, WITHOUT_PROOF])
    assert proof.auth_message.reveal() == signed
    assert exchange.signed(b64decode(SIGNATURE)) == Challenge(b"v=" + SIGNATURE)
    done = exchange.step(b"")
    assert isinstance(done, ScramDone)
    assert done.user.reveal() == b"user"


@pytest.mark.parametrize(
    ("written", "read"),
    [(b"a=2Cb", b"a,b"), (b"a=3Db", b"a=b"), ("ªI\u00adX".encode(), b"aIX")],
)
def test_names_are_unescaped_and_prepared(written: bytes, read: bytes) -> None:
    asked = scram().step(b"n,,n=" + written + b",r=x")
    assert isinstance(asked, ScramAsked)
    assert asked.user.reveal() == read


@pytest.mark.parametrize(
    "first",
    [
        b"", b"n,,", b"n,,n=user", b"n,,n=,r=x", b"n,,n=user,r=", b"x,,n=user,r=x",
        b"n,n=user,r=x", b"n,,m=ext,n=user,r=x", b"n,,n=us=er,r=x", b"n,,n=\xff,r=x",
        b"n,,n=us\0er,r=x", b"n,,n=\xe2\x80\xaex,r=x", b"n,,r=x,n=user", b"n" * 3000,
        b"n,,n=user,r=x y",
    ],
)  # fmt: skip
def test_a_malformed_first_message(first: bytes) -> None:
    assert scram().step(first) == Malformed()


@pytest.mark.parametrize(
    "final",
    [
        b"", WITHOUT_PROOF, b"r=x,p=AAAA", FINAL.replace(b"rOpr", b"rOpx"),
        FINAL.replace(b"c=biws", b"c=bi"), FINAL + b",x=1", FINAL + b"=",
        FINAL.replace(b"k0,p", b"k,p"),
    ],
)  # fmt: skip
def test_a_malformed_final_message(final: bytes) -> None:
    assert salted().step(final) == Malformed()


def test_the_header_must_be_repeated_as_it_was() -> None:
    assert salted().step(FINAL.replace(b"c=biws", b"c=eSws")) == Denied()


def test_one_acts_as_oneself_and_nobody_else() -> None:
    assert scram().step(b"n,a=boss,n=user,r=x") == Denied()
    assert isinstance(scram().step(b"n,a=user,n=user,r=x"), ScramAsked)


def test_a_client_that_missed_our_offer_of_binding_was_deceived() -> None:
    assert scram(binding=BINDING).step(b"y,,n=user,r=x") == Denied()
    assert isinstance(scram().step(b"y,,n=user,r=x"), ScramAsked)
    assert isinstance(scram(binding=BINDING).step(b"n,,n=user,r=x"), ScramAsked)


def test_plus_needs_the_binding_and_its_kind() -> None:
    bound = b"p=tls-exporter,,n=user,r=x"
    assert isinstance(scram(PLUS, BINDING).step(bound), ScramAsked)
    assert scram(PLUS, None).step(bound) == Denied()
    assert scram(PLUS, BINDING).step(b"n,,n=user,r=x") == Denied()
    assert scram(PLUS, BINDING).step(b"p=tls-unique,,n=user,r=x") == Denied()
    assert scram(SHA_256, BINDING).step(bound) == Denied()


def test_the_proof_is_tied_to_this_tls_session() -> None:
    first = b"p=tls-exporter,,n=user,r=x"

    def final(exported: bytes) -> bytes:
        bound = b64encode(b"p=tls-exporter,," + exported)
        return b"c=" + bound + b",r=x" + NONCE.encode() + b",p=AAAA"

    assert isinstance(salted(first, BINDING).step(final(b"exported")), ScramProof)
    assert salted(first, BINDING).step(final(b"another's")) == Denied()


def test_the_client_ends_with_an_empty_response() -> None:
    exchange = salted()
    exchange.step(FINAL)
    exchange.signed(b"signature")
    assert exchange.step(b"more") == Malformed()


def test_salt_and_signature_are_given_in_turn() -> None:
    with pytest.raises(OutOfTurn):
        scram().salted(SALT, 4096)
    with pytest.raises(OutOfTurn):
        salted().signed(b"signature")
    exchange = scram()
    exchange.step(FIRST)
    assert exchange.step(FINAL) == Malformed()
