"""Does it read like spam? What the house and its people have taught the classifier.

Each account has its own opinion. A message for several is weighed once, so the mildest
opinion counts: nobody's mail goes to Junk for what another has taught.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.aside import Aside, look
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.route import Here, Rules, route
from glassine.flow.spam_opinion import opinions
from glassine.spam.bayes import Opinion
from glassine.spam.letter import LOOKED_AT, Letter
from glassine.spam.tokens import TokenKey, digests
from glassine.store.api.ids import AccountId
from glassine.store.api.store import Books, Store
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.private import Message
from glassine.words.reason import Reason

# From which probability on, and what that weighs: by words alone nothing is spam.
STEPS = ((0.999, 5.0), (0.99, 4.0), (0.9, 2.0))
MILDER = ((0.001, -3.0), (0.01, -2.0), (0.3, -0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsCheck:
    """Asks the classifier."""

    store: Store
    rules: Rules
    key: TokenKey
    aside: Aside
    weight: float  # what its whole opinion is multiplied by
    origin: CheckOrigin = CheckOrigin.BAYES

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return one finding, or none where too little is known."""
        numbers = await look(self.aside, contents, lambda: self._numbers(contents))
        mildest = await self.store.look(
            lambda books: self._mildest(books, envelope, numbers)
        )
        return [] if mildest is None or not mildest.known else self._told(mildest)

    def _numbers(self, contents: Contents) -> Sequence[int]:
        scanned = contents.scanned
        octets = Message(contents.octets.reveal()[:LOOKED_AT])
        return digests(Letter(octets, scanned.root, scanned.envelope), self.key)

    def _mildest(
        self, books: Books, envelope: Envelope, numbers: Sequence[int]
    ) -> Opinion | None:
        accounts = dict.fromkeys(self._accounts(books, envelope))
        found = opinions(books, numbers, accounts, self.key).values()
        return min(found, key=lambda each: each.probability, default=None)

    def _accounts(self, books: Books, envelope: Envelope) -> Iterator[AccountId]:
        for recipient in envelope.recipients:
            for where in route(books, self.rules, recipient.path):
                if isinstance(where, Here):
                    yield where.account.id

    def _told(self, opinion: Opinion) -> Sequence[Finding]:
        weight = self.weight * weight_of(opinion.probability)
        if weight > 0:
            return [Finding(CheckName.BAYES, Result.FAIL, Reason.SPAM, weight=weight)]
        if weight < 0:
            return [Finding(CheckName.BAYES, Result.PASS, Reason.HAM, weight=weight)]
        return []


def weight_of(probability: float) -> float:
    """Return what a probability of spam weighs."""
    for least, weight in STEPS:
        if probability >= least:
            return weight
    for most, weight in MILDER:
        if probability <= most:
            return weight
    return 0.0
