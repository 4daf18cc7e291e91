"""`glassine account`: add one, list them, delete one, give one a new password."""

import json as json_format
from datetime import UTC, datetime

from glassine.cli.arguments import AddressWord, Json, SecretFile, Yes
from glassine.cli.confirm import confirm
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.known_accounts import find, refuse_stranger, wrong_credential
from glassine.cli.passwords import chosen, given
from glassine.cli.screen import say_if_none
from glassine.cli.show_once import show_once
from glassine.cli.visible import visible
from glassine.events.facts import Action
from glassine.flow.accounts import add_account, delete_account
from glassine.flow.credentials import WrongCredential, set_password
from glassine.serve.compose import argon2_cost
from glassine.store.api.accounts import Account
from glassine.store.api.ids import Duplicate, Missing

RECOVERY = (
    "Keep it on paper. It gives the account a new password when the old one is\n"
    "forgotten; without both, nobody opens this mail again."
)
LOST = (
    "This destroys the keys of {address}. Its {messages} messages can then never be "
    "read again, by anybody. What it has queued is still sent."
)


async def add(
    address: AddressWord,
    /,
    *,
    password_file: SecretFile = None,
    smtp_only: bool = False,
    scram: bool = False,
    config: ConfigFile = None,
) -> None:
    """Make an account and print its recovery code.

    Parameters
    ----------
    address
        The account's address, in a domain of ours.
    password_file
        A file whose first line is the password; `-` is standard input.
    smtp_only
        It only sends, as apps do: no mailbox, and no key to unlock.
    scram
        SCRAM logins with the password too; what is kept is as strong as PBKDF2.
    """
    async with open_house(config) as house:
        await refuse_stranger(house, address)
        password = chosen(password_file, f"Password for {address}", "--password-file")
        try:
            created = await add_account(
                house.recording(Action.ACCOUNT_ADD, address=address),
                house.key,
                address,
                password,
                now=house.now(),
                cost=argon2_cost(house.config),
                only_sends=smtp_only,
                scram=scram,
                rejects=house.config.judging.rejects,
            )
        except (Duplicate, Missing):
            await refuse_stranger(house, address)
            raise
    print(f"{address} can now log in{' to send mail' if smtp_only else ''}.")
    if created.recovery is not None:
        show_once("Recovery code", created.recovery, RECOVERY)


async def list_(*, json: Json = False, config: ConfigFile = None) -> None:
    """Print the accounts, one a line."""
    async with open_house(config) as house:
        accounts = await house.store.read(lambda books: books.accounts.all())
        shown = [account.address for account in accounts]
        await house.looked(Action.ACCOUNT_LIST, "", len(accounts), shown)
    for account in accounts:
        print(_as_json(account) if json else _as_line(account))
    say_if_none(accounts, json=json)


async def delete(
    address: AddressWord, /, *, yes: Yes = False, config: ConfigFile = None
) -> None:
    """Destroy the account's keys, once the operator has confirmed.

    Parameters
    ----------
    address
        The account's address.
    """
    async with open_house(config) as house:
        account = await find(house, address)
        if not yes:
            messages = await _messages(house, account)
            asked = f"account={address}"
            await house.looked(Action.ACCOUNT_LIST, asked, 1, [address])
            confirm(LOST.format(address=address, messages=messages), str(address))
        await delete_account(
            house.recording(Action.ACCOUNT_DELETE, address=address), address
        )
    print(f"{address} is deleted, and its keys are destroyed.")


async def passwd(
    address: AddressWord,
    /,
    *,
    current_file: SecretFile = None,
    password_file: SecretFile = None,
    config: ConfigFile = None,
) -> None:
    """Replace the password and the recovery code.

    Parameters
    ----------
    address
        The account's address.
    current_file
        A file whose first line is the old password or the recovery code; `-` is
        standard input, whose first line it then is. An account that only sends
        needs none.
    password_file
        A file whose first line is the new password; `-` is standard input.
    """
    async with open_house(config) as house:
        account = await find(house, address)
        proof = (
            given(current_file, "Old password or recovery code", "--current-file")
            if account.public_key
            else None
        )
        password = chosen(password_file, "New password", "--password-file")
        try:
            recovery = await set_password(
                house.recording(Action.ACCOUNT_PASSWD, address=address),
                address,
                password,
                proof=proof,
                cost=argon2_cost(house.config),
                now=house.now(),
            )
        except WrongCredential:
            raise wrong_credential(address) from None
    print(f"{address} has a new password; the old one no longer works.")
    if recovery is not None:
        show_once("New recovery code", recovery, RECOVERY)


async def _messages(house: House, account: Account) -> int:
    boxes = await house.store.read(lambda books: books.mailboxes.of(account.id))
    return sum(box.messages for box in boxes)


def _as_line(account: Account) -> str:
    made = datetime.fromtimestamp(account.created / 1000, UTC)
    kind = "" if account.public_key else "  only sends"
    return f"{visible(account.address)}  since {made:%Y-%m-%d}{kind}"


def _as_json(account: Account) -> str:
    return json_format.dumps(
        {
            "address": str(account.address),
            "created": account.created,
            "smtpOnly": account.public_key is None,
        }
    )
