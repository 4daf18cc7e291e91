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
from glassine.words.reason import Reason

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


# Python 3.11 takes four times as long to read a member from its enum as from here, and
# every message has a dozen findings that are looked at as often.
_NOTE, _ALLOW = Bearing.NOTE, Bearing.ALLOW


def rules(findings: Iterable[Finding]) -> tuple[CheckName, ...]:
    """Return the rules that told for or against a message, each once."""
    told = [f.check for f in findings if f.weight or f.bearing is not _NOTE]
    return tuple(dict.fromkeys(told))


def is_allowed(findings: Iterable[Finding]) -> bool:
    """Tell whether the operator's list lets this in, whatever others say."""
    return _ALLOW in [f.bearing for f in findings]


def is_overridable(finding: Finding) -> bool:
    """Tell whether an allow of the operator's overrides it; their own no stays."""
    return finding.check is not CheckName.ACCESS_LIST


def decisive(findings: Iterable[Finding]) -> Finding | None:
    """Return the finding that refuses; one that refuses for good before all others.

    Where the operator's list allows, nothing refuses but that list itself.
    """
    found = [f for f in findings if f.bearing is not _NOTE]
    refusing = [f for f in found if f.bearing is not _ALLOW]
    if len(refusing) < len(found):
        refusing = [f for f in refusing if not is_overridable(f)]
    for_good = (f for f in refusing if f.bearing is Bearing.DENY)
    return next(for_good, refusing[0] if refusing else None)
