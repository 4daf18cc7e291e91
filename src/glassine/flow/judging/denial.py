"""A refusal that a check asks for: at which stage, and by which finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from glassine.events.facts import Stage
from glassine.words.finding import Finding, decisive


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a client, a sender, a recipient or a message is refused."""

    stage: Stage  # at which it was found; the answer may come later
    finding: Finding


def denial(stage: Stage, findings: Iterable[Finding]) -> Denial | None:
    """Return the refusal that these findings ask for, if they do."""
    finding = decisive(findings)
    return Denial(stage, finding) if finding else None
