"""The rules whose weight the operator may set, and what is then made of a finding.

A rule is a check, such as `no_rdns`; or a check and why, such as `attachment.macro`,
where it makes a difference why. What weighs nothing by itself has no weight to set: a
signature that fails counts as none (RFC 6376 §6.1), and a greeting said again has
weighed already. Lists, rspamd and the classifier have settings of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from glassine.words.finding import CheckName, Finding, Result
from glassine.words.reason import Reason

_WHATEVER_THE_REASON = (
    *(CheckName.PROTO_MISMATCH, CheckName.HOST_MISMATCH, CheckName.MATCH_RE),
    *(CheckName.BARE_IP, CheckName.DYNAMIC, CheckName.BIG_COMPANY),
    *(CheckName.LITERAL_MISMATCH, CheckName.VALID_HOSTNAME),
    *(CheckName.FORWARD_DNS, CheckName.RDNS_MATCH),
    *(CheckName.NO_RDNS, CheckName.FCRDNS, CheckName.GENERIC_RDNS),
    *(CheckName.EARLY_TALKER, CheckName.SENDER_DNS, CheckName.NULL_MX),
    *(CheckName.PRIVATE_MX, CheckName.OWN_SENDER, CheckName.SPF_HELO),
    *(CheckName.HEADER_RECEIVED, CheckName.HEADER_FIELDS),
    *(CheckName.HEADER_RECIPIENTS, CheckName.OWN_DOMAIN, CheckName.CORRESPONDENT),
)
_AS_A_FIELD = (Reason.MISSING, Reason.REPEATED, Reason.MALFORMED)
_BY_REASON: Mapping[CheckName, tuple[StrEnum, ...]] = {
    CheckName.SPF: (Result.FAIL, Reason.SOFTFAIL),
    CheckName.DMARC: (
        *(Result.PASS, Reason.NONE, Reason.QUARANTINE, Reason.REJECT, Reason.LIST),
    ),
    CheckName.HEADER_FROM: _AS_A_FIELD,
    CheckName.HEADER_DATE: (*_AS_A_FIELD, Reason.FUTURE, Reason.PAST),
    CheckName.HEADER_MESSAGE_ID: _AS_A_FIELD,
    CheckName.HEADER_OCTETS: (Reason.EIGHT_BIT, Reason.CONTROLS),
    CheckName.DISPLAY_NAME: (Reason.OTHER_ADDRESS, Reason.OUR_ADDRESS),
    CheckName.MIME: (
        *(Reason.BOUNDARY, Reason.DEEP, Reason.TOO_MANY, Reason.ENCODING),
        Reason.REPEATED,
    ),
    CheckName.HTML: (
        *(Reason.SCRIPT, Reason.FRAME, Reason.FORM, Reason.HIDDEN, Reason.TINY),
        Reason.FALSE_LINK,
    ),
    CheckName.ATTACHMENT: (
        *(Reason.PROGRAM, Reason.SCRIPT, Reason.SHORTCUT, Reason.DISK_IMAGE),
        *(Reason.MACRO, Reason.SMUGGLING, Reason.DISGUISE, Reason.ENCRYPTED),
        *(Reason.BOMB, Reason.UNREADABLE),
    ),
}
RULES = (
    *(check.value for check in _WHATEVER_THE_REASON),
    *(f"{check}.{why}" for check, reasons in _BY_REASON.items() for why in reasons),
)


def reweighed(
    weights: Mapping[str, float], findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return the findings with the weights that are set for their rules."""
    return tuple(_reweighed(weights, found) for found in findings)


def _reweighed(weights: Mapping[str, float], found: Finding) -> Finding:
    by_reason = f"{found.check}.{found.why or found.result}"
    weight = weights.get(found.check, weights.get(by_reason))
    if weight is None or not found.weight:
        return found
    return replace(found, weight=weight)
