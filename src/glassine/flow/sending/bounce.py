"""Tell the sender what became of a message: once, and never about a bounce. RFC 3461

A report is a message like any other: it holds the header of the one it tells of, so
it is sealed, and filed in the sender's mailbox or queued for elsewhere, in the same
transaction as the event that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glassine.events.facts_of_sending import Untold
from glassine.flow.connection_id import new_connection_id
from glassine.flow.route import route
from glassine.flow.sending import suppressing
from glassine.flow.sending.fate import Fate, Origin
from glassine.flow.sending.report_post import ReportPost, post
from glassine.flow.sending.reporting_desk import ReportingDesk
from glassine.mail.report import Action
from glassine.store.api.store import Books
from glassine.store.api.suppressions import Suppression
from glassine.words.envelope import Notify
from glassine.words.public import Address, DeliveryId, TransactionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report ready to be kept, and who is not told of what.

    `dsn` and `untold` go into the events of the deliveries. Call `keep` in the
    transaction; after it `committed`, or `abandon` where it failed.
    """

    untold: Mapping[DeliveryId, Untold]
    suppressions: Sequence[Suppression] = ()
    report: ReportPost | None = None

    def dsn(self, delivery: DeliveryId) -> TransactionId | None:
        """Return the uuid of the report that tells of this delivery."""
        if self.report is None or delivery in self.untold:
            return None
        return self.report.uuid

    def keep(self, books: Books) -> None:
        """Write all of it, in the transaction that these books are."""
        for suppression in self.suppressions:
            books.suppressions.put(suppression)
        if self.report is not None:
            self.report.consignment.keep(books)

    def committed(self, desk: ReportingDesk) -> None:
        """It is on disk: wake who watches the mailbox, and show the lines."""
        if self.report is not None:
            self.report.committed(desk)

    def abandon(self) -> None:
        """It was not kept: nothing of it stays."""
        if self.report is not None:
            self.report.consignment.blob.abandon()


async def tell(desk: ReportingDesk, origin: Origin, fates: Sequence[Fate]) -> Bounce:
    """Write one report on fates of one transaction, whose actions are all alike.

    Raises `StoreError`.
    """
    untold = {fate.delivery: why for fate in fates if (why := _why_not(origin, fate))}
    told = [fate for fate in fates if fate.delivery not in untold]
    suppressions = await suppressing.suppressions(desk, fates)
    sender = origin.sender.path
    report: ReportPost | Untold | None = None
    if told and sender is not None:
        report = await _report(desk, origin, told, sender)
    if isinstance(report, Untold):
        untold |= {fate.delivery: report for fate in told}
        report = None
    return Bounce(untold=untold, suppressions=suppressions, report=report)


async def _report(
    desk: ReportingDesk, origin: Origin, fates: Sequence[Fate], sender: Address
) -> ReportPost | Untold:
    """Return the report, or why there is nobody to have it."""
    destinations, suppressed = await desk.store.look(
        lambda books: (
            route(books, desk.rules, sender),
            books.suppressions.of(sender, desk.clock.now()),
        )
    )
    if suppressed is not None:
        return Untold.SUPPRESSED
    if not destinations:
        return Untold.NOWHERE
    uuid = TransactionId(f"{new_connection_id(desk.chance(16))}.1")
    return await post(
        desk, origin, fates, uuid=uuid, to=sender, destinations=destinations
    )


def _why_not(origin: Origin, fate: Fate) -> Untold | None:
    """Return why the sender is not told of this, if so."""
    if origin.sender.path is None:
        return Untold.NULL_SENDER  # never a bounce for a bounce. RFC 5321 §4.5.5
    if origin.forged:
        return Untold.FORGED
    return None if _is_wanted(fate) else Untold.NOT_ASKED


def _is_wanted(fate: Fate) -> bool:
    """Tell whether NOTIFY asks for this; not asked, failures and delays are told."""
    asked = fate.asked.notify
    match fate.action:
        case Action.FAILED:  # RFC 3461 §4.1
            return not asked or Notify.FAILURE in asked
        case Action.DELAYED:
            return not asked or Notify.DELAY in asked
        case _:
            return Notify.SUCCESS in asked
