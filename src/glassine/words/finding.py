"""What a check found, in public words only: the operator sees it as rule and reason.

A finding says which check looked, how it ended, why, and the one public value it turned
on: an address of the network, a zone, a domain. Never a word of the message.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from glassine.words.clock import Seconds
from glassine.words.public import Domain, HostName, IpAddress, IpNetwork, RuleName

FindingValue: TypeAlias = IpAddress | IpNetwork | Domain | HostName | RuleName | Seconds


class CheckName(StrEnum):
    """Which check looked; the rule's id in records, and its name in the settings."""

    # HELO
    PROTO_MISMATCH = "proto_mismatch"
    HOST_MISMATCH = "host_mismatch"
    MATCH_RE = "match_re"
    BARE_IP = "bare_ip"
    DYNAMIC = "dynamic"
    BIG_COMPANY = "big_company"
    LITERAL_MISMATCH = "literal_mismatch"
    VALID_HOSTNAME = "valid_hostname"
    FORWARD_DNS = "forward_dns"
    RDNS_MATCH = "rdns_match"
    # The client's address
    NO_RDNS = "no_rdns"
    FCRDNS = "fcrdns"  # forward-confirmed reverse DNS: "iprev" of RFC 8601 §2.7.3
    GENERIC_RDNS = "generic_rdns"
    DNSBL = "dnsbl"
    DNSWL = "dnswl"  # a list of those who are welcome
    EARLY_TALKER = "early_talker"
    # The sender's domain
    SENDER_DNS = "sender_dns"
    NULL_MX = "null_mx"
    PRIVATE_MX = "private_mx"
    OWN_SENDER = "own_sender"
    # Who sent it
    SPF = "spf"  # of MAIL FROM. RFC 7208 §2.4
    SPF_HELO = "spf_helo"  # RFC 7208 §2.3
    DKIM = "dkim"  # one for each signature
    DMARC = "dmarc"
    ARC = "arc"

    # Content
    HEADER_FROM = "header_from"
    HEADER_DATE = "header_date"
    HEADER_MESSAGE_ID = "header_message_id"
    HEADER_RECEIVED = "header_received"
    HEADER_FIELDS = "header_fields"
    HEADER_OCTETS = "header_octets"
    HEADER_RECIPIENTS = "header_recipients"
    OWN_DOMAIN = "own_domain"
    DISPLAY_NAME = "display_name"
    MIME = "mime"
    HTML = "html"
    ATTACHMENT = "attachment"
    URI_LIST = "uri_list"
    BAYES = "bayes"
    RSPAMD = "rspamd"
    CLAMAV = "clamav"
    EXTRA = "extra"  # a check of the operator's own
    SCORE = "score"  # all of them together
    # What is remembered
    ACCESS_LIST = "access_list"
    RATE = "rate"
    RECIPIENT_RATE = "recipient_rate"
    GREYLIST = "greylist"
    REPUTATION = "reputation"
    CORRESPONDENT = "correspondent"


class CheckMode(StrEnum):
    """What is done with a check that fails."""

    OFF = "off"  # nobody looks
    NOTE = "note"  # it is noted, and weighs
    DENY = "deny"  # the client is refused


class Result(StrEnum):
    """What it found, in the words of the log."""

    PASS = "pass"  # noqa: S105 (a result, not a password)
    FAIL = "fail"
    SKIP = "skip"
    ERR = "err"  # it could not find out


class Reason(StrEnum):
    """Why it failed, or why it was skipped."""

    PRIVATE = "private"  # the client is in a private network
    LOCAL = "local"  # the client is this machine
    CHANGED = "changed"  # not what the client said before
    # Of names and addresses
    MATCHED = "matched"  # a pattern of the operator's
    ADDRESS = "address"  # it is an address, or holds the client's
    POOL = "pool"  # it reads like one of many that are lent out
    MISMATCH = "mismatch"  # the two do not belong together
    INVALID = "invalid"  # no full host name
    LITERAL = "literal"  # an address in brackets, of which there is nothing to ask
    NO_RECORD = "no_record"  # DNS has no such name, or no address of it
    NO_MX = "no_mx"  # its mail exchangers have no address
    UNCONFIRMED = "unconfirmed"  # the name does not lead back to the address
    TEMPERROR = "temperror"  # DNS did not answer
    # Of lists in DNS
    LISTED = "listed"
    REFUSED = "refused"  # a list does not answer us; a judge elsewhere says no
    # What SPF says where it neither passed nor failed. RFC 7208 §2.6
    NONE = "none"
    NEUTRAL = "neutral"
    SOFTFAIL = "softfail"
    # Why a record or a signature does not count: `words.sender` has the whole of it
    DNS = "dns"  # no answer in time, or none that can be believed
    SYNTAX = "syntax"
    SEVERAL = "several records"
    NOWHERE = "no record"
    LOOKUPS = "too many lookups"
    VOID = "too many void lookups"
    ALGORITHM = "algorithm"
    EXPIRED = "expired"
    FUTURE = "future"
    NO_KEY = "no key"
    REVOKED = "revoked"
    WEAK_KEY = "weak key"
    BODY = "body"
    SIGNATURE = "signature"
    APPENDED = "appended"  # it passed, and more was added below what was signed
    TOO_MANY = "too many"
    FAILED_BEFORE = "failed before"
    STRUCTURE = "structure"
    MESSAGE = "message"
    SEAL = "seal"
    # What the author's domain asks of a message that is not from it. RFC 9989 §4.7
    QUARANTINE = "quarantine"
    REJECT = "reject"
    LIST = "list"  # it asks to refuse, and the message came by a mailing list
    SEALER = "sealer"  # it failed, and passed where a trusted sealer saw it
    MISSING = "missing"  # the field is not there, or not in order
    REPEATED = "repeated"
    NOBODY = "nobody"

    # Of a header
    MALFORMED = "malformed"
    PAST = "past"
    EIGHT_BIT = "eight bits"
    CONTROLS = "control characters"

    # Of an author
    NOT_PROVEN = "not proven"
    OTHER_ADDRESS = "other address"  # the display name shows one of another domain
    OUR_ADDRESS = "our address"  # the display name shows one of ours

    # Of a body
    BOUNDARY = "boundary"  # a multipart without parts
    DEEP = "deep"  # parts within parts within parts
    ENCODING = "encoding"  # unknown, or for no reason
    SCRIPT = "script"
    FRAME = "frame"
    FORM = "form"
    HIDDEN = "hidden"  # text that is not to be seen
    TINY = "tiny"  # text too small to be seen
    FALSE_LINK = "false link"  # it shows another domain than it leads to

    # Of an attachment
    PROGRAM = "program"
    SHORTCUT = "shortcut"
    DISK_IMAGE = "disk image"
    MACRO = "macro"
    SMUGGLING = "smuggling"  # a page that puts a file together
    DISGUISE = "disguise"  # the name hides what it is
    ENCRYPTED = "encrypted"
    BOMB = "bomb"  # it unpacks to more than is looked at
    UNREADABLE = "unreadable"

    # Of its words
    SPAM = "spam"
    HAM = "ham"

    # Of the sum
    OVER = "over the limit"

    # Of a judge elsewhere
    SIZE = "size"  # too large to be shown
    NO_ANSWER = "no answer"
    MALWARE = "malware"
    PUT_OFF = "put off"  # it says that the message is to come later
    OPERATOR = "operator"  # the operator's list says so
    TOO_FAST = "too_fast"  # too many in too short a time
    WAIT = "wait"  # it has to come again, in so many seconds
    KNOWN = "known"  # by mail of before
    GOOD_BEFORE = "good_before"  # most mail of before was wanted
    BAD_BEFORE = "bad_before"  # most was not


class Bearing(StrEnum):
    """What a finding means for the message, besides its weight."""

    NOTE = "note"  # it is noted, and weighs what it weighs
    DEFER = "defer"  # not now: the client may try again
    DENY = "deny"  # refused
    ALLOW = "allow"  # let in, whatever other checks say: the operator's list has it


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result; `why` unless it passed, `weight` where it counts."""

    check: CheckName
    result: Result
    why: Reason | None = None
    value: FindingValue | None = None
    weight: float = 0.0  # of spam; below zero it speaks for the message
    bearing: Bearing = Bearing.NOTE


def rules(findings: Iterable[Finding]) -> tuple[CheckName, ...]:
    """Return the rules that told for or against a message, each once."""
    told = (f.check for f in findings if f.weight or f.bearing is not Bearing.NOTE)
    return tuple(dict.fromkeys(told))


def is_allowed(findings: Iterable[Finding]) -> bool:
    """Tell whether the operator's list lets this in, whatever others say."""
    return any(f.bearing is Bearing.ALLOW for f in findings)


def is_overridable(finding: Finding) -> bool:
    """Tell whether an allow of the operator's overrides it; their own no stays."""
    return finding.check is not CheckName.ACCESS_LIST


def decisive(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding that refuses; one that refuses for good before all others.

    Where the operator's list allows, nothing refuses but that list itself.
    """
    found = tuple(findings)
    refusing = [f for f in found if f.bearing in (Bearing.DEFER, Bearing.DENY)]
    if is_allowed(found):
        refusing = [f for f in refusing if not is_overridable(f)]
    for_good = (f for f in refusing if f.bearing is Bearing.DENY)
    return next(for_good, refusing[0] if refusing else None)
