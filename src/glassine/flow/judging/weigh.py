"""What all findings come to: a sum, a class for each recipient, and perhaps a no.

Recipients may bear more or less than others. Each has the message filed by their own
limits; it is refused only where it is over the limit of every one of them, since a
refusal speaks for all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from glassine.events.facts import Stage
from glassine.flow.judging.denial import Denial
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import Address, Domain, SpamStatus
from glassine.words.reason import Reason

_GRAVITY = tuple(SpamStatus)  # the gravest is the last
OVER = Finding(CheckName.SCORE, Result.FAIL, Reason.OVER, bearing=Bearing.DENY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which sum on a message is probably spam, is spam, is refused."""

    probable: float = 4.0
    spam: float = 6.0
    refuse: float = 15.0

    def status(self, score: float) -> SpamStatus:
        """Return the class of a message of this score."""
        if score >= self.spam:
            return SpamStatus.SPAM
        return SpamStatus.PROBABLE if score >= self.probable else SpamStatus.HAM


Whose: TypeAlias = Address | Domain


@dataclass(frozen=True, slots=True)
class Scale:
    """The thresholds of everybody: usual ones, and those of domains and accounts."""

    usual: Thresholds = Thresholds()
    special: Mapping[Whose, Thresholds] = field(default_factory=dict)

    def of(self, recipient: Address) -> Thresholds:
        """Return the recipient's own thresholds, or the domain's, or the usual."""
        folded = Address(recipient.local.lower(), recipient.domain)
        domains = self.special.get(recipient.domain, self.usual)
        return self.special.get(folded, domains)


def score(findings: Iterable[Finding]) -> float:
    """Return what the findings weigh together."""
    return round(sum([finding.weight for finding in findings]), 2)


def gravest(scale: Scale, total: float, recipients: Iterable[Address]) -> SpamStatus:
    """Return the worst class that any of the recipients gives a score."""
    said = (scale.of(recipient).status(total) for recipient in recipients)
    return max(said, key=_GRAVITY.index, default=SpamStatus.UNKNOWN)


def too_heavy(
    scale: Scale, total: float, recipients: Sequence[Address]
) -> Denial | None:
    """Return the refusal of a score that none of the recipients bears."""
    borne = any(total < scale.of(recipient).refuse for recipient in recipients)
    return None if borne or not recipients else Denial(Stage.DATA, OVER)
