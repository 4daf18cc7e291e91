"""Something has changed in a mailbox: tell those who watch it. RFC 2177"""

import asyncio
from typing import Protocol

from glassine.store.api.ids import MailboxId


class Notices(Protocol):
    """Carries the news between those who file and those who watch."""

    def changed(self, mailbox: MailboxId) -> None:
        """Tell that something in the mailbox is new, gone or flagged otherwise."""

    def watch(self, mailbox: MailboxId) -> asyncio.Event:
        """Return an event that is set at the next change; the watcher clears it."""

    def unwatch(self, mailbox: MailboxId, watcher: asyncio.Event) -> None:
        """Stop watching."""


class HouseNotices:
    """Notices within one process."""

    def __init__(self) -> None:
        self._watchers: dict[MailboxId, set[asyncio.Event]] = {}

    def changed(self, mailbox: MailboxId) -> None:
        """Wake every watcher of the mailbox."""
        for watcher in self._watchers.get(mailbox, ()):
            watcher.set()

    def watch(self, mailbox: MailboxId) -> asyncio.Event:
        """Return an event that is set at the next change."""
        watcher = asyncio.Event()
        self._watchers.setdefault(mailbox, set()).add(watcher)
        return watcher

    def unwatch(self, mailbox: MailboxId, watcher: asyncio.Event) -> None:
        """Stop watching."""
        watchers = self._watchers.get(mailbox, set())
        watchers.discard(watcher)
        if not watchers:
            self._watchers.pop(mailbox, None)
