"""What a client is told whom a check refuses: the rule, so that its owner can mend it.

The words are ours and the value is public; nothing the client said is repeated.
"""

import math

from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.finding import Bearing, CheckName, Finding
from glassine.words.reason import Reason

MINUTE = 60
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
    CheckName.SPF: replies.SPF_REFUSED,
    CheckName.SPF_HELO: replies.SPF_REFUSED,
    CheckName.DMARC: replies.DMARC_REFUSED,
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
    CheckName.SPF: replies.SPF_UNKNOWN_NOW,
    CheckName.SPF_HELO: replies.SPF_UNKNOWN_NOW,
    CheckName.DMARC: replies.DMARC_UNKNOWN_NOW,
    CheckName.RECIPIENT_RATE: replies.RECIPIENT_BURIED,
}


def answer(finding: Finding) -> Reply:
    """Return the reply for a finding that refuses."""
    if finding.bearing is Bearing.DEFER:
        return _later(finding)
    check, value = finding.check, str(finding.value)
    match check, finding.why:
        case CheckName.DNSBL, _:
            return replies.listed(value)
        case CheckName.URI_LIST, _:
            return replies.link_listed(value)
        case CheckName.ACCESS_LIST, _:
            return replies.denied_by_list(value)
        case CheckName.ATTACHMENT, Reason(value=why):
            return replies.attachment_refused(why.replace("_", " "))
        case CheckName.CLAMAV, _:
            return replies.malware_found(value)
        case _:
            return _REPLIES.get(check) or replies.not_wanted(check)


def _later(finding: Finding) -> Reply:
    """Return the reply that asks to come again."""
    match finding.check, finding.value:
        case CheckName.GREYLIST, float() | int() as wait:
            return replies.come_again(_in_words(wait))
        case CheckName.RATE, value:
            return replies.too_many_messages(str(value))
        case check, _:
            return _LATER.get(check) or replies.not_now(check)


def _in_words(seconds: float) -> str:
    """Return a wait as people say it, and never less than it is."""
    if seconds < 2 * MINUTE:
        return f"{math.ceil(seconds)} seconds"
    return f"{math.ceil(seconds / MINUTE)} minutes"
