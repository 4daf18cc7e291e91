"""What a client is told whom a check refuses: the rule, so that its owner can mend it.

The words are ours and the value is public; nothing the client said is repeated.
"""

import math

from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.finding import Bearing, CheckName, Finding

MINUTE = 60
_REPLIES: dict[CheckName, Reply] = {
    CheckName.PROTO_MISMATCH: replies.HELLO_REFUSED,
    CheckName.HOST_MISMATCH: replies.HELLO_REFUSED,
    CheckName.RECIPIENT_RATE: replies.RECIPIENT_BURIED,
}


def answer(finding: Finding) -> Reply:
    """Return the reply for a finding that refuses."""
    if finding.check is CheckName.GREYLIST and isinstance(finding.value, float | int):
        return replies.come_again(_in_words(finding.value))
    if finding.check is CheckName.ACCESS_LIST:
        return replies.denied_by_list(str(finding.value))
    if finding.check is CheckName.RATE:
        return replies.too_many_messages(str(finding.value))
    known = _REPLIES.get(finding.check)
    if known is not None:
        return known
    later = finding.bearing is Bearing.DEFER
    return (
        replies.not_now(finding.check) if later else replies.not_wanted(finding.check)
    )


def _in_words(seconds: float) -> str:
    """Return a wait as people say it, and never less than it is."""
    if seconds < 2 * MINUTE:
        return f"{math.ceil(seconds)} seconds"
    return f"{math.ceil(seconds / MINUTE)} minutes"
