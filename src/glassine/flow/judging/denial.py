"""A refusal that a check asks for: at which stage, and by which finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from glassine.events.facts import Stage
from glassine.words.finding import Finding, decisive, is_allowed, is_overridable


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a client, a sender, a recipient or a message is refused."""

    stage: Stage  # at which it was found; the answer may come later
    finding: Finding


def denial(stage: Stage, findings: Iterable[Finding]) -> Denial | None:
    """Return the refusal that these findings ask for, if they do."""
    finding = decisive(findings)
    return Denial(stage, finding) if finding else None


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
