"""How well the classifier does on letters whose class is known: a table of numbers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from glassine.spam.bayes import Memory, Opinion, classify
from glassine.words.public import SpamStatus

FOLDS = 5
Numbers: TypeAlias = Sequence[int]
Opine: TypeAlias = Callable[[Numbers], Opinion]


@dataclass(frozen=True, slots=True)
class Known:
    """A letter's tokens, and what it is, where that is known."""

    numbers: Numbers
    is_spam: bool | None


@dataclass(slots=True)
class Pupil:
    """Learns in memory, and is forgotten."""

    ham: int = 0
    spam: int = 0
    tokens: dict[int, tuple[int, int]] = field(default_factory=dict)

    def learn(self, letter: Known) -> None:
        """Count one letter."""
        of_spam = bool(letter.is_spam)
        self.spam += of_spam
        self.ham += not of_spam
        for number in letter.numbers:
            ham, spam = self.tokens.get(number, (0, 0))
            self.tokens[number] = ham + (not of_spam), spam + of_spam

    def thinks(self, numbers: Numbers) -> Opinion:
        """Return an opinion."""
        return classify([Memory(numbers, self)])


@dataclass(slots=True)
class Tally:
    """What letters were called: by what they are, and by class."""

    ham: dict[SpamStatus, int] = field(default_factory=dict)
    spam: dict[SpamStatus, int] = field(default_factory=dict)
    mail: dict[SpamStatus, int] = field(default_factory=dict)  # nobody knows which

    def count(self, letter: Known, opinion: Opinion) -> None:
        """Count one answer."""
        rows = {True: self.spam, False: self.ham, None: self.mail}
        row = rows[letter.is_spam]
        row[opinion.status] = row.get(opinion.status, 0) + 1


def by_folds(letters: Sequence[Known]) -> Tally:
    """Let each fifth be judged by one who has learnt the other four."""
    tally = Tally()
    ordered = [
        *(each for each in letters if each.is_spam),
        *(each for each in letters if not each.is_spam),
    ]
    for fold in range(FOLDS):
        pupil = Pupil()
        for place, letter in enumerate(ordered):
            if place % FOLDS != fold:
                pupil.learn(letter)
        for letter in ordered[fold::FOLDS]:
            tally.count(letter, pupil.thinks(letter.numbers))
    return tally


def by_what_is_learnt(letters: Iterable[Known], opine: Opine) -> Tally:
    """Let the letters be judged by what the installation knows now."""
    tally = Tally()
    for letter in letters:
        tally.count(letter, opine(letter.numbers))
    return tally


def table(tally: Tally) -> Iterator[str]:
    """Yield the lines of a table, and nothing of any letter."""
    classes = (SpamStatus.HAM, SpamStatus.PROBABLE, SpamStatus.SPAM, SpamStatus.UNKNOWN)
    yield "letters    called:  ham  unsure    spam  no opinion"
    for name, row in (("ham", tally.ham), ("spam", tally.spam), ("mail", tally.mail)):
        found = [row.get(each, 0) for each in classes]
        if total := sum(found):
            ham, unsure, spam, none = found
            yield f"{total:7} {name:<4} {ham:12} {unsure:7} {spam:7} {none:11}"
    yield from _marks(tally)


def _marks(tally: Tally) -> Iterator[str]:
    caught = tally.spam.get(SpamStatus.SPAM, 0)
    wrongly = tally.ham.get(SpamStatus.SPAM, 0)
    ham, spam = sum(tally.ham.values()), sum(tally.spam.values())
    if not (ham and spam):
        return
    unsure = tally.ham.get(SpamStatus.PROBABLE, 0) + tally.spam.get(
        SpamStatus.PROBABLE, 0
    )
    right = caught + ham - wrongly
    yield f"precision  {_share(caught, caught + wrongly)}  of what was called spam"
    yield f"recall     {_share(caught, spam)}  of the spam was called so"
    yield f"accuracy   {_share(right, ham + spam)}  of all, unsure counted as ham"
    yield f"unsure     {_share(unsure, ham + spam)}  of all"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.2%}" if whole else "      -"
