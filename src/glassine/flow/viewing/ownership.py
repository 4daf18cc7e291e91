"""Which addresses are a user's: their own, what means them, and either with a `+tag`.

An account or an alias may have a name of that form: then it is what its name says, and
not somebody else's with a tag.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from glassine.words.public import Address, without_tag


@dataclass(frozen=True, slots=True)
class Own:
    """A user's addresses, and those of others that only look like them."""

    addresses: tuple[Address, ...]
    others: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()  # who may be named to them besides

    def __contains__(self, written: object) -> bool:
        """Tell whether an address, as it is written, is theirs or known to them."""
        bare = small(str(written))
        exact = {small(str(address)) for address in self.addresses}
        if bare in exact or bare in self.known:
            return True
        return without_tag(bare) in exact and bare not in self.others

    def knowing(self, written: Iterable[str]) -> "Own":
        """Return the same, to whom these may be named."""
        return replace(self, known=self.known | frozenset(map(small, written)))


def small(written: str) -> str:
    """Return an address as it is compared here."""
    return written.strip("<>").casefold()
