"""What mail of before tells of those who bring more: counters that forget.

Good is mail that was wanted, bad what was spam or refused. Both fade by half in each
half-life, so that who was bad may become good, and the other way round. A few messages
tell nothing; many tell between -2 and +4, as they were wanted or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from glassine.events.facts import CheckOrigin
from glassine.flow.household import household, network
from glassine.flow.judging.client import Client
from glassine.flow.judging.vouched import passes_spf
from glassine.store.api.reputations import Standing
from glassine.store.api.store import Books, Store
from glassine.words.clock import Clock, Milliseconds, Seconds
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, FindingValue, Result
from glassine.words.public import Domain, IpAddress
from glassine.words.reason import Reason

ENOUGH = 5.0  # messages, faded ones as what is left of them
BEST, WORST = -2.0, 4.0
SLIGHT = 0.1  # a weight that is not worth telling


class Deed(Enum):
    """What a message turned out to be."""

    GOOD = auto()  # filed as wanted
    BAD = auto()  # filed as spam, or refused


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose reputation a message makes: its sender's domain only if it is proven."""

    ip: IpAddress
    domain: Domain | None = None

    def subjects(self) -> tuple[FindingValue, ...]:
        """Return each that is counted for."""
        places = (household(self.ip), network(self.ip))
        return (*places, self.domain) if self.domain else places


def whose(ip: IpAddress, envelope: Envelope, findings: Iterable[Finding]) -> Whose:
    """Return whose mail it is, by what has been found of it."""
    sender = envelope.sender.path
    if sender is None or not passes_spf(findings, sender.domain):
        return Whose(ip)
    return Whose(ip, sender.domain)


def remember(
    books: Books,
    deeds: Mapping[str, Mapping[Deed, int]],
    *,
    half_life: Seconds,
    now: Milliseconds,
) -> None:
    """Count so many messages of each kind for each of these, by their spelling."""
    known, nothing = books.reputations.among(deeds), Standing(0, 0, now)
    books.reputations.put(
        {
            subject: counted(known.get(subject, nothing), more, half_life, now)
            for subject, more in deeds.items()
        }
    )


def counted(
    standing: Standing, deeds: Mapping[Deed, int], half_life: Seconds, now: Milliseconds
) -> Standing:
    """Return the standing with some messages more."""
    left = faded(standing, half_life, now)
    good, bad = deeds.get(Deed.GOOD, 0), deeds.get(Deed.BAD, 0)
    return Standing(left.good + good, left.bad + bad, left.at)


def faded(standing: Standing, half_life: Seconds, now: Milliseconds) -> Standing:
    """Return what is left of a standing; a clock set back fades nothing."""
    passed = max(0, now - standing.at) / 1000
    left = 0.5 ** (passed / half_life)
    return Standing(standing.good * left, standing.bad * left, max(now, standing.at))


def weight(standing: Standing) -> float:
    """Return what a faded standing says: none without evidence, from -2 to +4."""
    evidence = standing.good + standing.bad
    if evidence < ENOUGH:
        return 0.0
    badness = (standing.bad - standing.good) / (evidence + 2)  # never quite sure
    return badness * (WORST if badness > 0 else -BEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReputationCheck:
    """Weighs what is known of address, network and proven domain; once a message."""

    half_life: Seconds
    store: Store
    clock: Clock
    origin: CheckOrigin = CheckOrigin.KARMA

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return the most telling of what is known, if it tells anything."""
        if CheckName.REPUTATION in [found.check for found in client.found]:
            return ()
        subjects = whose(client.ip, envelope, client.found).subjects()
        by_name = {str(each): each for each in subjects}
        known = await self.store.look(lambda books: books.reputations.among(by_name))
        now = self.clock.now()
        weights = {
            subject: weight(faded(known[name], self.half_life, now))
            for name, subject in by_name.items()
            if name in known
        }
        subject = max(weights, key=lambda each: abs(weights[each]), default=None)
        if subject is None or abs(weights[subject]) < SLIGHT:
            return ()
        return (_finding(subject, weights[subject]),)


def _finding(subject: FindingValue, weight: float) -> Finding:
    bad = weight > 0
    result = Result.FAIL if bad else Result.PASS
    why = Reason.BAD_BEFORE if bad else Reason.GOOD_BEFORE
    return Finding(CheckName.REPUTATION, result, why, subject, round(weight, 2))
