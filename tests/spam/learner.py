"""Somebody who learns from letters, with nothing behind it but a dictionary."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from glassine.spam.bayes import Memory, Opinion, classify
from glassine.spam.letter import read
from glassine.spam.starting_set import starting_set
from glassine.spam.tokens import digests
from glassine.vault.token_key import TokenKey
from glassine.words.private import Key, Message
from glassine.words.public import SpamStatus
from spam.corpus import Written

KEY = TokenKey(Key(bytes(range(32))))


@dataclass
class Learner:
    """Counts, as the store would keep them."""

    ham: int = 0
    spam: int = 0
    tokens: dict[int, tuple[int, int]] = field(default_factory=dict)

    def learn(self, octets: bytes, *, is_spam: bool) -> None:
        """Learn one letter."""
        self.spam += is_spam
        self.ham += not is_spam
        for number in numbers(octets):
            ham, spam = self.tokens.get(number, (0, 0))
            self.tokens[number] = ham + (not is_spam), spam + is_spam

    def thinks(self, octets: bytes) -> Opinion:
        """Return the opinion of one letter."""
        return classify([Memory(numbers(octets), self)])


def numbers(octets: bytes) -> list[int]:
    """Return a letter's tokens."""
    return list(digests(read(Message(octets)), KEY))


def beginner() -> Learner:
    """Return one who has learnt the starting set."""
    learner = Learner()
    for made in starting_set():
        learner.learn(made.letter.reveal(), is_spam=made.is_spam)
    return learner


@dataclass(frozen=True, slots=True)
class Marks:
    """How well somebody did."""

    precision: float
    recall: float
    accuracy: float

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} recall {self.recall:.3f}"
            f" accuracy {self.accuracy:.3f}"
        )


def examined(learner: Learner, letters: Iterable[Written]) -> Marks:
    """Let a learner judge letters; what it is unsure of is not called spam."""
    judged = [
        (learner.thinks(each.octets).status is SpamStatus.SPAM, each.is_spam)
        for each in letters
    ]
    caught = sum(called and is_spam for called, is_spam in judged)
    return Marks(
        caught / max(1, sum(called for called, _ in judged)),
        caught / max(1, sum(is_spam for _, is_spam in judged)),
        sum(called == is_spam for called, is_spam in judged) / len(judged),
    )
