"""What was made of a message: who vouches for it, what speaks for or against it."""

from dataclasses import dataclass, field

from glassine.events.facts import NOT_CHECKED, SenderChecks
from glassine.flow.judging.authentication import Authenticity
from glassine.flow.judging.denial import Denial
from glassine.flow.judging.weigh import Scale
from glassine.words.finding import Finding
from glassine.words.public import Address, SpamStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The whole verdict. `score` is the findings' weights, summed."""

    findings: tuple[Finding, ...] = ()
    authenticity: Authenticity | None = None
    score: float | None = None
    status: SpamStatus = SpamStatus.UNKNOWN  # the gravest of all recipients'
    scale: Scale = field(default_factory=Scale)
    denial: Denial | None = None

    @property
    def sender_checks(self) -> SenderChecks:
        """Who vouches for it, in a word each."""
        return self.authenticity.sender_checks if self.authenticity else NOT_CHECKED

    @property
    def forged(self) -> bool:
        """Whether its sender is most likely not who it says."""
        return self.authenticity is not None and self.authenticity.forged

    def status_for(self, recipient: Address) -> SpamStatus:
        """Return the message's class by this recipient's own thresholds."""
        if self.score is None:
            return SpamStatus.UNKNOWN
        return self.scale.of(recipient).status(self.score)


UNJUDGED = Judgement()
