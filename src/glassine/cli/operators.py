"""`glassine operator`: who may sign in to the viewer."""

import json as json_format
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from glassine.cli.arguments import Json, SecretFile, Yes, read_by
from glassine.cli.confirm import confirm
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.passwords import chosen
from glassine.cli.refused import Refused
from glassine.cli.screen import say_if_none
from glassine.cli.show_once import list_once, qr_code, show_once
from glassine.events.facts import Action, OperatorName
from glassine.flow.attempts import Attempts, Bounds
from glassine.flow.operators import (
    NewOperator,
    OperatorsDesk,
    new_operator,
    new_password,
    new_totp,
)
from glassine.serve.compose import argon2_cost
from glassine.store.api.ids import Duplicate
from glassine.store.api.operators import Operator, Role
from glassine.store.api.store import Books

LONGEST_NAME = 40
SCAN = (
    "Scan it with an authenticator app, or type the secret in it. Signing in asks for\n"
    "its code; nobody can show it again."
)
CODES = (
    "Each is good once in place of the app's code. Keep them on paper; another secret\n"
    "comes with others: glassine operator totp {name}"
)


def _name(text: str) -> OperatorName:
    fits = text.isascii() and text.replace("-", "").replace(".", "").isalnum()
    if not fits or len(text) > LONGEST_NAME:
        raise ValueError("not a name")
    return OperatorName(text)


NameWord: TypeAlias = Annotated[
    OperatorName, read_by(_name, "a name of letters and digits such as dustin")
]


async def add(
    name: NameWord,
    /,
    *,
    role: Role = Role.SUPPORT,
    password_file: SecretFile = None,
    config: ConfigFile = None,
) -> None:
    """Add an operator; the TOTP secret and recovery codes are shown this once.

    Parameters
    ----------
    name
        Who it is, as the operators' log will name them.
    role
        What they may do: admin all, auditor reads, support works on the queue too.
    password_file
        A file whose first line is the password; `-` is standard input.
    """
    async with open_house(config) as house:
        password = chosen(password_file, f"Password for {name}", "--password-file")
        made = new_operator(operators_desk(house), name, password, role)
        store = house.recording(Action.OPERATOR_ADD, f"name={name} role={role}")
        try:
            await store.write(lambda books: books.operators.add(made.operator))
        except Duplicate:
            raise Refused(f"there is an operator {name} already") from None
    print(f"{name} can now sign in as {role}.")
    _show(made)


async def list_(*, json: Json = False, config: ConfigFile = None) -> None:
    """Print the operators, one a line."""
    async with open_house(config) as house:
        known = await house.store.read(lambda books: books.operators.all())
    for operator in known:
        print(_as_json(operator) if json else _as_line(operator))
    say_if_none(known, json=json)


async def delete(
    name: NameWord, /, *, yes: Yes = False, config: ConfigFile = None
) -> None:
    """Forget the operator, once it was confirmed. What they did stays in the log.

    Parameters
    ----------
    name
        Who it is.
    """
    async with open_house(config) as house:
        await find(house, name)
        if not yes:
            confirm(f"This ends all sessions and tokens of {name}.", name)
        store = house.recording(Action.OPERATOR_DELETE, f"name={name}")
        await store.write(lambda books: books.operators.delete(name))
    print(f"{name} is deleted.")


async def passwd(
    name: NameWord,
    /,
    *,
    password_file: SecretFile = None,
    config: ConfigFile = None,
) -> None:
    """Replace the password, and end all sessions.

    Parameters
    ----------
    name
        Who it is.
    password_file
        A file whose first line is the new password; `-` is standard input.
    """
    async with open_house(config) as house:
        operator = await find(house, name)
        password = chosen(password_file, "New password", "--password-file")
        changed = new_password(operators_desk(house), operator, password)
        store = house.recording(Action.OPERATOR_PASSWD, f"name={name}")
        await store.write(_replacing(changed))
    print(f"{name} has a new password; all sessions have ended.")


async def totp(name: NameWord, /, *, config: ConfigFile = None) -> None:
    """Replace the TOTP secret and the recovery codes, and end all sessions.

    Parameters
    ----------
    name
        Who it is.
    """
    async with open_house(config) as house:
        made = new_totp(operators_desk(house), await find(house, name))
        store = house.recording(Action.OPERATOR_TOTP, f"name={name}")
        await store.write(_replacing(made.operator))
    print(f"{name} has another TOTP secret; all sessions have ended.")
    _show(made)


async def find(house: House, name: OperatorName) -> Operator:
    """Return the operator. Raises `Refused` where there is none."""
    found = await house.store.look(lambda books: books.operators.named(name))
    if found is None:
        raise Refused(f"there is no operator {name}; see: glassine operator list")
    return found


def operators_desk(house: House) -> OperatorsDesk:
    """Return the desk; nobody guesses at a command line, so failures do not count."""
    bounds = Bounds(per_ip=1, per_account=1, window=1.0, first_delay=0.0)
    return OperatorsDesk(
        store=house.store,
        clock=house.clock,
        server_key=house.key,
        attempts=Attempts(bounds, house.clock),
        cost=argon2_cost(house.config),
    )


def _replacing(operator: Operator) -> Callable[[Books], None]:
    def work(books: Books) -> None:
        books.operators.replace(operator)
        books.operators.close_sessions(of=operator.id)

    return work


def _show(made: NewOperator) -> None:
    qr_code(made.totp_uri)
    show_once("TOTP", made.totp_uri, SCAN)
    print()
    codes = CODES.format(name=made.operator.name)
    list_once("Recovery codes", made.recovery, codes)


def _as_line(operator: Operator) -> str:
    made = datetime.fromtimestamp(operator.created / 1000, UTC)
    codes = len(operator.recovery)
    return (
        f"{operator.name}  {operator.role}  since {made:%Y-%m-%d}  "
        f"{codes} recovery codes left"
    )


def _as_json(operator: Operator) -> str:
    return json_format.dumps(
        {
            "name": operator.name,
            "role": operator.role,
            "created": operator.created,
            "recoveryCodes": len(operator.recovery),
        }
    )
