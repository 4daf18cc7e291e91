"""AUTH: who we are, proved to a smarthost. RFC 4954

The best mechanism that both speak is tried, and no other after it: a server that
refuses a proof is not given the password instead.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from functools import partial

from glassine.wire.sasl.client import Login, Plain, Proof, Scram
from glassine.wire.sasl.steps import NonceSource
from glassine.wire.smtp.client.events import ClientEvent, LoggedIn, Refused
from glassine.wire.smtp.client.faults import Unproven
from glassine.wire.smtp.client.replies import Reply
from glassine.wire.smtp.client.talk import Line, Talk
from glassine.wire.smtp.phase import Phase
from glassine.words.private import Password
from glassine.words.public import AuthMethod


def choose(
    talk: Talk, user: str, password: Password, nonce: NonceSource
) -> tuple[AuthMethod, Proof] | None:
    """Return the best way to log in that the server offers, or None."""
    offered, binding = talk.extensions.mechanisms, talk.binding
    plus = AuthMethod.SCRAM_SHA_256_PLUS
    if plus in offered and binding is not None:
        return plus, Scram(user, password, nonce(), binding, bound=True)
    if AuthMethod.SCRAM_SHA_256 in offered:
        # `y` would be a lie where PLUS is offered. RFC 5802 §6
        proof = Scram(user, password, nonce(), binding, bound=False)
        return AuthMethod.SCRAM_SHA_256, proof
    if AuthMethod.PLAIN in offered:
        return AuthMethod.PLAIN, Plain(user, password)
    if AuthMethod.LOGIN in offered:
        return AuthMethod.LOGIN, Login(user, password)
    return None


def log_in(talk: Talk, method: AuthMethod, proof: Proof) -> None:
    """Say AUTH, with the initial response where there is one."""
    first = proof.first()
    response = b"" if first is None else b" " + b64encode(first)
    _say(talk, proof, b"AUTH " + method.encode("ascii") + response)


def _say(talk: Talk, proof: Proof, said: bytes) -> None:
    heard = partial(_heard, talk, proof)
    talk.say(Line(said + b"\r\n", Phase.AUTH, heard, kinds=(2, 3)))


def _heard(talk: Talk, proof: Proof, reply: Reply) -> Iterator[ClientEvent]:
    match reply.kind:
        case 3:
            response = _response(proof, reply.lines[0])
            _say(talk, proof, b"*" if response is None else b64encode(response))
        case 2 if not proof.complete:
            raise Unproven
        case 2:
            yield LoggedIn()
        case _:
            yield Refused(reply.answer(), Phase.AUTH)


def _response(proof: Proof, challenge: bytes) -> bytes | None:
    try:
        return proof.answer(b64decode(challenge, validate=True))
    except NotBase64:  # some ask for the name and the password in so many words
        return proof.answer(challenge)
