"""What the house and an account together think of a letter.

For a delivery: `digests(Letter(octets, root, envelope), key)` of the first octets that
were kept, then `opinions` of all its accounts in one `store.look`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from glassine.spam.bayes import Memory, Opinion, classify
from glassine.spam.tokens import TokenKey, of_owner
from glassine.store.api.ids import AccountId
from glassine.store.api.spam_counts import HOUSE
from glassine.store.api.store import Books

OWN_WEIGHT = 3.0  # of what its own owner has taught, against what everybody has


class Known(NamedTuple):
    """A letter's tokens, as the house knows them and as one account does."""

    house: Sequence[int]
    account: AccountId
    own: Sequence[int]

    def by_owner(self) -> tuple[tuple[bytes, Sequence[int]], ...]:
        """Return the owners, each with the tokens as it knows them."""
        return (HOUSE, self.house), (self.account, self.own)


def known_to(account: AccountId, numbers: Sequence[int], key: TokenKey) -> Known:
    """Return the tokens as this account has them; no letter is needed for that."""
    return Known(numbers, account, of_owner(numbers, account, key))


def opinions(
    books: Books,
    numbers: Sequence[int],
    accounts: Iterable[AccountId],
    key: TokenKey,
) -> dict[AccountId, Opinion]:
    """Return how much a letter for each of these accounts is like spam.

    A quick look-up: `numbers` are those that `spam.tokens.digests` makes of the letter.
    """
    house = Memory(numbers, books.spam_counts.of(HOUSE, numbers))
    return {
        account: classify([house, *_own(books, numbers, account, key)])
        for account in accounts
    }


def _own(
    books: Books, numbers: Sequence[int], account: AccountId, key: TokenKey
) -> Iterator[Memory]:
    """Yield what the account has taught; most have taught nothing."""
    if books.spam_counts.has_learnt(account):
        own = of_owner(numbers, account, key)
        yield Memory(own, books.spam_counts.of(account, own), OWN_WEIGHT)
