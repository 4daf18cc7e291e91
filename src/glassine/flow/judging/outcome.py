"""What became of a stranger's message is remembered of those who brought it.

What was filed as wanted is good, what was filed as spam or refused for its content is
bad; what is only probable says nothing. A refusal before the message counts for
nothing either: it was made by what is known already. What a list sent that its
author's domain does not vouch for is filed for that author's sake, and tells nothing.
"""

from glassine.flow.desk import Desk
from glassine.flow.judging.denial import Denial
from glassine.flow.judging.reputation import Deed, Whose, whose
from glassine.flow.parcel import Parcel
from glassine.words.finding import Bearing, CheckName, Finding
from glassine.words.public import SpamStatus
from glassine.words.reason import Reason

_DEEDS = {SpamStatus.HAM: Deed.GOOD, SpamStatus.SPAM: Deed.BAD}


def remember_filed(desk: Desk, parcel: Parcel) -> None:
    """Count a message that is filed for who brought it."""
    judgement = parcel.judgement
    deed = _DEEDS.get(judgement.status)
    if deed is not None and not any(map(_is_of_a_list, judgement.findings)):
        desk.deeds.count(_whose(parcel), deed)


def remember_refused(desk: Desk, parcel: Parcel, denial: Denial) -> None:
    """Count a message that is refused for good."""
    if denial.finding.bearing is Bearing.DENY:
        desk.deeds.count(_whose(parcel), Deed.BAD)


def _is_of_a_list(found: Finding) -> bool:
    return found.check is CheckName.DMARC and found.why is Reason.LIST


def _whose(parcel: Parcel) -> Whose:
    client = parcel.session.remote.ip
    return whose(client, parcel.envelope, parcel.judgement.findings)
