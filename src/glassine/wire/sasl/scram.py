"""SCRAM-SHA-256, with and without channel binding: the messages, not the maths.

RFC 5802, RFC 7677; `tls-exporter` is RFC 9266. Salt, count and signature come from
whoever keeps the keys; this only says what they signed.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hmac import compare_digest
from typing import TypeAlias

from glassine.wire.sasl.steps import (
    Challenge,
    Denied,
    Malformed,
    NonceSource,
    ScramAsked,
    ScramDone,
    ScramProof,
    Step,
    TlsBinding,
)
from glassine.words.private import Key, Text, UserName
from glassine.words.public import AuthMethod
from glassine.words.saslprep import Unpreparable, prepare

LONGEST = 2048

# RFC 5802 §7. `m=` asks for an extension nobody has defined, so it does not match.
_FIRST = re.compile(
    rb"(?P<header>(?P<flag>n|y|p=(?P<type>[A-Za-z0-9.-]+)),(?:a=(?P<as>[^,\0]+))?,)"
    rb"(?P<bare>n=(?P<user>[^,\0]+),r=(?P<nonce>[\x21-\x2b\x2d-\x7e]+)(?:,.*)?)\Z",
    re.DOTALL,
)
_FINAL = re.compile(
    rb"(?P<signed>c=(?P<bound>[A-Za-z0-9/+=]+),r=(?P<nonce>[\x21-\x2b\x2d-\x7e]+)"
    rb"(?:,.*)?),p=(?P<proof>[A-Za-z0-9/+=]+)\Z",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Start:
    """Wait for the client's first message."""


@dataclass(frozen=True, slots=True)
class _First:
    """The client's first message is here; salt and count are not."""

    user: UserName
    bare: bytes
    bound: bytes  # what `c=` must say
    nonce: bytes


@dataclass(frozen=True, slots=True)
class _Salted:
    """Salt and count are sent; wait for the proof."""

    first: _First
    server_first: bytes


@dataclass(frozen=True, slots=True)
class _Signed:
    """Our signature is sent, or about to be; wait for the client's nod."""

    user: UserName


_State: TypeAlias = _Start | _First | _Salted | _Signed


class OutOfTurn(Exception):
    """The caller gave salt or signature when none was asked for."""


class Scram:
    """One exchange, seen from the server."""

    def __init__(
        self, method: AuthMethod, binding: TlsBinding | None, nonce: NonceSource
    ) -> None:
        self._method = method
        self._binding = binding
        self._nonce = nonce
        self._state: _State = _Start()

    def step(self, response: bytes | None) -> Step:
        """Return what the client's message says."""
        match self._state:
            case _Start() if response is None:
                return Challenge(b"")
            case _Start() if response is not None and len(response) <= LONGEST:
                return self._client_first(response)
            case _Salted() as salted if response and len(response) <= LONGEST:
                return self._client_final(salted, response)
            case _Signed(user) if response == b"":
                return ScramDone(user, self._method)
            case _:
                return Malformed()

    def salted(self, salt: bytes, iterations: int) -> Challenge:
        """Return the challenge that answers `ScramAsked`."""
        if not isinstance(self._state, _First):
            raise OutOfTurn
        first = self._state
        server_first = b"r=%b,s=%b,i=%d" % (first.nonce, b64encode(salt), iterations)
        self._state = _Salted(first, server_first)
        return Challenge(server_first)

    def signed(self, signature: bytes) -> Challenge:
        """Return the challenge that answers a good `ScramProof`."""
        if not isinstance(self._state, _Signed):
            raise OutOfTurn
        return Challenge(b"v=" + b64encode(signature))

    def _client_first(self, response: bytes) -> Step:
        match = _FIRST.match(response)
        user = None if match is None else _user_name(match["user"])
        if match is None or user is None:
            return Malformed()
        if match["as"] not in (None, match["user"]):
            return Denied()
        bound = self._bound(match["header"], match["flag"][:1], match["type"])
        if bound is None:
            return Denied()
        nonce = match["nonce"] + self._nonce().encode("ascii")
        self._state = _First(UserName(user), match["bare"], bound, nonce)
        return ScramAsked(UserName(user), self._method)

    def _bound(self, header: bytes, flag: bytes, kind: bytes | None) -> bytes | None:
        """Return what the client must repeat, or None where its flag is wrong."""
        if self._method is AuthMethod.SCRAM_SHA_256_PLUS:
            if flag != b"p" or kind != b"tls-exporter" or self._binding is None:
                return None
            return header + self._binding.exporter.reveal()
        # `y` claims that we do not offer binding: someone cut it out. RFC 5802 §6
        if flag == b"p" or (flag == b"y" and self._binding is not None):
            return None
        return header

    def _client_final(self, salted: _Salted, response: bytes) -> Step:
        match = _FINAL.match(response)
        if match is None or match["nonce"] != salted.first.nonce:
            return Malformed()
        try:
            bound = b64decode(match["bound"], validate=True)
            proof = b64decode(match["proof"], validate=True)
        except NotBase64:
            return Malformed()
        if not compare_digest(bound, salted.first.bound):
            return Denied()
        signed = (salted.first.bare, salted.server_first, match["signed"])
        user = salted.first.user
        self._state = _Signed(user)
        return ScramProof(user, Text(b",".join(signed)), Key(proof), self._method)


def _user_name(saslname: bytes) -> bytes | None:
    """Return the name behind `=2C` and `=3D`, prepared. RFC 5802 §5.1"""
    if saslname.count(b"=") != saslname.count(b"=2C") + saslname.count(b"=3D"):
        return None
    plain = saslname.replace(b"=2C", b",").replace(b"=3D", b"=")
    try:
        return prepare(plain.decode("utf-8")).encode("utf-8") or None
    except (UnicodeDecodeError, Unpreparable):
        return None
