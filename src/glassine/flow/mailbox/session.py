"""One IMAP session: who is logged in, what is selected, what has been agreed on."""

import asyncio
from dataclasses import dataclass, field

from glassine.flow.login import Entry
from glassine.flow.mailbox.appending import Appending
from glassine.flow.mailbox.tally import Tallies
from glassine.flow.mailbox.view import View
from glassine.store.api.ids import AccountId
from glassine.vault.open_account import OpenAccount
from glassine.wire.imap.options import Extension
from glassine.wire.imap.sets import Numbers, NumberSet, SavedResult
from glassine.wire.imap.state import State
from glassine.wire.imap.write.strings import NString, nstring, nstring_utf8
from glassine.wire.sasl.exchange import Exchange
from glassine.wire.sasl.steps import TlsBinding
from glassine.words.public import AuthMethod, ConnectionId, Endpoint, Protocol


@dataclass(slots=True, kw_only=True)
class Session:
    """One connection, from greeting to goodbye."""

    id: ConnectionId
    protocol: Protocol
    remote: Endpoint
    append_limit: int
    tls: bool = False
    binding: TlsBinding | None = None  # of TLS 1.3 only
    exchange: Exchange | None = None
    proven: Entry | None = None  # by SCRAM; the client has not nodded yet
    method: AuthMethod | None = None
    failures: int = 0
    entry: Entry | None = None
    enabled: set[Extension] = field(default_factory=set)
    view: View | None = None
    saved: NumberSet = field(default_factory=NumberSet)  # `$`, as UIDs. RFC 5182
    appending: Appending | None = None
    watcher: asyncio.Event | None = None  # while it idles
    tallies: Tallies = field(default_factory=Tallies)

    @property
    def state(self) -> State:
        """Where the session stands."""
        if self.entry is None:
            return State.NOT_AUTHENTICATED
        return State.AUTHENTICATED if self.view is None else State.SELECTED

    @property
    def opened(self) -> OpenAccount:
        """What opens the account's mail; the engine's states say it is there."""
        assert self.entry is not None and self.entry.opened is not None
        return self.entry.opened

    @property
    def account(self) -> AccountId:
        """Whose mail it is."""
        assert self.entry is not None
        return self.entry.account.id

    @property
    def selected(self) -> View:
        """The mailbox that is open; the engine's states say there is one."""
        assert self.view is not None
        return self.view

    @property
    def rev2(self) -> bool:
        """Whether the client asked for IMAP4rev2."""
        return Extension.REV2 in self.enabled

    @property
    def utf8(self) -> bool:
        """Whether names and strings may go out in UTF-8. RFC 6855, RFC 9051 §5.1"""
        return self.rev2 or Extension.UTF8 in self.enabled

    @property
    def nstring(self) -> NString:
        """How strings are written for this client."""
        return nstring_utf8 if self.utf8 else nstring

    def positions(self, numbers: Numbers, *, uid: bool) -> list[int]:
        """Return the positions of the messages that a command names."""
        if isinstance(numbers, SavedResult):
            return self.selected.among(self.saved)
        view = self.selected
        return view.with_uids(numbers) if uid else view.with_numbers(numbers)

    def deselect(self) -> None:
        """Close the mailbox without a change to it."""
        self.view, self.saved = None, NumberSet()
