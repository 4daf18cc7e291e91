"""What signatures, chain and policy say of a message, as findings with weights."""

from collections.abc import Sequence
from dataclasses import replace

from glassine.events.facts import Checked
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.dmarc import DmarcOutcome
from glassine.words.finding import Bearing, CheckMode, CheckName, Finding, Result
from glassine.words.reason import Reason
from glassine.words.sender import AuthorFault, DmarcPolicy

PASSED = -0.5  # the author's domain vouches; so do those of spammers
AGAINST_POLICY = 6.0  # its owner asks not to show it in the inbox; a list's too
UNWANTED_BY_NOBODY = 1.0  # it failed, and its owner asks for nothing
UNREADABLE_AUTHOR = 2.0  # mail programs may show another author than we see

_POLICIES = {
    DmarcPolicy.NONE: Reason.NONE,
    DmarcPolicy.QUARANTINE: Reason.QUARANTINE,
    DmarcPolicy.REJECT: Reason.REJECT,
}


def of_signatures(results: Sequence[DkimResult]) -> tuple[Finding, ...]:
    """Return a finding for each; one that fails counts as none. RFC 6376 §6.1"""
    return tuple(map(_signature, results))


def _signature(each: DkimResult) -> Finding:
    if each.vouches:
        return Finding(CheckName.DKIM, Result.PASS, value=each.domain)
    result = Result.ERR if each.result is Checked.TEMPERROR else Result.FAIL
    why = Reason(each.fault) if each.fault else Reason.APPENDED
    return Finding(CheckName.DKIM, result, why, each.domain)


def of_chain(chain: ArcOutcome) -> tuple[Finding, ...]:
    """Return what became of a chain, if there is one; the last sealer is its value."""
    if chain.result is Checked.PASS:
        return (Finding(CheckName.ARC, Result.PASS, value=chain.sealers[-1]),)
    if chain.fault is None:
        return ()
    result = Result.ERR if chain.result is Checked.TEMPERROR else Result.FAIL
    return (Finding(CheckName.ARC, result, Reason(chain.fault)),)


def of_policy(
    found: DmarcOutcome, *, reject: CheckMode, sealed: bool, listed: bool
) -> tuple[Finding, ...]:
    """Return what the author's domain asks for, and what we make of it.

    `sealed`: it passed where a trusted sealer saw it; `listed`: it comes by a list.
    """
    author = found.author
    match found.result:
        case Checked.UNCHECKED:
            return ()
        case Checked.PASS:
            passed = Finding(CheckName.DMARC, Result.PASS, None, author, PASSED)
            return (passed,)
        case Checked.NONE:
            return (Finding(CheckName.DMARC, Result.SKIP, Reason.NONE, author),)
        case Checked.TEMPERROR:
            bearing = Bearing.DEFER if _refuses(found, reject) else Bearing.NOTE
            lost = Finding(CheckName.DMARC, Result.ERR, Reason.DNS, author)
            return (replace(lost, bearing=bearing),)
        case Checked.FAIL:
            return (_failed(found, reject=reject, sealed=sealed, listed=listed),)
    if found.fault:
        return (_unreadable(found, Result.ERR),)
    return (Finding(CheckName.DMARC, Result.ERR, Reason.SYNTAX, author),)


def _unreadable(found: DmarcOutcome, result: Result) -> Finding:
    """Return what a From field weighs that others may read as another author's."""
    assert found.fault is not None  # by the caller
    many = found.fault is AuthorFault.TOO_MANY  # whom it does not show cannot fail
    weight = AGAINST_POLICY if many else UNREADABLE_AUTHOR
    return Finding(CheckName.DMARC, result, Reason(found.fault), found.author, weight)


def _failed(
    found: DmarcOutcome, *, reject: CheckMode, sealed: bool, listed: bool
) -> Finding:
    author, why = found.author, _POLICIES[found.policy]
    if sealed:
        return Finding(CheckName.DMARC, Result.FAIL, Reason.SEALER, author)
    if found.policy is DmarcPolicy.NONE and found.fault:
        return _unreadable(found, Result.FAIL)
    if found.policy is DmarcPolicy.NONE:
        return Finding(CheckName.DMARC, Result.FAIL, why, author, UNWANTED_BY_NOBODY)
    if listed:  # anybody can say that they are one. RFC 9989 §7.4
        why = Reason.LIST
    refused = _refuses(found, reject) and not listed
    bearing = Bearing.DENY if refused else Bearing.NOTE
    failed = Finding(CheckName.DMARC, Result.FAIL, why, author, AGAINST_POLICY)
    return replace(failed, bearing=bearing)


def _refuses(found: DmarcOutcome, reject: CheckMode) -> bool:
    return found.policy is DmarcPolicy.REJECT and reject is CheckMode.DENY
