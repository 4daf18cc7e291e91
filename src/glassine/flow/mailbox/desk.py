"""The desk at which mailboxes are read and kept; nothing on it sends or receives mail.

It is not the desk of SMTP, so that a process that holds opened accounts need hold
nothing else.
"""

from dataclasses import dataclass
from typing import Protocol

from glassine.flow.journal import Journal
from glassine.flow.login import Login
from glassine.flow.notices import Notices
from glassine.flow.policy import Policy
from glassine.spam.tokens import TokenKey
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.words.chance import Chance
from glassine.words.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxDesk:
    """What IMAP sessions share."""

    store: Store
    journal: Journal
    notices: Notices
    clock: Clock
    chance: Chance
    resolver: Resolver
    login: Login
    policy: Policy
    spam_key: TokenKey


class Out(Protocol):
    """Where a verb says what it has to say before its command is answered."""

    def write(self, data: bytes) -> None:
        """Say this."""

    async def drain(self) -> None:
        """Wait until the client has taken most of what was said."""
