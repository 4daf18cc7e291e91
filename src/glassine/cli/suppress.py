"""`glassine suppress`: addresses that are sent nothing, because they bounced, or you
said so.
"""

import json as json_format
from datetime import UTC, datetime
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli.arguments import AddressWord, DomainWord, Json
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.refused import Refused
from glassine.cli.screen import for_people, say_if_none
from glassine.cli.visible import visible
from glassine.events.facts import Action
from glassine.flow.viewing.witness import keep
from glassine.store.api.store import Books
from glassine.store.api.suppressions import SuppressedBy, Suppression
from glassine.words.clock import Milliseconds
from glassine.words.public import Address

DAY = 86_400_000


async def add(
    address: AddressWord,
    /,
    *,
    days: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    config: ConfigFile = None,
) -> None:
    """Send nothing more to an address.

    Parameters
    ----------
    address
        The recipient's address.
    days
        For so many days; for ever, if it is left out.
    """
    async with open_house(config) as house:
        now = house.now()
        expires = Milliseconds(now + days * DAY) if days else None
        suppression = Suppression(
            address=address, since=now, by=SuppressedBy.OPERATOR, expires=expires
        )

        def work(books: Books) -> None:
            books.suppressions.put(suppression)
            keep(books, house.operated(Action.SUPPRESS_ADD, "", address=address))

        await house.store.write(work)
    until = f", until {_day(expires)}" if expires else ""
    print(f"{visible(address)} is sent nothing from now on{until}.")


async def list_(
    *,
    domain: DomainWord | None = None,
    limit: Annotated[int, Parameter(validator=Number(gte=1))] = 100,
    after: AddressWord | None = None,
    json: Json = False,
    config: ConfigFile = None,
) -> None:
    """Print suppressed addresses, in the order of the alphabet.

    Parameters
    ----------
    domain
        At this domain only.
    limit
        How many.
    after
        Go on after this address.
    """
    async with open_house(config) as house:
        found = await house.store.read(
            lambda books: books.suppressions.find(limit, domain, after)
        )
        asked = f"domain={domain}" if domain else ""
        shown = [each.address for each in found]
        await house.looked(Action.SUPPRESS_LIST, asked, len(found), shown)
    for each in found:
        print(_as_json(each) if json else _as_line(each))
    say_if_none(found, json=json)
    if for_people(json=json) and len(found) == limit:
        print(f"There may be more, with --after {visible(found[-1].address)}")


async def remove(address: AddressWord, /, *, config: ConfigFile = None) -> None:
    """Let an address have mail again.

    Parameters
    ----------
    address
        The recipient's address.
    """
    async with open_house(config) as house:
        if not await house.store.write(lambda books: _remove(books, house, address)):
            raise Refused("it is not suppressed; see: glassine suppress list")
    print(f"{visible(address)} can have mail again.")


def _remove(books: Books, house: House, address: Address) -> bool:
    removed = books.suppressions.remove(address)
    if removed:
        keep(books, house.operated(Action.SUPPRESS_REMOVE, "", address=address))
    return removed


def _as_line(each: Suppression) -> str:
    until = f" until {_day(each.expires)}" if each.expires else ""
    why = f"  {each.answer}" if each.answer else ""
    return f"{visible(each.address)}  since {_day(each.since)}{until} by {each.by}{why}"


def _as_json(each: Suppression) -> str:
    return json_format.dumps(
        {
            "address": str(each.address),
            "since": each.since,
            "expires": each.expires,
            "by": each.by,
            "code": each.code or 0,
            "enhanced": str(each.enhanced or ""),
            "response": each.answer or "",
        }
    )


def _day(at: Milliseconds) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"
