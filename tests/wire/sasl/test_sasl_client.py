"""The client's side of SASL, against our own server's side."""

from base64 import b64encode
from hashlib import pbkdf2_hmac, sha256
from hmac import digest

import pytest

from glassine.wire.sasl.client import MOST, Login, Plain
from glassine.wire.sasl.client import Scram as Client
from glassine.wire.sasl.passwords import Login as LoginServer
from glassine.wire.sasl.passwords import Plain as PlainServer
from glassine.wire.sasl.scram import Scram as Server
from glassine.wire.sasl.steps import (
    Challenge,
    Denied,
    PasswordGiven,
    ScramAsked,
    ScramDone,
    ScramProof,
    TlsBinding,
)
from glassine.words.private import Key, Password
from glassine.words.public import AuthMethod

BINDING = TlsBinding(Key(b"exported"))
SALT = b"salt of ours"
PENCIL = Password(b"pencil")
SCRAM = AuthMethod.SCRAM_SHA_256
PLUS = AuthMethod.SCRAM_SHA_256_PLUS


def client(
    user: str = "user", binding: TlsBinding | None = None, *, bound: bool = False
) -> Client:
    return Client(user, PENCIL, "nonce", binding, bound=bound)


def exchange(proof: Client, server: Server) -> ScramDone:
    """Hold the whole exchange, with a server that knows the password `pencil`."""
    asked = server.step(proof.first())
    assert isinstance(asked, ScramAsked), asked
    given = server.step(proof.answer(server.salted(SALT, 4096).data))
    assert isinstance(given, ScramProof), given
    salted = pbkdf2_hmac("sha256", b"pencil", SALT, 4096)
    said = given.auth_message.reveal()
    stored = sha256(digest(salted, b"Client Key", "sha256")).digest()
    ours = digest(stored, said, "sha256")
    key = bytes(a ^ b for a, b in zip(ours, given.proof.reveal(), strict=True))
    assert sha256(key).digest() == stored, "the proof is wrong"
    signature = digest(digest(salted, b"Server Key", "sha256"), said, "sha256")
    assert not proof.complete
    done = server.step(proof.answer(server.signed(signature).data))
    assert isinstance(done, ScramDone), done
    return done


def test_scram_convinces_our_server_and_is_convinced() -> None:
    proof = client()
    exchange(proof, Server(SCRAM, None, lambda: "theirs"))
    assert proof.complete


def test_scram_is_bound_to_tls_where_both_can() -> None:
    proof = client(binding=BINDING, bound=True)
    assert exchange(proof, Server(PLUS, BINDING, lambda: "theirs")).method is PLUS


def test_another_tls_session_is_noticed() -> None:
    proof = client(binding=TlsBinding(Key(b"another")), bound=True)
    server = Server(PLUS, BINDING, lambda: "theirs")
    server.step(proof.first())
    assert server.step(proof.answer(server.salted(SALT, 4096).data)) == Denied()


def test_a_server_hears_that_its_offer_to_bind_was_cut_out() -> None:
    proof = client(binding=BINDING)
    assert proof.first().startswith(b"y,,")
    assert Server(SCRAM, BINDING, lambda: "theirs").step(proof.first()) == Denied()


@pytest.mark.parametrize("user", ["a=b,c", "=2C", "Jürgen", "ﬁne"])
def test_names_of_all_sorts_arrive(user: str) -> None:
    done = exchange(client(user), Server(SCRAM, None, lambda: "theirs"))
    assert done.user.reveal().decode() == user.replace("ﬁ", "fi")


@pytest.mark.parametrize(
    "challenge",
    [
        b"",
        b"r=nonce,s=c2FsdA==,i=4096",  # no half of theirs
        b"r=other,s=c2FsdA==,i=4096",
        b"r=noncetheirs,s=c2FsdA==,i=4095",
        b"r=noncetheirs,s=c2FsdA==,i=%d" % (MOST + 1),
        b"r=noncetheirs,s=c2FsdA==,i=99999999999999",
        b"r=noncetheirs,s=c2Fsd,i=4096",
        b"m=x,r=noncetheirs,s=c2FsdA==,i=4096",
        b"e=other-error",
    ],
)
def test_a_challenge_that_makes_no_sense_is_not_answered(challenge: bytes) -> None:
    assert client().answer(challenge) is None


def test_a_wrong_signature_is_not_accepted() -> None:
    proof = client()
    assert proof.answer(b"r=noncetheirs,s=c2FsdA==,i=4096") is not None
    assert proof.answer(b"v=" + b64encode(bytes(32))) is None
    assert not proof.complete


def test_a_password_that_cannot_be_prepared_is_used_as_it_is() -> None:
    proof = Client("user", Password(b"\xff\x00"), "nonce", None, bound=False)
    assert proof.answer(b"r=noncetheirs,s=c2FsdA==,i=4096") is not None


def test_plain_says_all_at_once() -> None:
    given = PlainServer().step(Plain("jürgen", PENCIL).first())
    assert isinstance(given, PasswordGiven)
    assert given.user.reveal().decode() == "jürgen"
    assert given.password.reveal() == b"pencil"


def test_login_answers_two_questions() -> None:
    proof, server = Login("user", PENCIL), LoginServer()
    assert proof.first() is None
    step = server.step(None)
    while isinstance(step, Challenge):
        step = server.step(proof.answer(step.data))
    assert isinstance(step, PasswordGiven)
    assert step.password.reveal() == b"pencil"
    assert proof.answer(b"Username:") is None
