"""What was made of a message: who vouches for it, what speaks for or against it."""

from dataclasses import dataclass

from glassine.events.facts import NOT_CHECKED, SenderChecks
from glassine.flow.judging.denial import Denial
from glassine.words.finding import Finding
from glassine.words.public import SpamStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The whole verdict. `score` is the findings' weights, summed."""

    findings: tuple[Finding, ...] = ()
    sender_checks: SenderChecks = NOT_CHECKED
    score: float | None = None
    status: SpamStatus = SpamStatus.UNKNOWN
    denial: Denial | None = None


UNJUDGED = Judgement()
