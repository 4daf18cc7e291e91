"""The operator's lists, asked: those of the configuration and those of the store.

An allow says that the mail is wanted, whatever other checks find; a deny refuses for
good. Words of different kinds cannot be compared, so that any deny wins over an allow
of another kind: to say that a sender is welcome does not open a network that is shut.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.client import Client
from glassine.store.api.store import Store
from glassine.words.access import (
    AccessAction,
    AccessBy,
    AccessRule,
    Match,
    Subject,
    keys,
    winner,
)
from glassine.words.clock import Clock, Milliseconds
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckName, Finding, FindingValue, Result
from glassine.words.public import Address, IpAddress
from glassine.words.reason import Reason

WELCOME = -100.0  # of spam: no sum of what speaks against a message outweighs it

ByKey: TypeAlias = Mapping[tuple[AccessBy, str], Sequence[AccessRule]]


def by_key(rules: Iterable[AccessRule]) -> ByKey:
    """Return rules by what finds them."""
    found: defaultdict[tuple[AccessBy, str], list[AccessRule]] = defaultdict(list)
    for rule in rules:
        found[rule.match.by, rule.match.key].append(rule)
    return dict(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLists:
    """All rules there are, and which of them counts for one."""

    written: ByKey  # in the configuration
    store: Store
    clock: Clock

    async def finding(self, by: AccessBy, subject: Subject | None) -> list[Finding]:
        """Return what the lists say of one; nothing where they say nothing."""
        if subject is None:
            return []
        known, now = keys(subject), self.clock.now()
        kept = await self.store.look(
            lambda books: books.access_rules.among(by, known, now)
        )
        rule = winner([*kept, *self._written(by, known, now)])
        return [] if rule is None else [_finding(rule)]

    def is_allowed(self, ip: IpAddress) -> bool:
        """Tell whether the configuration itself allows an address; asks no store."""
        if not self.written:  # a flood asks this of each of its connections
            return False
        rule = winner(self._written(AccessBy.IP, keys(ip), self.clock.now()))
        return rule is not None and rule.action is AccessAction.ALLOW

    def _written(
        self, by: AccessBy, known: Iterable[str], now: Milliseconds
    ) -> list[AccessRule]:
        if not self.written:
            return []
        found = (rule for key in known for rule in self.written.get((by, key), ()))
        return [rule for rule in found if rule.holds(now)]


@dataclass(frozen=True, slots=True)
class ListedClient:
    """Looks for the client's address and host name."""

    lists: AccessLists
    origin: CheckOrigin = CheckOrigin.ACCESS

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return what the lists say."""
        by_ip = await self.lists.finding(AccessBy.IP, client.ip)
        return [*by_ip, *await self.lists.finding(AccessBy.HOST, client.rdns)]


@dataclass(frozen=True, slots=True)
class ListedGreeting:
    """Looks for what the client calls itself."""

    lists: AccessLists
    origin: CheckOrigin = CheckOrigin.ACCESS

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return what the lists say."""
        name = client.greeting.host if client.greeting else None
        return await self.lists.finding(AccessBy.HELO, name)


@dataclass(frozen=True, slots=True)
class ListedSender:
    """Looks for the sender."""

    lists: AccessLists
    origin: CheckOrigin = CheckOrigin.ACCESS

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return what the lists say."""
        return await self.lists.finding(AccessBy.SENDER, envelope.sender.path)


@dataclass(frozen=True, slots=True)
class ListedRecipient:
    """Looks for the last recipient."""

    lists: AccessLists
    origin: CheckOrigin = CheckOrigin.ACCESS

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return what the lists say."""
        recipient = envelope.recipients[-1].path
        return await self.lists.finding(AccessBy.RECIPIENT, recipient)


def _finding(rule: AccessRule) -> Finding:
    allows = rule.action is AccessAction.ALLOW
    return Finding(
        CheckName.ACCESS_LIST,
        Result.PASS if allows else Result.FAIL,
        Reason.OPERATOR,
        _shown(rule.match),
        weight=WELCOME if allows else 0.0,
        bearing=Bearing.ALLOW if allows else Bearing.DENY,
    )


def _shown(match: Match) -> FindingValue:
    """Return the rule's own word; of an address its domain, which is enough."""
    what = match.what
    return what.domain if isinstance(what, Address) else what
