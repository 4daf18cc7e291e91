"""SASL as a client speaks it: PLAIN, LOGIN and SCRAM-SHA-256, over SMTP or IMAP.

A mechanism is a function from a challenge to a response, in plain bytes; the
protocols' own dressing (base64, tags) is put on by `over_smtp` and `over_imap`.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable

from support.imap_client import ImapTalk
from support.smtp_client import Reply, SmtpTalk

Mechanism = Callable[[bytes], bytes]


def plain(name: str, password: str) -> Mechanism:
    """Answer as RFC 4616 has it."""
    return lambda _challenge: f"\0{name}\0{password}".encode()


def login(name: str, password: str) -> Mechanism:
    """Answer the name, then the password, whatever is asked."""
    answers = iter([name.encode(), password.encode()])
    return lambda _challenge: next(answers)


class Scram:
    """Answer as RFC 5802 and RFC 7677 have it; bound to TLS where `exporter` is given.

    RFC 9266 says what that is.
    """

    def __init__(
        self, name: str, password: str, *, exporter: bytes | None = None
    ) -> None:
        self._password = password.encode()
        self._header = b"n,," if exporter is None else b"p=tls-exporter,,"
        self._bound = self._header + (exporter or b"")
        self._bare = f"n={name},r={secrets.token_hex(12)}".encode()
        self._server_signature = b""

    def __call__(self, challenge: bytes) -> bytes:
        """Answer the next challenge."""
        if not challenge:
            return self._header + self._bare
        fields = dict(part.split(b"=", 1) for part in challenge.split(b","))
        return b"" if b"v" in fields else self._proof(challenge, fields)

    def _proof(self, challenge: bytes, fields: dict[bytes, bytes]) -> bytes:
        salted = hashlib.pbkdf2_hmac(
            "sha256", self._password, b64decode(fields[b"s"]), int(fields[b"i"])
        )
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        final = b"c=" + b64encode(self._bound) + b",r=" + fields[b"r"]
        spoken = b",".join((self._bare, challenge, final))
        stored_key = hashlib.sha256(client_key).digest()
        signature = hmac.digest(stored_key, spoken, "sha256")
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        return final + b",p=" + b64encode(proof)


def over_smtp(
    talk: SmtpTalk, name: str, mechanism: Mechanism, *, initial: bool = True
) -> Reply:
    """Do a whole AUTH dialogue; return the last reply. RFC 4954 §4"""
    first = " " + b64encode(mechanism(b"")).decode() if initial else ""
    reply = talk.say(f"AUTH {name}{first}")
    while reply.code == 334:
        reply = talk.say(b64encode(mechanism(b64decode(reply.text))).decode())
    return reply


def over_imap(
    talk: ImapTalk, name: str, mechanism: Mechanism, *, initial: bool = True
) -> str:
    """Do a whole AUTHENTICATE dialogue; return OK, NO or BAD. RFC 9051 §6.2.2"""
    first = b" " + b64encode(mechanism(b"")) if initial else b""
    talk.send(b"sasl AUTHENTICATE " + name.encode() + first + b"\r\n")
    while True:
        response = talk.response()
        if response.startswith(b"+"):
            challenge = b64decode(response[1:].strip())
            talk.send(b64encode(mechanism(challenge)) + b"\r\n")
        elif response.startswith(b"sasl "):
            return response.split()[1].decode()
