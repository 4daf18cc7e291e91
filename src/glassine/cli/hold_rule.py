"""`glassine hold-rule`: whose mail is held when it comes, until it is released."""

import json as json_format
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from glassine.cli.arguments import AddressWord, DomainWord, Json
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.queue_acts import do_to_all, hold_these
from glassine.cli.queue_filter import ALL
from glassine.cli.refused import Refused
from glassine.cli.screen import say_if_none
from glassine.cli.visible import visible
from glassine.events.facts import Action
from glassine.flow.viewing.witness import keep
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.hold_rules import Held, HoldBy, HoldRule
from glassine.store.api.ids import Duplicate
from glassine.store.api.store import Books

OPTIONS = {
    HoldBy.SENDER: "--from",
    HoldBy.DOMAIN: "--domain",
    HoldBy.ACCOUNT: "--account",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a rule is about: one of these."""

    sender: Annotated[
        AddressWord | None, Parameter(name="--from", help="Mail from this sender.")
    ] = None
    domain: Annotated[
        DomainWord | None, Parameter(name="--domain", help="Mail to this domain.")
    ] = None
    account: Annotated[
        AddressWord | None,
        Parameter(name="--account", help="Mail that this account sends."),
    ] = None

    def one(self) -> tuple[HoldBy, Held]:
        """Return the one that was given. Raises `Refused`."""
        every = {
            HoldBy.SENDER: self.sender,
            HoldBy.DOMAIN: self.domain,
            HoldBy.ACCOUNT: self.account,
        }
        given = [(by, whom) for by, whom in every.items() if whom]
        if len(given) != 1:
            raise Refused("name one only: --from, --domain or --account")
        return given[0]

    def queued(self) -> QueueFilter:
        """Return what of theirs is in the queue."""
        return QueueFilter(
            sender=self.sender,
            domain=self.domain,
            account=self.account,
            limit=ALL,
        )


Whom: TypeAlias = Annotated[Named, Parameter(name="*")]
NOBODY = Named()


async def add(*, whom: Whom = NOBODY, config: ConfigFile = None) -> None:
    """Make a rule, and hold what waits already."""
    by, named = whom.one()
    async with open_house(config) as house:
        rule = HoldRule(by, named, house.now())
        try:
            await house.store.write(lambda books: _add(books, house, rule))
        except Duplicate:
            raise Refused("there is that rule already") from None
        held = await do_to_all(house, Action.QUEUE_HOLD, whom.queued(), hold_these)
    print(f"Their mail is held from now on; {_of_the_queue(held)}.")


async def list_(*, json: Json = False, config: ConfigFile = None) -> None:
    """Print the rules, one a line, oldest first."""
    async with open_house(config) as house:
        rules = await house.store.look(lambda books: books.hold_rules.all())
        await house.looked(Action.HOLD_RULE_LIST, "", len(rules))
    for rule in rules:
        print(_as_json(rule) if json else _as_line(rule))
    say_if_none(rules, json=json)


async def remove(*, whom: Whom = NOBODY, config: ConfigFile = None) -> None:
    """Take a rule away."""
    by, named = whom.one()
    async with open_house(config) as house:
        if not await house.store.write(lambda books: _remove(books, house, by, named)):
            raise Refused("there is no such rule; see: glassine hold-rule list")
    print(
        "Their mail is no longer held when it comes. What is held stays so; let it "
        f"go: glassine queue release --state held {OPTIONS[by]} {visible(named)}"
    )


def _of_the_queue(held: int) -> str:
    """Return how many entries were in the queue already, and are held now."""
    match held:
        case 0:
            return "none of it is in the queue now"
        case 1:
            return "1 entry of the queue is held too"
        case _:
            return f"{held} entries of the queue are held too"


def _add(books: Books, house: House, rule: HoldRule) -> None:
    books.hold_rules.add(rule)
    asked = _in_words(rule.by, rule.whom)
    keep(books, house.operated(Action.HOLD_RULE_ADD, asked))


def _remove(books: Books, house: House, by: HoldBy, whom: Held) -> bool:
    removed = books.hold_rules.remove(by, whom)
    if removed:
        keep(books, house.operated(Action.HOLD_RULE_REMOVE, _in_words(by, whom)))
    return removed


def _in_words(by: HoldBy, whom: Held) -> str:
    return f"{OPTIONS[by].removeprefix('--')}={whom}"


def _as_line(rule: HoldRule) -> str:
    made = datetime.fromtimestamp(rule.since / 1000, UTC)
    return f"{OPTIONS[rule.by]} {visible(rule.whom)}  since {made:%Y-%m-%d}"


def _as_json(rule: HoldRule) -> str:
    return json_format.dumps(
        {"by": rule.by, "whom": str(rule.whom), "since": rule.since}
    )
