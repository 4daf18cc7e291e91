"""Who is in the demo: a domain, an app that only sends, and a person who reads."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from glassine.cli.house import open_house
from glassine.cli.init import LOOPBACK, make_house
from glassine.config.read import NAME, parse_config
from glassine.config.write import config_text
from glassine.events.facts import Action
from glassine.flow.accounts import add_account
from glassine.flow.domains import add_domain
from glassine.serve.compose import argon2_cost
from glassine.words.private import Password
from glassine.words.public import Domain, HostName, parse_address

DOMAIN = Domain("example.org")
HOST = HostName("mail.example.org")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody with an account. The password is made for this one run."""

    name: str
    address: str
    only_sends: bool = False
    password: str = field(default_factory=lambda: secrets.token_hex(8), repr=False)


@dataclass(frozen=True, slots=True)
class Cast:
    """The seed's two: an app's mailbox, and the person whom it writes to."""

    app: Member
    person: Member


def new_cast() -> Cast:
    """Return both, with new passwords."""
    return Cast(
        Member(name="Fernwatch", address=f"mainwp.app@{DOMAIN}", only_sends=True),
        Member(name="Dustin Heatherfield", address=f"dustin@{DOMAIN}"),
    )


async def furnish(directory: Path, members: Iterable[Member]) -> Path:
    """Make what a server needs, as an operator would; return the config file."""
    text, file = config_text(HOST, LOOPBACK), directory / NAME
    make_house(directory, parse_config(text, file), text)
    async with open_house(file) as house:
        adding = house.recording(Action.DOMAIN_ADD, f"domain={DOMAIN}")
        await add_domain(adding, house.key, DOMAIN, hostname=HOST, now=house.now())
        for member in members:
            address = parse_address(member.address)
            await add_account(
                house.recording(Action.ACCOUNT_ADD, address=address),
                house.key,
                address,
                Password(member.password.encode()),
                now=house.now(),
                cost=argon2_cost(house.config),
                only_sends=member.only_sends,
            )
    return file
