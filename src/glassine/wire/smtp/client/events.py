"""What our client hears from another server, as values.

No event says what to do next; the caller decides, by a verb of the engine.
"""

from dataclasses import dataclass
from typing import TypeAlias

from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.needs import NotAble
from glassine.wire.smtp.phase import Phase


@dataclass(frozen=True, slots=True)
class Ready:
    """EHLO was answered: `start_tls`, `log_in` or `begin` may come."""

    extensions: Extensions


@dataclass(frozen=True, slots=True)
class TlsReady:
    """STARTTLS was answered 220: shake hands, then call `secured`."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """AUTH was answered 235; `begin` may come."""


@dataclass(frozen=True, slots=True)
class ContentWanted:
    """The server waits for the message: call `content` for each run, then `end`."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one recipient, and how far the talk had come when it was said.

    `said` is None where the connection ended before anybody had said it.
    """

    said: Answer | NotAble | None
    phase: Phase

    @property
    def delivered(self) -> bool:
        """Tell whether the other server has taken it."""
        if self.phase is not Phase.DOT or not isinstance(self.said, Answer):
            return False
        return self.said.positive


@dataclass(frozen=True, slots=True)
class Finished:
    """The transaction is over; `begin` may come, where `ready` says so."""

    results: tuple[Result, ...]  # one a recipient, in the transaction's order


@dataclass(frozen=True, slots=True)
class Refused:
    """No to the connection, to EHLO, STARTTLS or AUTH: no transaction was begun."""

    answer: Answer
    phase: Phase


@dataclass(frozen=True, slots=True)
class Closing:
    """The server hangs up: `quit` was answered, or it said 421. Close."""

    answer: Answer


ClientEvent: TypeAlias = (
    Ready | TlsReady | LoggedIn | ContentWanted | Finished | Refused | Closing
)
