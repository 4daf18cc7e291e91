"""The checks that judge, a list for each stage: the one place where others may join.

A check is asked and answers in findings, which are public words; what it may see is
in its signature. Only a `MessageCheck` sees a message. `serve/judging.py` makes the
lists, in the order in which their lines stand in the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.authentication import Authentication
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.turnstile import Turnstile
from glassine.words.envelope import Envelope
from glassine.words.finding import Finding


class ClientCheck(Protocol):
    """Looks at who has come, and at how it greets."""

    @property
    def origin(self) -> CheckOrigin: ...

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return what is found; nothing where there is nothing to say."""


class EnvelopeCheck(Protocol):
    """Looks at the envelope: its sender after MAIL, its last recipient after RCPT."""

    @property
    def origin(self) -> CheckOrigin: ...

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return what is found; nothing where there is nothing to say."""


class MessageCheck(Protocol):
    """Looks at the message itself."""

    @property
    def origin(self) -> CheckOrigin: ...

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return what is found; nothing where there is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """Who is asked when. The turnstile comes before anybody is."""

    turnstile: Turnstile | None = None
    connection: tuple[ClientCheck, ...] = ()
    greeting: tuple[ClientCheck, ...] = ()
    sender: tuple[EnvelopeCheck, ...] = ()
    recipient: tuple[EnvelopeCheck, ...] = ()
    welcome: tuple[EnvelopeCheck, ...] = ()  # of a recipient who would be refused mail
    message: tuple[MessageCheck, ...] = ()
    authentication: Authentication | None = None  # before the checks of the message


NO_JUDGES = Judges()
