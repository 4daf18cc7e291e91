"""Does the author's domain vouch for this message? DMARC, RFC 9989.

SPF and DKIM say which domains sent it; DMARC asks whether one of them is the author's,
and what the author's domain wants done where none is. What is done is judged elsewhere:
RFC 9989 §7.4 forbids to refuse mail for a policy alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from glassine.events.facts import Checked
from glassine.trust.author import Authors
from glassine.trust.dmarc_record import DmarcRecord, parse_dmarc
from glassine.trust.dmarc_tree import NoAnswer, Tree, Walked
from glassine.trust.identifiers import Identifier, Method
from glassine.trust.resolver import Resolver
from glassine.words.public import Domain
from glassine.words.sender import AuthorFault, DmarcPolicy

MOST_AUTHORS = 4  # domains in one From field that are looked at. RFC 9989 §11.5
_STRICTEST = (DmarcPolicy.NONE, DmarcPolicy.QUARANTINE, DmarcPolicy.REJECT)
_TESTED = {
    DmarcPolicy.REJECT: DmarcPolicy.QUARANTINE,
    DmarcPolicy.QUARANTINE: DmarcPolicy.NONE,
}
_PLAIN = parse_dmarc(b"v=DMARC1")  # relaxed alignment
_NO_OVERRIDES: Mapping[Domain, DmarcPolicy] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcOutcome:
    """What DMARC says.

    `policy` is what to heed: the published one after test mode, or the operator's own.
    With a fault of the field, `aligned` is still shown, and never makes it a pass.
    """

    result: Checked
    author: Domain | None = None
    policy: DmarcPolicy = DmarcPolicy.NONE
    published: DmarcPolicy = DmarcPolicy.NONE
    record_at: Domain | None = None  # where the policy record is
    organization: Domain | None = None
    aligned: Identifier | None = None
    testing: bool = False
    overridden: bool = False  # the operator's policy, not the owner's
    fault: AuthorFault | None = None


async def check(
    resolver: Resolver,
    *,
    authors: Authors,
    identifiers: Sequence[Identifier],
    overrides: Mapping[Domain, DmarcPolicy] = _NO_OVERRIDES,
) -> DmarcOutcome:
    """Tell whether the author's domain vouches for a message.

    Of several domains in one From field each is checked; what counts is the strictest
    of what fails. `overrides` are the operator's own policies, by the author's domain
    or its organization; they hold where nothing is published, too.
    """
    domains = authors.domains[:MOST_AUTHORS]
    many = len(authors.domains) > MOST_AUTHORS
    fault = AuthorFault.TOO_MANY if many else authors.fault
    tree = Tree(resolver)
    each = [await _of_one(tree, each, identifiers, overrides) for each in domains]
    worst = max(each, key=_weight, default=DmarcOutcome(result=Checked.NONE))
    if fault is None:
        return worst
    result = Checked.FAIL if worst.result is Checked.FAIL else Checked.PERMERROR
    return replace(worst, result=result, fault=fault)


async def _of_one(
    tree: Tree,
    author: Domain,
    identifiers: Sequence[Identifier],
    overrides: Mapping[Domain, DmarcPolicy],
) -> DmarcOutcome:
    """Check one author's domain."""
    try:
        walked = await tree.walk(author)
        outcome, record = await _applied(tree, walked)
    except NoAnswer:
        return DmarcOutcome(result=Checked.TEMPERROR, author=author)
    outcome = _overridden(outcome, overrides)
    if record is None or not record.usable:
        if not outcome.overridden:
            return outcome
        record = _PLAIN
    return await _aligned(tree, walked, record, identifiers, outcome)


async def _applied(
    tree: Tree, walked: Walked
) -> tuple[DmarcOutcome, DmarcRecord | None]:
    """Return what the record that applies says, before anything is compared."""
    author, found = walked.start, walked.policy()
    if found is None:
        return DmarcOutcome(result=Checked.NONE, author=author), None
    record_at, record = found
    published = await _published(tree, author, record_at, record)
    outcome = DmarcOutcome(
        result=Checked.PERMERROR,
        author=author,
        policy=_heeded(published, record),
        published=published,
        record_at=record_at,
        organization=walked.organization(),
        testing=record.testing,
    )
    return outcome, record


async def _published(
    tree: Tree, author: Domain, record_at: Domain, record: DmarcRecord
) -> DmarcPolicy:
    """Return the policy for this author. RFC 9989 §4.10.1"""
    if record_at == author:
        return record.policy
    exists = record.subdomains is record.nonexistent or await tree.exists(author)
    return record.of_subdomain(exists=exists)


def _heeded(policy: DmarcPolicy, record: DmarcRecord) -> DmarcPolicy:
    """Return the policy one level lower where its owner is testing. RFC 9989 §4.7"""
    return _TESTED.get(policy, policy) if record.testing else policy


def _overridden(
    outcome: DmarcOutcome, overrides: Mapping[Domain, DmarcPolicy]
) -> DmarcOutcome:
    for domain in filter(None, (outcome.author, outcome.organization)):
        if domain in overrides:
            return replace(outcome, policy=overrides[domain], overridden=True)
    return outcome


async def _aligned(
    tree: Tree,
    author: Walked,
    record: DmarcRecord,
    identifiers: Sequence[Identifier],
    outcome: DmarcOutcome,
) -> DmarcOutcome:
    """Tell which identifier is the author's, or whether it might have been one."""
    undecided = False
    for each in identifiers:
        if each.result not in (Checked.PASS, Checked.TEMPERROR):
            continue
        try:
            if not await _same(tree, author, record, each):
                continue
        except NoAnswer:
            undecided = True
            continue
        if each.result is Checked.PASS:
            return replace(outcome, result=Checked.PASS, aligned=each)
        undecided = True
    return replace(outcome, result=Checked.TEMPERROR if undecided else Checked.FAIL)


async def _same(
    tree: Tree, author: Walked, record: DmarcRecord, identifier: Identifier
) -> bool:
    """Tell whether an identifier is aligned with the author. RFC 9989 §4.4

    A domain that is not below the author's organization has another for sure, and
    is not asked of: a stranger's slow DNS cannot leave the matter open.
    """
    if identifier.domain == author.start:
        return True
    spf = identifier.method is Method.SPF
    if record.strict_spf if spf else record.strict_dkim:
        return False
    organization = author.organization()
    if not f".{identifier.domain}".endswith(f".{organization}"):
        return False
    walked = await tree.walk(identifier.domain)
    return walked.organization() == organization


def _weight(outcome: DmarcOutcome) -> tuple[int, int]:
    """Return how bad it is, to find the worst of several."""
    policy = _STRICTEST.index(outcome.policy)
    if outcome.result is Checked.FAIL:
        return (4 if policy else 1), policy
    order = (Checked.PASS, Checked.NONE, Checked.PERMERROR, Checked.TEMPERROR)
    return order.index(outcome.result), policy
