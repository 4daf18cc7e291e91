"""From a filter to sets of words, of each of which an event has one: rarest first."""

from collections.abc import Sequence

from glassine.store.api.events import EventFilter
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_match import (
    limits_traits,
    texts,
    wants,
    words_of,
)
from glassine.store.sqlite.event_words import spans

WIDEST = 200  # words of a set; what is wider is checked on each event instead
COUNTED = 20_000  # postings, to tell which set is the rarest; more are common
FEW = 400  # postings that are soon looked up
DEAR = 5  # how many postings are read in order while one is looked up

WORDS = "SELECT id FROM word WHERE text = ?"
BETWEEN = "SELECT id FROM word WHERE text BETWEEN ? AND ? LIMIT ?"
TRAITS = "SELECT id, text FROM word WHERE text BETWEEN 'T' AND 'U'"
# Kinds of word for people are lower-case letters: of the others nothing is sought.
CONTAINING = "SELECT id FROM word WHERE text >= 'a' AND instr(text, ?) > 1 LIMIT ?"

Set = list[int]


class Traits(list[int]):
    """The set of words that stand for traits, and those traits."""

    def __init__(self, words: list[int], numbers: list[int]) -> None:
        super().__init__(words)
        self.numbers = numbers


class Both(list[int]):
    """Two sets to be read side by side; what stands in both drives."""

    def __init__(self, first: "Set", second: "Set") -> None:
        super().__init__(first)
        self.second = second


def sets_of(db: Database, wanted: EventFilter) -> tuple[list[Set], bool]:
    """Return the sets of words, and whether they say all that was asked for.

    Where one is empty nothing can be found.
    """
    is_whole = True
    sets = [_ids(db, words) for words in words_of(wanted)]
    if limits_traits(wanted):
        rows = db.rows(TRAITS)
        fit = [(word, int(text[1:])) for word, text in rows]
        fit = [(word, traits) for word, traits in fit if wants(wanted, traits)]
        sets.append(Traits([w for w, _ in fit], [traits for _, traits in fit]))
    if wanted.ip is not None:
        near = _of_spans(db, list(spans(wanted.ip)))
        sets, is_whole = [*sets, *near], bool(near)
    for text in texts(wanted):
        found = db.rows(CONTAINING, (text, WIDEST + 1))
        if len(found) <= WIDEST:
            sets.append([each for (each,) in found])
        else:
            is_whole = False
    return sets, is_whole


def _of_spans(db: Database, known: Sequence[tuple[str, str]]) -> list[Set]:
    """Return the widest set that is narrow enough, if there is one."""
    for first, last in known:
        found = db.rows(BETWEEN, (first, last, WIDEST + 1))
        if len(found) <= WIDEST:
            return [[each for (each,) in found]]
    return []


def _ids(db: Database, words: set[str]) -> Set:
    return [each for word in sorted(words) for (each,) in db.rows(WORDS, (word,))]


def rarest_first(db: Database, sets: list[Set]) -> list[tuple[int, Set]]:
    """Return sets by how common they are; of two as common, the dearest to look up.

    They are counted twice, for where one is rare it does not matter how common another
    is, and postings counted are pages read.
    """
    if len(sets) < 2:
        return [(0, words) for words in sets]
    counts = [_rarity(db, words, FEW + 1) for words in sets]
    if min(counts) > FEW:
        counts = [_rarity(db, words, COUNTED) for words in sets]
    known = list(zip(counts, sets, strict=True))
    return sorted(known, key=lambda k: (k[0], isinstance(k[1], Traits), -len(k[1])))


def side_by_side(known: Sequence[tuple[int, Set]]) -> list[Set]:
    """Return the sets, the two rarest as one where reading both is cheaper."""
    sets = [words for _, words in known]
    if len(known) < 2:
        return sets
    (rare, first), (common, second), *_ = known
    is_cheap = rare > FEW and common < min(rare * DEAR, COUNTED)
    if not is_cheap or isinstance(first, Traits) or isinstance(second, Traits):
        return sets
    return [Both(first, second), *sets[2:]]


def _rarity(db: Database, words: Set, most: int) -> int:
    some = f"SELECT 1 FROM posting WHERE word IN ({listed(words)}) LIMIT {most}"  # noqa: S608 (ids of ours)
    sql = f"SELECT count(*) FROM ({some})"  # noqa: S608 (as above)
    ((count,),) = db.rows(sql)
    return int(count)


def lookups(known: Sequence[tuple[int, Set]]) -> int:
    """Return how often a word is looked up where the first set drives, at most."""
    (rare, _), *others = known
    return rare * dearest([words for _, words in others])


def dearest(sets: Sequence[Set]) -> int:
    """Return how many words are looked up of the widest set. Traits need no looking."""
    return max(
        (len(words) for words in sets if not isinstance(words, Traits)), default=1
    )


def listed(words: Set) -> str:
    return ", ".join(map(str, words))  # ids of ours
