"""May this client use the names it uses? SPF of HELO and of MAIL FROM. RFC 7208

Its findings are all that is kept of it: DMARC and Authentication-Results go by them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from glassine.events.facts import Checked, CheckOrigin
from glassine.flow.judging.client import Client
from glassine.trust.resolver import Resolver
from glassine.trust.spf_sender import SpfOutcome, SpfOutcomes, check_sender
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckMode, CheckName, Finding, Result
from glassine.words.public import Domain, ReversePath
from glassine.words.reason import Reason
from glassine.words.sender import SpfFault, SpfIdentity

_NAMES = {
    SpfIdentity.HELO: CheckName.SPF_HELO,
    SpfIdentity.MAIL_FROM: CheckName.SPF,
}
_TOLD = {
    Checked.PASS: (Result.PASS, None),
    Checked.FAIL: (Result.FAIL, None),
    Checked.SOFTFAIL: (Result.FAIL, Reason.SOFTFAIL),
    Checked.NEUTRAL: (Result.SKIP, Reason.NEUTRAL),
    Checked.NONE: (Result.SKIP, Reason.NONE),
    Checked.TEMPERROR: (Result.ERR, Reason.DNS),
}
_READ = {told: checked for checked, told in _TOLD.items()}
# Forwarding breaks SPF, so alone it never makes a message spam. RFC 7208 §10.3
_WEIGHTS = {
    (CheckName.SPF, Checked.FAIL): 2.0,
    (CheckName.SPF, Checked.SOFTFAIL): 1.0,
    (CheckName.SPF, Checked.PERMERROR): 0.5,
    (CheckName.SPF_HELO, Checked.FAIL): 1.0,  # nobody forwards under another's name
}
_REFUSING = {
    Checked.FAIL: Bearing.DENY,
    Checked.TEMPERROR: Bearing.DEFER,  # it might have been a reason to refuse
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpfCheck:
    """Asks the domains of both names. What fails is noted, or refused."""

    resolver: Resolver
    fail: CheckMode
    patience: Seconds
    origin: CheckOrigin = CheckOrigin.SPF

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return a finding for each identity."""
        if client.greeting is None:
            return ()
        found = await check_sender(
            self.resolver,
            ip=client.ip,
            helo=client.greeting.host,
            mail_from=envelope.sender.path,
            patience=self.patience,
        )
        return self._finding(found.helo), self._finding(found.mail_from)

    def _finding(self, found: SpfOutcome) -> Finding:
        check = _NAMES[found.identity]
        result, why = _told(found)
        bearing = Bearing.NOTE
        if self.fail is CheckMode.DENY:
            bearing = _REFUSING.get(found.result, bearing)
        weight = _WEIGHTS.get((check, found.result), 0.0)
        return Finding(check, result, why, found.domain, weight, bearing)


def outcomes(findings: Iterable[Finding]) -> SpfOutcomes:
    """Return what SPF said, read back from findings; unchecked where nobody asked."""
    found = {each.check: each for each in findings}
    return SpfOutcomes(
        helo=_outcome(SpfIdentity.HELO, found),
        mail_from=_outcome(SpfIdentity.MAIL_FROM, found),
    )


def lost(sender: ReversePath) -> SpfOutcomes:
    """Return what is known where the check was asked and broke: it may have passed."""
    open_ = SpfOutcome(
        identity=SpfIdentity.HELO, result=Checked.TEMPERROR, fault=SpfFault.DNS
    )
    domain = sender.domain if sender else None
    mail_from = replace(open_, identity=SpfIdentity.MAIL_FROM, domain=domain)
    return SpfOutcomes(helo=open_, mail_from=mail_from)


def _outcome(identity: SpfIdentity, by_name: Mapping[CheckName, Finding]) -> SpfOutcome:
    found = by_name.get(_NAMES[identity])
    if found is None:
        return SpfOutcome(identity=identity, result=Checked.UNCHECKED)
    return SpfOutcome(
        identity=identity,
        result=_READ.get((found.result, found.why), Checked.PERMERROR),
        domain=found.value if isinstance(found.value, Domain) else None,
        fault=SpfFault(found.why) if found.result is Result.ERR and found.why else None,
    )


def _told(found: SpfOutcome) -> tuple[Result, Reason | None]:
    if found.result is Checked.PERMERROR and found.fault is not None:
        return Result.ERR, Reason(found.fault)
    return _TOLD[found.result]
