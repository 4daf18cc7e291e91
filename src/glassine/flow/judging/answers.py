"""What a client is told whom a check refuses: the rule, so that its owner can mend it.

The words are ours and the value is public; nothing the client said is repeated.
"""

from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.finding import Bearing, CheckName, Finding, Reason

_REPLIES: dict[CheckName, Reply] = {
    CheckName.PROTO_MISMATCH: replies.HELLO_REFUSED,
    CheckName.HOST_MISMATCH: replies.HELLO_REFUSED,
    CheckName.MATCH_RE: replies.HELLO_MATCHED,
    CheckName.BARE_IP: replies.HELLO_BARE_IP,
    CheckName.DYNAMIC: replies.HELLO_DYNAMIC,
    CheckName.BIG_COMPANY: replies.HELLO_BORROWED,
    CheckName.LITERAL_MISMATCH: replies.HELLO_OTHER_ADDRESS,
    CheckName.VALID_HOSTNAME: replies.HELLO_NO_NAME,
    CheckName.FORWARD_DNS: replies.HELLO_NOT_THERE,
    CheckName.RDNS_MATCH: replies.HELLO_NOT_YOURS,
    CheckName.NO_RDNS: replies.NO_REVERSE_DNS,
    CheckName.FCRDNS: replies.REVERSE_DNS_UNCONFIRMED,
    CheckName.GENERIC_RDNS: replies.REVERSE_DNS_GENERIC,
    CheckName.EARLY_TALKER: replies.EARLY_TALKER,
    CheckName.SENDER_DNS: replies.SENDER_UNKNOWN,
    CheckName.NULL_MX: replies.SENDER_NULL_MX,
    CheckName.PRIVATE_MX: replies.SENDER_PRIVATE_MX,
    CheckName.OWN_SENDER: replies.SENDER_OURS,
    CheckName.OWN_DOMAIN: replies.AUTHOR_REFUSED,
    CheckName.SCORE: replies.SCORE_REFUSED,
}
_LATER: dict[CheckName, Reply] = {
    CheckName.BIG_COMPANY: replies.HELLO_UNKNOWN_NOW,
    CheckName.FORWARD_DNS: replies.HELLO_UNKNOWN_NOW,
    CheckName.RDNS_MATCH: replies.HELLO_UNKNOWN_NOW,
    CheckName.NO_RDNS: replies.REVERSE_DNS_UNKNOWN_NOW,
    CheckName.FCRDNS: replies.REVERSE_DNS_UNKNOWN_NOW,
    CheckName.SENDER_DNS: replies.SENDER_UNKNOWN_NOW,
}


def answer(finding: Finding) -> Reply:
    """Return the reply for a finding that refuses."""
    check, value = finding.check, str(finding.value)
    if finding.bearing is Bearing.DEFER:
        return _LATER.get(check) or replies.not_now(check)
    match check, finding.why:
        case CheckName.DNSBL, _:
            return replies.listed(value)
        case CheckName.ATTACHMENT, Reason(value=why):
            return replies.attachment_refused(why)
        case CheckName.CLAMAV, _:
            return replies.malware_found(value)
        case _:
            return _REPLIES.get(check) or replies.not_wanted(check)
