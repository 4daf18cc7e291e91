"""A link that a user gives support: to one trace, and to a day on which it ends.

Nothing is kept of it. It is bound to the account's recovery code, or its password where
it only sends: with a new one, all links that were given before end at once.
"""

import base64
import binascii
from dataclasses import dataclass

import msgspec

from glassine.flow.viewing.desk import ViewingDesk
from glassine.store.api.accounts import SlotKind
from glassine.store.api.store import Books
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, NotPublic, parse_address

LONGEST = 30 * 86_400_000  # milliseconds
BONDS = (SlotKind.RECOVERY, SlotKind.PASSWORD)


class BadLink(Exception):
    """It was not made here, or has ended."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link says."""

    uuid: str
    owner: Address
    until: Milliseconds


async def share(
    desk: ViewingDesk, owner: Address, uuid: str, until: Milliseconds
) -> str:
    """Return the link's token. Raises `BadLink` where there is no such account."""
    end = min(until, desk.clock.now() + LONGEST)
    said = msgspec.json.encode((uuid, str(owner), end))
    bond = await desk.store.look(lambda books: _bond(books, owner))
    return _letters(desk.server_key.link_seal(bond + said) + said)


async def read_link(desk: ViewingDesk, token: str) -> Shared:
    """Return what a token says. Raises `BadLink`."""
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        seal, said = whole[:32], whole[32:]
        uuid, owner, until = msgspec.json.decode(said, type=tuple[str, str, int])
        link = Shared(uuid, parse_address(owner), Milliseconds(until))
    except (binascii.Error, ValueError, msgspec.MsgspecError, NotPublic):
        raise BadLink from None
    bond = await desk.store.look(lambda books: _bond(books, link.owner))
    if not desk.server_key.is_link_seal(seal, bond + said):
        raise BadLink
    if until < desk.clock.now():
        raise BadLink
    return link


def _bond(books: Books, owner: Address) -> bytes:
    """Return what the account's links are bound to. Raises `BadLink`."""
    account = books.accounts.at(owner)
    if account is None:
        raise BadLink
    kept = (books.accounts.slots(account.id, kind) for kind in BONDS)
    slots = next((found for found in kept if found), [])
    return account.id + b"".join(slot.id for slot in slots)


def _letters(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
