"""What became of a stranger's message is remembered of those who brought it.

What was filed as wanted is good, what was filed as spam or refused for its content is
bad; what is only probable says nothing. A refusal before the message counts for
nothing either: it was made by what is known already.
"""

from collections.abc import Callable

from glassine.flow.desk import Desk
from glassine.flow.judging.judgement import Judgement
from glassine.flow.judging.reputation import Deed, remember, whose
from glassine.flow.parcel import Parcel
from glassine.flow.session import Session
from glassine.store.api.store import Books
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing
from glassine.words.public import SpamStatus

_DEEDS = {SpamStatus.HAM: Deed.GOOD, SpamStatus.SPAM: Deed.BAD}


def remember_filed(desk: Desk, parcel: Parcel) -> Callable[[Books], None]:
    """Return what counts a message for who brought it, as it is filed."""
    deed = _DEEDS.get(parcel.judgement.status)
    return _counting(desk, parcel.session, parcel.envelope, parcel.judgement, deed)


def remember_refused(
    desk: Desk, session: Session, envelope: Envelope, judgement: Judgement
) -> None:
    """Count a message that is refused for good, with the next commit."""
    denial = judgement.denial
    if denial is not None and denial.finding.bearing is Bearing.DENY:
        count = _counting(desk, session, envelope, judgement, Deed.BAD)
        desk.store.write_soon(count)


def _counting(
    desk: Desk,
    session: Session,
    envelope: Envelope,
    judgement: Judgement,
    deed: Deed | None,
) -> Callable[[Books], None]:
    half_life, now = desk.policy.reputation_half_life, desk.clock.now()
    if deed is None or half_life is None:
        return lambda books: None
    who = whose(session.remote.ip, envelope, judgement.findings)
    return lambda books: remember(books, who, deed, half_life=half_life, now=now)
