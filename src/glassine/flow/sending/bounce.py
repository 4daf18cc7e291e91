"""Tell the sender what became of a message: once, and never about a bounce. RFC 3461

A report is a message like any other: it holds the header of the one it tells of, so
it is sealed, and filed in the sender's mailbox or queued for elsewhere, in the same
transaction as the event that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from glassine.events.facts import Untold
from glassine.flow.consignment import Consignment
from glassine.flow.journal import Journal
from glassine.flow.notices import Notices
from glassine.flow.route import Rules
from glassine.flow.sending.fate import Fate, Origin
from glassine.flow.sign import Signatures
from glassine.mail.report import Action
from glassine.store.api.store import Books, Store
from glassine.vault.day_keys import DayKeys
from glassine.vault.server_key import ServerKey
from glassine.words.chance import Chance
from glassine.words.clock import Clock
from glassine.words.envelope import Notify
from glassine.words.public import DeliveryId, HostName, TransactionId


class ReportingDesk(Protocol):
    """What of a desk it takes to tell somebody."""

    @property
    def hostname(self) -> HostName: ...
    @property
    def store(self) -> Store: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def chance(self) -> Chance: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def day_keys(self) -> DayKeys: ...
    @property
    def server_key(self) -> ServerKey: ...
    @property
    def signatures(self) -> Signatures: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report ready to be kept, and who is not told of what.

    `uuid` goes into the `dsn` of the events of those it tells of; the others are in
    `untold`. Call `keep` in the transaction, `committed` after it, `abandon` if it
    failed. With nobody to tell all three do nothing.
    """

    uuid: TransactionId | None
    untold: Mapping[DeliveryId, Untold]
    consignment: Consignment | None

    def dsn(self, delivery: DeliveryId) -> TransactionId | None:
        """Return the report that tells of this delivery."""
        return None if delivery in self.untold else self.uuid

    def keep(self, books: Books) -> None:
        """Write all of it, in the transaction that these books are."""
        if self.consignment is not None:
            self.consignment.keep(books)

    def committed(self, desk: ReportingDesk) -> None:
        """It is on disk: wake who watches the mailbox, and show the lines."""
        if self.consignment is not None:
            self.consignment.committed(desk.notices)

    def abandon(self) -> None:
        """It was not kept: nothing of it stays."""
        if self.consignment is not None:
            self.consignment.blob.abandon()


async def tell(desk: ReportingDesk, origin: Origin, fates: Sequence[Fate]) -> Bounce:
    """Write one report of fates of one transaction, all with actions of one kind.

    Raises `StoreError` where it cannot be routed or sealed.
    """
    untold = {
        fate.delivery: why for fate in fates if (why := _reason_not_to(origin, fate))
    }
    return Bounce(uuid=None, untold=untold, consignment=None)


def _reason_not_to(origin: Origin, fate: Fate) -> Untold | None:
    """Return why the sender is not told of this, if so."""
    if origin.sender.path is None:
        return Untold.NULL_SENDER  # never a bounce for a bounce. RFC 5321 §4.5.5
    if origin.forged:
        return Untold.FORGED
    return None if _is_wanted(fate) else Untold.NOT_ASKED


def _is_wanted(fate: Fate) -> bool:
    """Tell whether NOTIFY asks for this. RFC 3461 §4.1, §6.2"""
    asked = fate.asked.notify
    match fate.action:
        case Action.FAILED:
            return not asked or Notify.FAILURE in asked
        case Action.DELAYED:
            return not asked or Notify.DELAY in asked
        case _:
            return Notify.SUCCESS in asked
