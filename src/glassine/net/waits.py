"""How long we wait for another server, by what we wait for. RFC 5321 §4.5.3.2"""

from dataclasses import dataclass
from typing import assert_never

from glassine.wire.smtp.phase import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Seconds; each at least what the RFC asks for, where it asks."""

    greeting: float = 300.0
    hello: float = 300.0
    tls: float = 60.0  # STARTTLS and each step of the handshake
    login: float = 120.0
    mail: float = 300.0
    rcpt: float = 300.0
    data: float = 120.0  # the 354
    block: float = 180.0  # until the peer has taken what was sent of the message
    dot: float = 600.0  # until it says whether it has kept the message
    quit: float = 5.0  # nothing depends on the answer

    def of(self, phase: Phase) -> float:
        """Return how long an answer may take in a phase."""
        match phase:
            case Phase.CONNECT:
                return self.greeting
            case Phase.HELLO:
                return self.hello
            case Phase.STARTTLS:
                return self.tls
            case Phase.AUTH:
                return self.login
            case Phase.MAIL:
                return self.mail
            case Phase.RCPT:
                return self.rcpt
            case Phase.DATA:
                return self.data
            case Phase.DOT:
                return self.dot
            case _:
                assert_never(phase)
