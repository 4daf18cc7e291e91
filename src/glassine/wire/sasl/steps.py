"""What a SASL exchange says after each response: the values both protocols act on.

RFC 4422. What the client gave stays private; only the mechanism's name is public.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from glassine.words.private import Key, Password, Text, UserName
from glassine.words.public import AuthMethod

NonceSource: TypeAlias = Callable[[], str]
"""Returns a fresh nonce: printable, no comma; `secrets.token_urlsafe` does."""


@dataclass(frozen=True, slots=True)
class TlsBinding:
    """What ties an exchange to its TLS session: `tls-exporter`. RFC 9266"""

    exporter: Key


@dataclass(frozen=True, slots=True)
class Challenge:
    """Send these bytes, base64 encoded; another response follows."""

    data: bytes


@dataclass(frozen=True, slots=True)
class PasswordGiven:
    """The client gave a name and a password; nothing has been checked."""

    user: UserName
    password: Password
    method: AuthMethod


@dataclass(frozen=True, slots=True)
class ScramAsked:
    """The client named itself and waits for salt and iteration count."""

    user: UserName
    method: AuthMethod


@dataclass(frozen=True, slots=True)
class ScramProof:
    """The client proved something over `auth_message`. RFC 5802 §3"""

    user: UserName
    auth_message: Text
    proof: Key
    method: AuthMethod


@dataclass(frozen=True, slots=True)
class ScramDone:
    """The client has seen our signature and is content."""

    user: UserName
    method: AuthMethod


@dataclass(frozen=True, slots=True)
class Denied:
    """Well formed, and wrong: another's identity, or another TLS session."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Not what the mechanism's grammar allows here."""


Step: TypeAlias = (
    Challenge | PasswordGiven | ScramAsked | ScramProof | ScramDone | Denied | Malformed
)
