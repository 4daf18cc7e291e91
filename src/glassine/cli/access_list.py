"""`glassine list`: whom to let in whatever else is found, and whom not to."""

import json as json_format
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli.arguments import (
    DomainWord,
    Json,
    NetworkWord,
    one_address,
    read_by,
)
from glassine.cli.house import ConfigFile, open_house
from glassine.cli.refused import Refused
from glassine.cli.screen import say_if_none
from glassine.cli.visible import visible
from glassine.events.facts import Action
from glassine.flow.access_list import put_rule, remove_rule
from glassine.words.access import (
    AccessAction,
    AccessBy,
    AccessRule,
    Match,
    Matched,
    OperatorText,
)
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain, parse_domain

DAY = 86_400_000
OPTIONS = {
    AccessBy.IP: "--ip",
    AccessBy.HOST: "--host",
    AccessBy.HELO: "--helo",
    AccessBy.SENDER: "--from",
    AccessBy.RECIPIENT: "--to",
}


def _either(text: str) -> Address | Domain:
    return one_address(text) if "@" in text else parse_domain(text)


EitherWord: TypeAlias = Annotated[
    Address | Domain,
    read_by(_either, "an address such as anna@example.org, or a domain"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Whom or what a rule is about: one of these."""

    ip: Annotated[
        NetworkWord | None,
        Parameter(name="--ip", help="Clients of this IP address or network."),
    ] = None
    host: Annotated[
        DomainWord | None,
        Parameter(
            name="--host", help="Clients of this name, or below it, by reverse DNS."
        ),
    ] = None
    helo: Annotated[
        DomainWord | None,
        Parameter(name="--helo", help="Clients that call themselves so, or below it."),
    ] = None
    sender: Annotated[
        EitherWord | None,
        Parameter(name="--from", help="Mail from this address, or domain and below."),
    ] = None
    recipient: Annotated[
        EitherWord | None,
        Parameter(name="--to", help="Mail to this address, or domain and below."),
    ] = None

    def one(self) -> Match:
        """Return the one that was given. Raises `Refused`."""
        every: dict[AccessBy, Matched | None] = {
            AccessBy.IP: self.ip,
            AccessBy.HOST: self.host,
            AccessBy.HELO: self.helo,
            AccessBy.SENDER: self.sender,
            AccessBy.RECIPIENT: self.recipient,
        }
        given = [Match(by, what) for by, what in every.items() if what]
        if len(given) != 1:
            raise Refused(
                "name one, and only one: --ip, --host, --helo, --from or --to"
            )
        return given[0]


What: TypeAlias = Annotated[Matching, Parameter(name="*")]
NOTHING = Matching()


async def add(
    action: AccessAction,
    /,
    *,
    what: What = NOTHING,
    reason: str | None = None,
    days: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    config: ConfigFile = None,
) -> None:
    """Make a rule, in place of the one for the same.

    Parameters
    ----------
    action
        What the rule does.
    reason
        Why, for other operators. No client is told.
    days
        For so many days; for ever, if it is left out.
    """
    match = what.one()
    async with open_house(config) as house:
        rule = AccessRule(
            match=match,
            action=action,
            reason=OperatorText(reason) if reason else None,
            until=Milliseconds(house.now() + days * DAY) if days else None,
        )
        told = house.operated(Action.LIST_ADD, f"action={action} {_asked(match)}")
        await house.store.write(lambda books: put_rule(books, rule, told))
    done = "let in, whatever is found" if action is AccessAction.ALLOW else "refused"
    until = f", until {_day(rule.until)}" if rule.until else ""
    print(f"{visible(match)} is {done} from now on{until}.")


async def list_(*, json: Json = False, config: ConfigFile = None) -> None:
    """Print the rules that hold, those of the config file too."""
    async with open_house(config) as house:
        kept = await house.store.look(lambda books: books.access_rules.all())
        now = house.now()
        rules = [(rule, False) for rule in kept if rule.holds(now)]
        written = (
            AccessRule(
                match=each.match,
                action=each.action,
                reason=each.reason,
                until=each.until,
            )
            for each in house.config.access
        )
        rules += [(rule, True) for rule in written if rule.holds(now)]
        await house.looked(Action.LIST_LIST, "", len(rules))
    for rule, in_file in rules:
        print(_as_json(rule, in_file) if json else _as_line(rule, in_file))
    say_if_none(rules, json=json)


async def remove(*, what: What = NOTHING, config: ConfigFile = None) -> None:
    """Take a rule away."""
    match = what.one()
    async with open_house(config) as house:
        told = house.operated(Action.LIST_REMOVE, _asked(match))
        if not await house.store.write(lambda books: remove_rule(books, match, told)):
            raise Refused(
                "there is no such rule, or it stands in the config file; "
                "see: glassine list list"
            )
    print(f"{visible(match)} is judged like any other from now on.")


def _asked(match: Match) -> str:
    return f"{OPTIONS[match.by].removeprefix('--')}={match.what}"


def _as_line(rule: AccessRule, in_file: bool) -> str:
    until = f"  until {_day(rule.until)}" if rule.until else ""
    why = f"  {visible(rule.reason)}" if rule.reason else ""
    where = "  (glassine.toml)" if in_file else ""
    match = f"{OPTIONS[rule.match.by]} {visible(rule.match.what)}"
    return f"{rule.action} {match}{until}{why}{where}"


def _as_json(rule: AccessRule, in_file: bool) -> str:
    return json_format.dumps(
        {
            "action": rule.action,
            "by": rule.match.by,
            "what": str(rule.match.what),
            "reason": rule.reason or "",
            "until": rule.until,
            "inConfig": in_file,
        }
    )


def _day(at: Milliseconds) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"
