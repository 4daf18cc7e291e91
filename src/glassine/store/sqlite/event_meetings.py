"""Where common words meet: read from bits, some blocks of events at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.sqlite import event_bits
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_course import Block, Course
from glassine.store.sqlite.event_sets import Set, Traits, dearest, listed
from glassine.words.clock import Milliseconds

FIRST = 64  # blocks in which all is looked up, since a page may soon be full
MORE = 4  # times as many are read next
MOSTLY = 0.9  # of some blocks there are bits: what has less is soon looked up,
CHEAP = 4  # unless there are more words to look up for each
CHECKS = 30  # postings whose traits are checked while bits of one block are read

BLOCKS = """
    SELECT number, earliest, latest FROM event_block
    WHERE latest >= ? AND earliest <= ? ORDER BY {edge} LIMIT ? OFFSET ?
"""
BITS = """
    SELECT word, block, bits FROM event_bits
    WHERE word IN ({words}) AND block BETWEEN ? AND ?
"""
POSTED = """
    SELECT key FROM posting WHERE word IN ({words})
    AND at BETWEEN ? AND ? AND key BETWEEN ? AND ?
"""

Bits = dict[int, int]  # by the number of a block


class Told(NamedTuple):
    """A set of words, and what bits of them are kept for some blocks."""

    words: Set
    kept: list[tuple[int, int, bytes]]  # word, block, bits

    def blocks(self) -> int:
        """Return how many blocks have bits of one of the words."""
        return len({number for _, number, _ in self.kept})


@dataclass(frozen=True, slots=True)
class Meeting:
    """A part of the course, and which events there have every word."""

    earliest: Milliseconds
    latest: Milliseconds
    rest: Block | None  # the first block of what comes after
    sets: list[Set]  # the one first that fewest blocks have in bits: it is the rarest
    events: list[EventKey] | None = None  # None where they are soon looked up


def meetings(
    db: Database, wanted: EventFilter, sets: Sequence[Set], course: Course, most: int
) -> Iterator[Meeting]:
    """Yield where events with a word of each set are, some blocks at a time.

    More than `most` are looked up, and of fewer the traits of some may be others. What
    is once found too rare for bits is looked up in all the rest.
    """
    done, many = 0, FIRST
    while some := _blocks(db, wanted, course, done, many + 1):
        some, rest = some[:many], (some[many] if len(some) > many else None)
        if done == 0 and dearest(sets[1:]) <= CHEAP:
            yield Meeting(*_moments(some), rest, list(sets))
        else:
            order, bits = _told_by_bits(db, sets, some, most)
            if bits is None:
                yield Meeting(*course.on_from(some[0]), None, order)
                return
            yield from _by_block(bits, order, some, rest, most)
        done, many = done + many, many * MORE


def _by_block(
    bits: Bits,
    sets: list[Set],
    blocks: Sequence[Block],
    rest: Block | None,
    most: int,
) -> Iterator[Meeting]:
    """Yield a meeting for each block that has one."""
    for block, after in zip(blocks, [*blocks[1:], rest], strict=True):
        if here := bits.get(block.number):
            keys = None if here.bit_count() > most else _keys(block.number, here)
            yield Meeting(block.earliest, block.latest, after, sets, keys)


def _keys(number: int, bits: int) -> list[EventKey]:
    keys = []
    while bits:
        place = bits.bit_length() - 1
        keys.append(EventKey(number * event_bits.BLOCK + place))
        bits ^= 1 << place
    return keys


def _blocks(
    db: Database, wanted: EventFilter, course: Course, done: int, many: int
) -> list[Block]:
    """Return so many blocks on the course, after those that are done."""
    edge = "earliest" if course.newer else "latest DESC"
    values = (*course.span(wanted), many, done)
    return list(map(Block._make, db.rows(BLOCKS.format(edge=edge), values)))


def _told_by_bits(
    db: Database, sets: Sequence[Set], blocks: Sequence[Block], most: int
) -> tuple[list[Set], Bits | None]:
    """Return the sets, the rarest first, and what bits tell of all."""
    words = [each for each in sets if not isinstance(each, Traits)]
    traits = [each for each in sets if isinstance(each, Traits)]
    told = [Told(each, _kept(db, each, blocks)) for each in words]
    told.sort(key=Told.blocks)
    bits = _all_words(db, told, blocks)
    if bits is not None and _count(bits) > most:
        bits = _with_traits(db, bits, len(words), traits, blocks)
    return [*(each.words for each in told), *traits], bits


def _kept(
    db: Database, words: Set, blocks: Sequence[Block]
) -> list[tuple[int, int, bytes]]:
    return db.rows(BITS.format(words=listed(words)), _numbers(blocks))


def _all_words(
    db: Database, told: Sequence[Told], blocks: Sequence[Block]
) -> Bits | None:
    """Return which events have a word of each set, if that is not sooner looked up."""
    is_told = told[0].blocks() > MOSTLY * len(blocks)
    if not is_told and dearest([each.words for each in told[1:]]) <= CHEAP:
        return None
    left: Bits = {block.number: -1 for block in blocks}
    for each in told:
        left = _both(left, _one_of(db, each, blocks))
    return left


def _with_traits(
    db: Database,
    bits: Bits,
    words: int,
    traits: Sequence[Set],
    blocks: Sequence[Block],
) -> Bits | None:
    """Return which have the traits too, if these are not sooner checked one by one."""
    for each in traits:
        if words == 1 and _count(bits) < CHECKS * (1 + len(each)) * len(blocks):
            return None
        bits = _both(bits, _one_of(db, Told(each, _kept(db, each, blocks)), blocks))
    return bits


def _both(some: Bits, others: Bits) -> Bits:
    return {n: both for n, bits in some.items() if (both := bits & others[n])}


def _count(bits: Bits) -> int:
    return sum(each.bit_count() for each in bits.values())


def _one_of(db: Database, told: Told, blocks: Sequence[Block]) -> Bits:
    """Return which events have one of these words."""
    bits = {block.number: 0 for block in blocks}
    having: dict[int, set[int]] = {word: set() for word in told.words}
    for word, number, octets in told.kept:
        if number in bits:
            bits[number] |= int.from_bytes(octets, "little")
            having[word].add(number)
    rare = [word for word in told.words if len(having[word]) < MOSTLY * len(blocks)]
    if rare:
        _add_posted(db, rare, blocks, bits)
    for word in having.keys() - rare:
        for block in blocks:
            if block.number not in having[word]:
                _add_posted(db, [word], [block], bits)
    return bits


def _add_posted(db: Database, words: Set, blocks: Sequence[Block], bits: Bits) -> None:
    """Add those of these words, which have no bits."""
    first, last = _numbers(blocks)
    keys = first * event_bits.BLOCK, (last + 1) * event_bits.BLOCK - 1
    places = defaultdict[int, list[int]](list)
    for (key,) in db.rows(
        POSTED.format(words=listed(words)), (*_moments(blocks), *keys)
    ):
        places[key // event_bits.BLOCK].append(key % event_bits.BLOCK)
    for number in bits.keys() & places.keys():
        bits[number] |= int.from_bytes(event_bits.bits_of(places[number]), "little")


def _moments(blocks: Sequence[Block]) -> tuple[Milliseconds, Milliseconds]:
    return min(b.earliest for b in blocks), max(b.latest for b in blocks)


def _numbers(blocks: Sequence[Block]) -> tuple[int, int]:
    numbers = [block.number for block in blocks]
    return min(numbers), max(numbers)
