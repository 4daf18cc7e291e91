"""The client's side of SASL: how a name and a password are proved to another server.

RFC 4422. Each proof answers challenges in plain octets; base64 belongs to the protocol
around it. SCRAM never shows the password, and asks the server for a proof in return.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import pbkdf2_hmac, sha256
from hmac import compare_digest, digest
from typing import Protocol

from glassine.wire.sasl.steps import TlsBinding
from glassine.words.private import Password
from glassine.words.saslprep import Unpreparable, prepare

FEWEST = 4096  # iterations. RFC 7677 §4
MOST = 1_000_000  # or a server could keep us busy for as long as it likes

_SERVER_FIRST = re.compile(
    rb"r=(?P<nonce>[\x21-\x2b\x2d-\x7e]+),s=(?P<salt>[A-Za-z0-9/+=]+)"
    rb",i=(?P<count>[1-9][0-9]{0,6})(?:,.*)?\Z",
    re.DOTALL,
)


class Proof(Protocol):
    """One exchange, seen from the client."""

    @property
    def complete(self) -> bool:
        """Tell whether the server has shown all that it must before its yes counts."""
        ...

    def first(self) -> bytes | None:
        """Return the initial response, where the mechanism has one."""
        ...

    def answer(self, challenge: bytes) -> bytes | None:
        """Return the response, or None where the challenge makes no sense."""
        ...


class Plain:
    """The name and the password in one response. RFC 4616"""

    complete = True

    def __init__(self, user: str, password: Password) -> None:
        self._user, self._password = user, password

    def first(self) -> bytes:
        """Return all there is to say."""
        return b"\0".join((b"", self._user.encode("utf-8"), self._password.reveal()))

    def answer(self, challenge: bytes) -> bytes:
        """Say it again to a server that did not hear it with the command."""
        return self.first()


class Login:
    """The name, then the password, whatever the questions are called."""

    complete = True

    def __init__(self, user: str, password: Password) -> None:
        self._left = [password.reveal(), user.encode("utf-8")]

    def first(self) -> None:
        """The server asks first."""

    def answer(self, challenge: bytes) -> bytes | None:
        """Return the next of the two; there is no third."""
        return self._left.pop() if self._left else None


class Scram:
    """SCRAM-SHA-256. RFC 5802, RFC 7677

    Bound to the TLS session (`-PLUS`, RFC 9266) where `bound`; `binding` alone tells
    the server that we could have bound it, had it offered to. RFC 5802 §6
    """

    def __init__(
        self,
        user: str,
        password: Password,
        nonce: str,
        binding: TlsBinding | None,
        *,
        bound: bool,
    ) -> None:
        self._password = _prepared(password.reveal())
        self._nonce = nonce.encode("ascii")
        self._header = _header(binding, bound)
        exporter = binding.exporter.reveal() if binding and bound else b""
        self._channel = self._header + exporter
        self._bare = b"n=" + _saslname(user) + b",r=" + self._nonce
        self._signature: bytes | None = None  # what the server must answer
        self._complete = False

    @property
    def complete(self) -> bool:
        """Tell whether the server has proved that it knows the password too."""
        return self._complete

    def first(self) -> bytes:
        """Return who we are, and our half of the nonce."""
        return self._header + self._bare

    def answer(self, challenge: bytes) -> bytes | None:
        """Return the proof; then, once the server's signature is right, nothing."""
        if self._signature is None:
            return self._proof(challenge)
        if not compare_digest(challenge, b"v=" + b64encode(self._signature)):
            return None
        self._complete = True
        return b""

    def _proof(self, server_first: bytes) -> bytes | None:
        match = _SERVER_FIRST.match(server_first)
        if match is None or not match["nonce"].startswith(self._nonce):
            return None
        count = int(match["count"])
        if match["nonce"] == self._nonce or not FEWEST <= count <= MOST:
            return None
        try:
            salt = b64decode(match["salt"], validate=True)
        except NotBase64:
            return None
        final = b"c=" + b64encode(self._channel) + b",r=" + match["nonce"]
        said = b",".join((self._bare, server_first, final))
        return final + b",p=" + b64encode(self._sign(salt, count, said))

    def _sign(self, salt: bytes, count: int, said: bytes) -> bytes:
        """Return our proof, and note what the server's has to be. RFC 5802 §3"""
        salted = pbkdf2_hmac("sha256", self._password, salt, count)
        client_key = digest(salted, b"Client Key", "sha256")
        server_key = digest(salted, b"Server Key", "sha256")
        self._signature = digest(server_key, said, "sha256")
        ours = digest(sha256(client_key).digest(), said, "sha256")
        return bytes(a ^ b for a, b in zip(client_key, ours, strict=True))


def _header(binding: TlsBinding | None, bound: bool) -> bytes:
    if bound:
        return b"p=tls-exporter,,"
    return b"n,," if binding is None else b"y,,"


def _saslname(user: str) -> bytes:
    """Return the name with `=` and `,` written as RFC 5802 §5.1 wants them."""
    prepared = _prepared(user.encode("utf-8"))
    return prepared.replace(b"=", b"=3D").replace(b",", b"=2C")


def _prepared(secret: bytes) -> bytes:
    """Return it prepared by SASLprep; as it is where that cannot be. RFC 4013"""
    try:
        return prepare(secret.decode("utf-8")).encode("utf-8")
    except (UnicodeDecodeError, Unpreparable):
        return secret
