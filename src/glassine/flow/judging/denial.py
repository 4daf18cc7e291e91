"""A refusal that a check asks for: at which stage, and by which finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from glassine.events.facts import Stage
from glassine.words.finding import (
    Bearing,
    CheckName,
    Finding,
    decisive,
    is_allowed,
    is_overridable,
)

# What may do harm, and what the operator has said: kept in no folder.
NEVER_KEPT = frozenset({CheckName.CLAMAV, CheckName.ATTACHMENT, CheckName.ACCESS_LIST})


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a client, a sender, a recipient or a message is refused."""

    stage: Stage  # at which it was found; the answer may come later
    finding: Finding


def denial(stage: Stage, findings: Iterable[Finding]) -> Denial | None:
    """Return the refusal that these findings ask for, if they do."""
    finding = decisive(findings)
    return Denial(stage, finding) if finding else None


def is_of_reputation(refused: Denial) -> bool:
    """Tell whether the message itself would do no harm: it may be kept in Rejects.

    What is put off comes again, and what is dangerous is kept nowhere.
    """
    finding = refused.finding
    return finding.bearing is Bearing.DENY and finding.check not in NEVER_KEPT


def first_of(*denials: Denial | None) -> Denial | None:
    """Return the refusal to say: one for danger before those of reputation."""
    return min(filter(None, denials), key=is_of_reputation, default=None)


def gravest(*denials: Denial | None) -> Denial | None:
    """Return the refusal that counts: the operator's own, or else the first."""
    asked = [each for each in denials if each is not None]
    own = (each for each in asked if not is_overridable(each.finding))
    return next(own, asked[0] if asked else None)


def upheld(denial: Denial | None, findings: Iterable[Finding]) -> Denial | None:
    """Return the refusal, unless what was found by anybody says to let it in."""
    if denial is None or not is_overridable(denial.finding):
        return denial
    return None if is_allowed(findings) else denial
