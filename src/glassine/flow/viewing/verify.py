"""Walk the operators' log from its first row to its last, and name the first bad one.

What was pruned is taken from the signed statement that pruning left; what has aged
keeps its place in the chain, but its record is no longer what was committed to.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from glassine.events.chain import Link, commitment, follows
from glassine.flow.viewing.checkpoint import Checkpoint, pruned_statement
from glassine.store.api.chain import Beginning, ChainedRow
from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.api.store import Books, Store
from glassine.vault.checkpoint_key import is_signed

AT_ONCE = 1000


class Fault(StrEnum):
    """What is wrong with a row, or with a checkpoint."""

    BROKEN = "it does not follow from the row before it"
    CHANGED = "its record is not the one that was kept"
    GONE = "its record is gone"
    BEGINNING = "what pruning left before it is not signed by this server"
    CUT = "the chain ends before this checkpoint"
    OTHER = "the checkpoint names another row than the chain has"
    FORGED = "the checkpoint is not signed by this server"
    LOOSE = "an operator's event was kept beside the chain, and is in no row of it"


@dataclass(frozen=True, slots=True)
class Verified:
    """What the walk found: `row` is the first bad one, where there is a fault."""

    first: int
    rows: int
    aged: int
    checkpoints: int
    last: Link | None
    fault: Fault | None = None
    row: int = 0


async def verify(
    store: Store, checkpoints: Sequence[Checkpoint], public: bytes
) -> Verified:
    """Check every row there is, and every checkpoint given."""
    return await store.read(lambda books: _verify(books, checkpoints, public))


def _verify(books: Books, checkpoints: Sequence[Checkpoint], public: bytes) -> Verified:
    begun = books.chain.beginning()
    last = begun.link if begun else None
    first, rows, aged = (last.number + 1 if last else 1), 0, 0
    marks: dict[int, set[bytes]] = defaultdict(set)  # two of one row must agree
    for each in checkpoints:
        marks[each.number].add(each.hash)

    def ended(fault: Fault | None = None, row: int = 0) -> Verified:
        return Verified(first, rows, aged, len(checkpoints), last, fault, row)

    for mark in sorted(checkpoints, key=attrgetter("number")):
        if not mark.is_signed_by(public):
            return ended(Fault.FORGED, mark.number)
    if begun and not _is_ours(begun, public):
        return ended(Fault.BEGINNING, first)
    while page := books.chain.rows(last.number if last else 0, AT_ONCE):
        for row in page:
            if fault := _fault(row, last, marks.get(row.link.number, set())):
                return ended(fault, row.link.number)
            last, rows, aged = row.link, rows + 1, aged + (row.salt is None)
    reached = last.number if last else 0
    beyond = [number for number in marks if number > reached]
    if beyond:
        return ended(Fault.CUT, min(beyond))
    return ended(Fault.LOOSE, reached + 1) if _has_loose(books) else ended()


def _fault(row: ChainedRow, last: Link | None, marks: set[bytes]) -> Fault | None:
    if not follows(row.link, last):
        return Fault.BROKEN
    if row.record is None:
        return Fault.GONE
    if row.salt and commitment(row.salt, row.record) != row.link.commitment:
        return Fault.CHANGED
    return Fault.OTHER if marks - {row.link.hash} else None


def _has_loose(books: Books) -> bool:
    """Tell whether any look that people are shown is in no row: nobody bound it."""
    looks = EventFilter(types=frozenset({"operator"}), limit=AT_ONCE)
    before: EventKey | None = None
    while page := books.events.find(looks, before):
        if not all(books.chain.is_bound(each.key) for each in page):
            return True
        before = page[-1].key
    return False


def _is_ours(begun: Beginning, public: bytes) -> bool:
    said = pruned_statement(begun.link)
    return begun.signature is not None and is_signed(public, said, begun.signature)
