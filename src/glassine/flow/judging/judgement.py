"""What was made of a message: who vouches for it, what speaks for or against it."""

from dataclasses import dataclass

from glassine.events.facts import NOT_CHECKED, SenderChecks
from glassine.flow.judging.authentication import Authenticity
from glassine.flow.judging.denial import Denial
from glassine.words.finding import Finding
from glassine.words.public import SpamStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The whole verdict. `score` is the findings' weights, summed."""

    findings: tuple[Finding, ...] = ()
    authenticity: Authenticity | None = None
    score: float | None = None
    status: SpamStatus = SpamStatus.UNKNOWN
    denial: Denial | None = None

    @property
    def sender_checks(self) -> SenderChecks:
        """Who vouches for it, in a word each."""
        return self.authenticity.sender_checks if self.authenticity else NOT_CHECKED


UNJUDGED = Judgement()
