"""A message that will be kept: whose it is, sealed, stamped, and not yet on disk."""

from dataclasses import dataclass

from glassine.flow.intake import Arrival
from glassine.flow.judging.judgement import UNJUDGED, Judgement
from glassine.flow.route import Elsewhere, Here
from glassine.flow.session import Session
from glassine.flow.stamp import Stamped
from glassine.flow.transaction import Transaction
from glassine.words.envelope import Envelope, Recipient
from glassine.words.public import HostName, MessageIdDigest


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What `deliver` needs of one transaction."""

    session: Session
    transaction: Transaction
    envelope: Envelope
    arrival: Arrival
    stamped: Stamped
    message_id: MessageIdDigest | None
    judgement: Judgement = UNJUDGED

    @property
    def came_from(self) -> HostName | None:
        """Who handed it over; where it was one of our own, nobody is told."""
        return None if self.session.relays else self.session.helo

    def here(self) -> list[tuple[Recipient, Here]]:
        """Return the accounts it is for, each once however it is addressed."""
        accounts: dict[bytes, tuple[Recipient, Here]] = {}
        for routed in self.transaction.routed:
            for where in routed.destinations:
                if isinstance(where, Here):
                    accounts.setdefault(where.account.id, (routed.recipient, where))
        return list(accounts.values())

    def elsewhere(self) -> list[tuple[Recipient, Elsewhere]]:
        """Return the foreign addresses it is for, each once."""
        addresses: dict[Elsewhere, Recipient] = {}
        for routed in self.transaction.routed:
            for where in routed.destinations:
                if isinstance(where, Elsewhere):
                    addresses.setdefault(where, routed.recipient)
        return [(recipient, where) for where, recipient in addresses.items()]
