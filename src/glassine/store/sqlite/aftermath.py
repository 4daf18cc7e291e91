"""What is still to be done on disk once a transaction has ended.

Files know no transactions. A blob's file is there before the commit and counts only
after it; one that nothing names any more is unlinked only after the commit that said
so. Between the two lies a crash, which the next opening sweeps up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from glassine.store.api.ids import BlobId


class Kept(Protocol):
    """A blob that waits to hear how its transaction ended."""

    def committed(self) -> None:
        """It is part of the store now."""

    def undone(self) -> None:
        """It is not; it may be kept again, or be abandoned."""


class Mark(NamedTuple):
    """How far the aftermath was when a work began."""

    kept: int
    unnamed: int


@dataclass(slots=True)
class Aftermath:
    """What one transaction leaves to do."""

    kept: list[Kept] = field(default_factory=list)
    unnamed: list[BlobId] = field(default_factory=list)
    shred: bool = False  # what opened an account was destroyed: empty the log at once
    shred_soon: bool = False  # less than that was: empty it when there is time

    def must_shred(self, *, idle: bool) -> bool:
        """Tell whether it is time to empty the log."""
        return self.shred or (self.shred_soon and idle)

    def mark(self) -> Mark:
        """Return how far it is, for `undo`."""
        return Mark(len(self.kept), len(self.unnamed))

    def undo(self, mark: Mark) -> None:
        """Forget what came after the mark: that work was undone."""
        for blob in self.kept[mark.kept :]:
            blob.undone()
        del self.kept[mark.kept :]
        del self.unnamed[mark.unnamed :]

    def settle(self, unlink: Callable[[BlobId], None]) -> None:
        """The transaction is on disk: files count, or go."""
        for blob in self.kept:
            blob.committed()
        for name in self.unnamed:
            unlink(name)
        self.kept.clear()
        self.unnamed.clear()
