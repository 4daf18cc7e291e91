"""Which addresses are sent nothing more: those that have bounced for good, twice.

Once is not enough: a server that is being rebuilt says `5.1.1` of everybody for an
hour. So an address is suppressed at its second such bounce within thirty days, and the
first one is found where the operator can see it too: in the events. It is suppressed
for thirty days; then it may prove itself again. RFC 5321 §4.5.5 has nothing on this;
large receivers count mail to dead addresses against the sender.
"""

from collections.abc import Iterable

from glassine.events.record import decoded
from glassine.flow.sending.fate import Fate
from glassine.flow.sending.reporting_desk import ReportingDesk
from glassine.mail.report import Action
from glassine.store.api.events import EventFilter
from glassine.store.api.store import Books
from glassine.store.api.suppressions import SuppressedBy, Suppression
from glassine.words.clock import Milliseconds
from glassine.words.public import Address

MEMORY = 30 * 24 * 3600 * 1000  # milliseconds
_LOOKED_AT = 20  # bounces of one address
_FOR_GOOD = frozenset(
    {
        "5.1.1",  # no such mailbox. RFC 3463 §3.2
        "5.1.2",  # no such domain
        "5.1.6",  # the mailbox has moved
        "5.1.10",  # the domain takes no mail. RFC 7505
    }
)


async def suppressions(desk: ReportingDesk, fates: Iterable[Fate]) -> list[Suppression]:
    """Return the suppressions that these bounces bring about. Raises `StoreError`."""
    now = desk.clock.now()
    dead = [fate for fate in fates if _is_for_good(fate)]
    if not dead:
        return []
    again = await desk.store.look(
        lambda books: [f for f in dead if _has_bounced_before(books, f.final, now)]
    )
    return [_suppression(fate, now) for fate in again]


def _is_for_good(fate: Fate) -> bool:
    return fate.action is Action.FAILED and str(fate.status) in _FOR_GOOD


def _suppression(fate: Fate, now: Milliseconds) -> Suppression:
    return Suppression(
        address=fate.final,
        since=now,
        by=SuppressedBy.BOUNCE,
        code=None if fate.said is None else fate.said.code,
        enhanced=fate.status,
        answer=fate.shown,
        expires=Milliseconds(now + MEMORY),
    )


def _has_bounced_before(books: Books, address: Address, now: Milliseconds) -> bool:
    """Tell whether the events have a bounce of this address that was for good."""
    wanted = EventFilter(
        types=frozenset({"bounce"}),
        rcpt_to=address,
        since=Milliseconds(now - MEMORY),
        limit=_LOOKED_AT,
    )
    return any(
        decoded(event.record)["details"]["enhanced"] in _FOR_GOOD
        for event in books.events.find(wanted)
    )
