"""`glassine app-password`: a password for one app or device, made by us."""

import json as json_format
from datetime import UTC, datetime

from glassine.cli.arguments import AddressWord, Json, SecretFile
from glassine.cli.house import ConfigFile, open_house
from glassine.cli.known_accounts import find, wrong_credential
from glassine.cli.passwords import given
from glassine.cli.refused import Refused
from glassine.cli.show_once import show_once
from glassine.events.facts import Action
from glassine.flow.credentials import (
    NameTaken,
    WrongCredential,
    add_app_password,
    app_passwords,
    revoke_app_password,
)
from glassine.store.api.accounts import Scope, Slot

LONGEST_NAME = 64
USE = (
    "Type it into the app in place of the password. It can be revoked by its name,\n"
    "and nothing else changes."
)


async def add(
    address: AddressWord,
    /,
    *,
    name: str,
    scope: Scope = Scope.ALL,
    password_file: SecretFile = None,
    config: ConfigFile = None,
) -> None:
    """Make an app password and print it.

    Parameters
    ----------
    address
        The account's address.
    name
        What its owner calls it, such as phone. The operator sees it.
    scope
        What it is good for: smtp sends, imap reads, all does both.
    password_file
        A file whose first line is the account's password or recovery code; `-` is
        standard input. What only sends needs none.
    """
    _check_name(name)
    async with open_house(config) as house:
        account = await find(house, address)
        only_sends = scope is Scope.SMTP or account.public_key is None
        proof = (
            None
            if only_sends
            else given(password_file, f"Password of {address}", "--password-file")
        )
        try:
            secret = await add_app_password(
                house.recording(
                    Action.APP_PASSWORD_ADD, f"scope={scope}", address=address
                ),
                address,
                name=name,
                scope=scope,
                proof=proof,
                now=house.now(),
            )
        except NameTaken:
            raise Refused(
                f"{address} has one of that name already; choose another, or see: "
                f"glassine app-password list {address}"
            ) from None
        except WrongCredential:
            raise wrong_credential(address) from None
    show_once(f"App password of {address}", secret, USE)


async def list_(
    address: AddressWord, /, *, json: Json = False, config: ConfigFile = None
) -> None:
    """Print the names of an account's app passwords, one a line.

    Parameters
    ----------
    address
        The account's address.
    """
    async with open_house(config) as house:
        await find(house, address)
        slots = await app_passwords(house.store, address)
        await house.looked(Action.APP_PASSWORD_LIST, "", len(slots), [address])
    for slot in slots:
        print(_as_json(slot) if json else _as_line(slot))


async def revoke(
    address: AddressWord, /, *, name: str, config: ConfigFile = None
) -> None:
    """Destroy the app password of this name.

    Parameters
    ----------
    address
        The account's address.
    name
        What it was called.
    """
    async with open_house(config) as house:
        await find(house, address)
        slots = await app_passwords(house.store, address)
        if name not in {slot.name for slot in slots}:
            raise Refused(
                f"{address} has no app password of that name; see: "
                f"glassine app-password list {address}"
            )
        await revoke_app_password(
            house.recording(Action.APP_PASSWORD_REVOKE, address=address), address, name
        )
    print(f"It is revoked; {address} can no longer log in with it.")


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(
            f"a name has 1 to {LONGEST_NAME} printing characters; choose another"
        )


def _as_line(slot: Slot) -> str:
    made = datetime.fromtimestamp(slot.created / 1000, UTC)
    return f"{slot.name}  {slot.scope}  since {made:%Y-%m-%d}"


def _as_json(slot: Slot) -> str:
    return json_format.dumps(
        {"name": slot.name, "scope": slot.scope, "created": slot.created}
    )
