"""Begin a SASL exchange: the server's side, for SMTP and IMAP alike. RFC 4422

Base64, `*` and `=` belong to the protocol around it; `decode` reads all three as
both RFC 4954 §4 and RFC 9051 §6.2.2 have them.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from glassine.wire.sasl.passwords import Login, Plain
from glassine.wire.sasl.scram import Scram
from glassine.wire.sasl.steps import Malformed, NonceSource, TlsBinding
from glassine.words.public import AuthMethod

Exchange: TypeAlias = Plain | Login | Scram


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The client sent `*` in place of a response."""


def begin(
    method: AuthMethod, binding: TlsBinding | None, nonce: NonceSource
) -> Exchange:
    """Return a fresh exchange. `binding` is None where PLUS is not offered."""
    match method:
        case AuthMethod.PLAIN:
            return Plain()
        case AuthMethod.LOGIN:
            return Login()
        case AuthMethod.SCRAM_SHA_256 | AuthMethod.SCRAM_SHA_256_PLUS:
            return Scram(method, binding, nonce)
        case _:
            assert_never(method)


def decode(line: bytes) -> bytes | Cancelled | Malformed:
    """Return the response a line carries."""
    if line == b"*":
        return Cancelled()
    try:
        return b64decode(line, validate=True)
    except NotBase64:
        return Malformed()


def decode_initial(word: bytes) -> bytes | Malformed:
    """Return the initial response; `=` stands for an empty one. RFC 4954 §4"""
    if word == b"=":
        return b""
    response = decode(word)
    return response if isinstance(response, bytes) and response else Malformed()
