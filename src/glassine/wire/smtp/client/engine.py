"""The client side of SMTP and LMTP as bytes in, events out.

RFC 5321, RFC 2033. No sockets, no clock, no policy: to whom mail goes, over what
channel, and whether to try again is for the caller to say. Send what `to_send` returns
after each call of a verb, and after each packet received, in one write.
"""

from collections.abc import Iterator
from enum import Enum
from secrets import token_urlsafe

from glassine.wire.sasl.steps import NonceSource, TlsBinding
from glassine.wire.smtp.client.events import ClientEvent, Finished
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.phase import Phase
from glassine.words.private import Message, Password
from glassine.words.public import HostName


class Dialect(Enum):
    """What is spoken, by how it says hello."""

    SMTP = b"EHLO"
    LMTP = b"LHLO"  # RFC 2033 §4.1


class NotSmtp(Exception):
    """What came is no reply, or none that makes sense here. Close."""


class Injected(NotSmtp):
    """Octets came in the clear behind the 220 to STARTTLS. Close. CVE-2011-0411"""


class SmtpClient:
    """One connection. Feed it bytes, send what it says, tell it what to do next.

    A verb that is called out of turn raises `AssertionError`.
    """

    def __init__(
        self, *, dialect: Dialect, hello: HostName, nonce: NonceSource = token_urlsafe
    ) -> None:
        raise NotImplementedError

    @property
    def extensions(self) -> Extensions:
        """Return what the server offers now."""
        raise NotImplementedError

    @property
    def phase(self) -> Phase:
        """Return what is being waited for: it tells how long. RFC 5321 §4.5.3.2"""
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Tell whether `begin` may come now. MAILMAX and 421 may forbid it for good."""
        raise NotImplementedError

    def receive(self, data: bytes) -> Iterator[ClientEvent]:
        """Yield what these bytes mean, in order. Raises `NotSmtp`, `Injected`."""
        raise NotImplementedError

    def to_send(self) -> bytes:
        """Return all that is to be sent since the last call, joined."""
        raise NotImplementedError

    def start_tls(self) -> None:
        """Say STARTTLS. `TlsReady` or `Refused` follows."""
        raise NotImplementedError

    def secured(self, binding: TlsBinding | None = None) -> None:
        """The handshake is done: what was learnt before is forgotten. RFC 3207 §4.2

        EHLO is said anew, and `Ready` follows. Where TLS came before the greeting
        (RFC 8314), call it before the first `receive`.
        """
        raise NotImplementedError

    def log_in(self, user: str, password: Password, *, in_clear: bool = False) -> bool:
        """Say AUTH by the best mechanism offered; False where none may be used.

        Without TLS only where `in_clear` says that nobody listens. `LoggedIn` or
        `Refused` follows.
        """
        raise NotImplementedError

    def begin(self, transaction: Transaction) -> Finished | None:
        """Say MAIL and RCPT. `ContentWanted` or `Finished` follows.

        Returns `Finished` at once, and says nothing, where the server lacks what the
        message needs for any of its recipients.
        """
        raise NotImplementedError

    def content(self, run: Message) -> None:
        """Take the next run of the message; the last is kept back for `end`.

        Raises `BareNewlineInText` before any of a run leaves that holds CR or LF
        alone; then close without `end`. After `Finished` it is dropped.
        """
        raise NotImplementedError

    def end(self) -> None:
        """The message is whole: say its last run and its end, in one."""
        raise NotImplementedError

    def reset(self) -> None:
        """Say RSET, to see that the server still listens. `Ready` follows.

        `begin` does it by itself where a transaction was left open.
        """
        raise NotImplementedError

    def quit(self) -> None:
        """Say QUIT; `Closing` follows, if the server cares to answer."""
        raise NotImplementedError

    def lost(self) -> Finished | None:
        """The connection has ended: return what was known of each recipient by then.

        None where no transaction was under way. Nothing more may be called.
        """
        raise NotImplementedError
