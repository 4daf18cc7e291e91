"""What became of a stranger's message is remembered of those who brought it.

What was filed as wanted is good, what was filed as spam or refused for its content is
bad; what is only probable says nothing. A refusal before the message counts for
nothing either: it was made by what is known already.
"""

from collections.abc import Callable

from glassine.flow.desk import Desk
from glassine.flow.judging.denial import Denial
from glassine.flow.judging.reputation import Deed, remember, whose
from glassine.flow.parcel import Parcel
from glassine.store.api.store import Books
from glassine.words.finding import Bearing
from glassine.words.public import SpamStatus

_DEEDS = {SpamStatus.HAM: Deed.GOOD, SpamStatus.SPAM: Deed.BAD}


def remember_filed(desk: Desk, parcel: Parcel) -> Callable[[Books], None]:
    """Return what counts a message for who brought it, as it is filed."""
    return _counting(desk, parcel, _DEEDS.get(parcel.judgement.status))


def remember_refused(desk: Desk, parcel: Parcel, denial: Denial) -> None:
    """Count a message that is refused for good, with the next commit."""
    if denial.finding.bearing is Bearing.DENY:
        desk.store.write_soon(_counting(desk, parcel, Deed.BAD))


def _counting(desk: Desk, parcel: Parcel, deed: Deed | None) -> Callable[[Books], None]:
    half_life, now = desk.policy.reputation_half_life, desk.clock.now()
    if deed is None or half_life is None:
        return lambda books: None
    client = parcel.session.remote.ip
    who = whose(client, parcel.envelope, parcel.judgement.findings)
    return lambda books: remember(books, who, deed, half_life=half_life, now=now)
