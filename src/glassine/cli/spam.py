"""`glassine spam`: what the classifier has learnt, how good it is, and teaching it.

Letters are read from an operator's own files. What comes out are numbers: no word of a
letter, no subject, and no name of a file is printed or kept.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.mail_files import letters_in
from glassine.cli.refused import Refused
from glassine.cli.spam_trial import FOLDS, Known, by_folds, by_what_is_learnt, table
from glassine.events.facts import Action
from glassine.flow.viewing.witness import keep
from glassine.spam.bayes import Memory, Opinion, classify
from glassine.spam.letter import read
from glassine.spam.tokens import digests
from glassine.store.api.spam_counts import HOUSE, Kind
from glassine.store.api.store import Books

AT_ONCE = 50  # letters learnt in one transaction
Files: TypeAlias = Annotated[tuple[Path, ...], Parameter(negative=())]


async def try_out(
    *mail: Path,
    ham: Files = (),
    spam: Files = (),
    learned: bool = False,
    config: ConfigFile = None,
) -> None:
    """Tell how well the classifier does on mail of your own.

    Parameters
    ----------
    mail
        mbox files, Maildirs or letters of which nothing is known: what this
        installation would call them.
    ham
        The same of mail that is no spam; may be given again.
    spam
        The same of spam.
    learned
        By what this installation has learnt; else each fifth by the other four.
    """
    async with open_house(config) as house:
        letters = _known(house, ham, spam, mail)
        learned = learned or bool(mail)
        asked = f"letters={len(letters)}" + (" by=learned" if learned else "")
        await house.looked(Action.SPAM_TEST, asked, len(letters))
        if learned:
            tally = await house.store.read(
                lambda books: by_what_is_learnt(letters, lambda n: _opinion(books, n))
            )
        else:
            _check_enough(letters)
            tally = by_folds(letters)
    for line in table(tally):
        print(line)


async def learn(
    *, ham: Files = (), spam: Files = (), config: ConfigFile = None
) -> None:
    """Teach this installation from mail of your own; only counts are kept.

    Parameters
    ----------
    ham
        An mbox file, Maildir or letter that is no spam; may be given again.
    spam
        One that is spam.
    """
    async with open_house(config) as house:
        letters = _known(house, ham, spam)
        for start in range(0, len(letters), AT_ONCE):
            some = letters[start : start + AT_ONCE]
            await house.store.write(partial(_learn, house, some))
    of_spam = sum(each.is_spam is True for each in letters)
    print(f"learnt {len(letters) - of_spam} as ham and {of_spam} as spam.")


async def status(*, config: ConfigFile = None) -> None:
    """Print how much the classifier has learnt."""
    async with open_house(config) as house:
        await house.looked(Action.SPAM_STATUS, "")
        known = await house.store.read(lambda books: books.spam_counts.learnt(HOUSE))
    print(f"ham     {known.ham:9} letters")
    print(f"spam    {known.spam:9} letters")
    print(f"tokens  {known.tokens:9}")


def _known(house: House, ham: Files, spam: Files, mail: Files = ()) -> list[Known]:
    """Read the letters. Raises `Refused` where there are none."""
    key = house.key.spam_key()
    letters = [
        Known(digests(read(letter), key), is_spam)
        for files, is_spam in ((ham, False), (spam, True), (mail, None))
        for letter in letters_in(files)
    ]
    if not letters:
        raise Refused("there is no letter; name mail by --ham FILE and --spam FILE")
    return letters


def _check_enough(letters: Sequence[Known]) -> None:
    of_spam = sum(each.is_spam is True for each in letters)
    if min(of_spam, len(letters) - of_spam) < 4 * FOLDS:
        raise Refused(
            f"{4 * FOLDS} letters of each kind are needed to learn from; name more by "
            "--ham FILE and --spam FILE, or ask by what is learnt: --learned"
        )


def _opinion(books: Books, numbers: Sequence[int]) -> Opinion:
    return classify([Memory(numbers, books.spam_counts.of(HOUSE, numbers))])


def _learn(house: House, letters: Sequence[Known], books: Books) -> None:
    for each in letters:
        kind = Kind.SPAM if each.is_spam else Kind.HAM
        books.spam_counts.learn(HOUSE, each.numbers, kind, house.now())
    asked = f"letters={len(letters)}"
    keep(books, house.operated(Action.SPAM_LEARN, asked, rows=len(letters)))
