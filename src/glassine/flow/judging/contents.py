"""A message as a check of its content may see it: private, bounded, and read only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from glassine.events.facts import SenderChecks
from glassine.mail.scan import Scanned
from glassine.spam.header_sanity import Fields
from glassine.store.api.ids import AccountId
from glassine.words.private import Message
from glassine.words.public import Domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The message, as far as it is kept in memory while it is judged."""

    accounts: tuple[AccountId, ...]  # of ours that it is for
    octets: Message  # from its first on; all of them where it is `whole`
    whole: bool
    scanned: Scanned  # header, structure and offsets of all of it
    fields: Fields  # of its own header
    sender_checks: SenderChecks
    runs: Callable[[], Iterator[Message]]  # all of it again, by the piece
    signers: frozenset[Domain] = frozenset()  # whose DKIM signatures vouch for it
