"""Where new rows of the queue are handed to whoever sends them, without delay.

The queue on disk is the truth; this only saves the sender from looking for what is
known already. What is not handed over here is found there.
"""

from collections.abc import Sequence
from typing import Protocol

from glassine.store.api.queue import Queueing
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain


class Outbox(Protocol):
    """Takes rows that are on disk."""

    def lease(self, domain: Domain) -> Milliseconds | None:
        """Return until when a new row may be leased; None where it must wait its turn.

        A row with a lease has to be `posted` once it is on disk, unless it is held.
        """

    def posted(self, rows: Sequence[Queueing]) -> None:
        """These are on disk now; those with a lease are tried at once."""


class NoOutbox:
    """Nobody sends in this process: another one will find the rows."""

    def lease(self, domain: Domain) -> Milliseconds | None:
        """Return no lease."""
        return None

    def posted(self, rows: Sequence[Queueing]) -> None:
        """Do nothing."""
