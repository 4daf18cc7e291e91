"""Throw octets at the SASL exchanges: the first chooses, lines are responses."""

from glassine.wire.sasl.exchange import Cancelled, begin, decode
from glassine.wire.sasl.scram import Scram
from glassine.wire.sasl.steps import (
    Challenge,
    Malformed,
    PasswordGiven,
    ScramAsked,
    ScramProof,
    TlsBinding,
)
from glassine.words.private import Key
from glassine.words.public import AuthMethod

METHODS = tuple(AuthMethod)


def one(data: bytes) -> None:
    """Hold one exchange, by responses both bare and in base64."""
    choice, said = (data[0], data[1:]) if data else (0, b"")
    binding = TlsBinding(Key(b"exported")) if choice & 4 else None
    exchange = begin(METHODS[choice % 4], binding, lambda: "nonce")
    for response in said.split(b"\n"):
        decoded = decode(response) if choice & 8 else response
        if isinstance(decoded, Cancelled | Malformed):
            return
        match exchange.step(decoded):
            case ScramAsked(user) if isinstance(exchange, Scram):
                assert len(user)
                exchange.salted(b"salt", 4096)
            case ScramProof() if isinstance(exchange, Scram):
                exchange.signed(b"signature")
            case Challenge():
                pass
            case PasswordGiven(user, password):
                assert len(user)
                assert len(password)
                return
            case _:
                return
