"""`glassine operator token`: for programs that read the log for an operator."""

import json as json_format
from datetime import UTC, datetime
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli.arguments import Json
from glassine.cli.house import ConfigFile, open_house
from glassine.cli.operators import NameWord, find, operators_desk
from glassine.cli.refused import Refused
from glassine.cli.show_once import show_once
from glassine.events.facts import Action
from glassine.flow.operator_tokens import new_token
from glassine.store.api.ids import Duplicate
from glassine.store.api.operators import ApiToken, TokenScope
from glassine.words.clock import Milliseconds

DAY = 86_400_000
LONGEST_LABEL = 40
USE = "Send it as `Authorization: Bearer …`. What it looks at is in the operators' log."


async def add(
    name: NameWord,
    /,
    *,
    label: str,
    scope: tuple[TokenScope, ...] = (TokenScope.EVENTS,),
    days: Annotated[int, Parameter(validator=Number(gte=1, lte=3650))] = 90,
    config: ConfigFile = None,
) -> None:
    """Make an API token and print it.

    Parameters
    ----------
    name
        The operator for whom it stands.
    label
        What it is called, such as grafana. The operators' log shows it.
    scope
        What it is good for; may be given again for more.
    days
        After how many days it ends.
    """
    if not label.isascii() or not label.isalnum() or len(label) > LONGEST_LABEL:
        raise Refused("a label has letters and digits only; choose another")
    async with open_house(config) as house:
        operator, now = await find(house, name), house.now()
        end = Milliseconds(now + days * DAY)
        desk = operators_desk(house)
        token, secret = new_token(desk, operator, label, frozenset(scope), end)
        said = f"name={name} label={label} scope={','.join(sorted(scope))}"
        store = house.recording(Action.TOKEN_ADD, said)
        try:
            await store.write(lambda books: books.operators.add_token(token))
        except Duplicate:
            raise Refused(f"{name} has a token {label} already") from None
    show_once(f"API token of {name}", secret, USE)


async def list_(
    name: NameWord, /, *, json: Json = False, config: ConfigFile = None
) -> None:
    """Print an operator's tokens, one a line.

    Parameters
    ----------
    name
        The operator for whom they stand.
    """
    async with open_house(config) as house:
        operator = await find(house, name)
        tokens = await house.store.read(lambda b: b.operators.tokens(operator.id))
    for token in tokens:
        print(_as_json(token) if json else _as_line(token))


async def revoke(name: NameWord, /, *, label: str, config: ConfigFile = None) -> None:
    """Destroy the token of this label.

    Parameters
    ----------
    name
        The operator for whom it stands.
    label
        What it was called.
    """
    async with open_house(config) as house:
        operator = await find(house, name)
        said = f"name={name} label={label}" if label.isalnum() else f"name={name}"
        store = house.recording(Action.TOKEN_REVOKE, said)
        gone = await store.write(
            lambda books: books.operators.revoke_token(operator.id, label)
        )
    if not gone:
        raise Refused(f"{name} has no such token; see: glassine operator token list")
    print("It is revoked.")


def _as_line(token: ApiToken) -> str:
    end = datetime.fromtimestamp(token.expires / 1000, UTC)
    return f"{token.name}  {' '.join(sorted(token.scopes))}  until {end:%Y-%m-%d}"


def _as_json(token: ApiToken) -> str:
    return json_format.dumps(
        {
            "label": token.name,
            "scopes": sorted(token.scopes),
            "created": token.created,
            "expires": token.expires,
        }
    )
