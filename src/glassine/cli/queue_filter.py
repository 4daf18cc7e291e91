"""Which entries of the queue an operator means, in the options of `queue`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli.arguments import AddressWord, DomainWord, HostWord
from glassine.cli.moments import Moment, MomentWord
from glassine.flow.viewing.wanted import at
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.queue import QueueState
from glassine.words.clock import Milliseconds

ALL = 1 << 62


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
    account: Annotated[
        AddressWord | None, Parameter(name="--account", help="Sent by this account.")
    ] = None
    state: Annotated[
        QueueState | None, Parameter(name="--state", help="In this state.")
    ] = None
    host: Annotated[
        HostWord | None,
        Parameter(name="--host", help="Whose last failure was at this host."),
    ] = None
    code: Annotated[
        int | None,
        Parameter(
            name="--code",
            help="Whose last failure had this code, such as 451.",
            validator=Number(gte=100, lte=599),
        ),
    ] = None
    older: Annotated[
        MomentWord | None,
        Parameter(name="--older", help="Queued before: 2h, 3d, 2026-11-23T10:02Z."),
    ] = None
    newer: Annotated[
        MomentWord | None,
        Parameter(name="--newer", help="Queued after, likewise."),
    ] = None

    def filter(
        self, now: Milliseconds, uuid: str | None = None, limit: int = ALL
    ) -> QueueFilter:
        """Return what the store is asked."""
        return QueueFilter(
            uuid=uuid,
            account=self.account,
            sender=self.sender,
            recipient=self.recipient,
            domain=self.domain,
            state=self.state,
            host=self.host,
            code=self.code,
            queued_from=_moment(self.newer, now),
            queued_until=_moment(self.older, now),
            limit=limit,
        )


def in_words(wanted: QueueFilter, ids: Iterable[str] = ()) -> str:
    """Return what was asked as the operator's own event shows it."""
    asked = {
        "id": ",".join(ids),
        "from": wanted.sender,
        "to": wanted.recipient,
        "domain": wanted.domain,
        "account": wanted.account,
        "state": wanted.state,
        "host": wanted.host,
        "code": wanted.code,
        "queued_from": at(wanted.queued_from),
        "queued_until": at(wanted.queued_until),
    }
    return " ".join(f"{name}={value}" for name, value in asked.items() if value)


def _moment(word: Moment | None, now: Milliseconds) -> Milliseconds | None:
    return word.seen_from(now) if word else None


Filter: TypeAlias = Annotated[Asked, Parameter(name="*")]
NO_FILTER = Asked()
