"""What a client is told whom a check refuses: the rule, so that its owner can mend it.

The words are ours and the value is public; nothing the client said is repeated.
"""

from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.finding import Bearing, CheckName, Finding, Reason

_REPLIES: dict[CheckName, Reply] = {
    CheckName.PROTO_MISMATCH: replies.HELLO_REFUSED,
    CheckName.HOST_MISMATCH: replies.HELLO_REFUSED,
    CheckName.OWN_DOMAIN: replies.AUTHOR_REFUSED,
    CheckName.SCORE: replies.SCORE_REFUSED,
}


def answer(finding: Finding) -> Reply:
    """Return the reply for a finding that refuses."""
    known = _REPLIES.get(finding.check)
    if known is not None:
        return known
    if finding.bearing is Bearing.DEFER:
        return replies.not_now(finding.check)
    match finding.check, finding.why:
        case CheckName.ATTACHMENT, Reason(value=why):
            return replies.attachment_refused(why)
        case CheckName.CLAMAV, _:
            return replies.malware_found(str(finding.value))
        case _:
            return replies.not_wanted(finding.check)
