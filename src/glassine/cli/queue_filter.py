"""Which entries of the queue an operator means, in the options of `queue`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from glassine.cli.arguments import AddressWord, DomainWord
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.queue import QueueState

ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which entries; what is None does not limit."""

    sender: Annotated[
        AddressWord | None, Parameter(name="--from", help="From this sender.")
    ] = None
    recipient: Annotated[
        AddressWord | None, Parameter(name="--to", help="To this recipient.")
    ] = None
    domain: Annotated[
        DomainWord | None, Parameter(name="--domain", help="To this domain.")
    ] = None
    state: Annotated[
        QueueState | None, Parameter(name="--state", help="In this state.")
    ] = None

    def filter(self, limit: int = ALL) -> QueueFilter:
        """Return what the store is asked."""
        return QueueFilter(
            sender=self.sender,
            recipient=self.recipient,
            domain=self.domain,
            state=self.state,
            limit=limit,
        )

    def in_words(self, ids: Iterable[str] = ()) -> str:
        """Return what was asked as the operator's own event shows it."""
        asked = {
            "id": ",".join(ids),
            "from": self.sender,
            "to": self.recipient,
            "domain": self.domain,
            "state": self.state,
        }
        return " ".join(f"{name}={value}" for name, value in asked.items() if value)


Filter: TypeAlias = Annotated[Asked, Parameter(name="*")]
NO_FILTER = Asked()
