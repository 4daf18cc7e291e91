"""A link that a user gives support: to one trace, and to a day on which it ends."""

import base64
import binascii
import json
from dataclasses import dataclass

from glassine.flow.viewing.desk import ViewingDesk
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, NotPublic, parse_address

LONGEST = 30 * 86_400_000  # milliseconds


class BadLink(Exception):
    """It was not made here, or has ended."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link says."""

    uuid: str
    owner: Address
    until: Milliseconds


def share(desk: ViewingDesk, owner: Address, uuid: str, until: Milliseconds) -> str:
    """Return the link's token."""
    end = min(until, desk.clock.now() + LONGEST)
    said = json.dumps([uuid, str(owner), end]).encode()
    return _letters(desk.server_key.link_seal(said) + said)


def read_link(desk: ViewingDesk, token: str) -> Shared:
    """Return what a token says. Raises `BadLink`."""
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise BadLink from None
    seal, said = whole[:32], whole[32:]
    if not desk.server_key.is_link_seal(seal, said):
        raise BadLink
    uuid, owner, until = json.loads(said)
    if until < desk.clock.now():
        raise BadLink
    try:
        return Shared(uuid, parse_address(owner), until)
    except NotPublic:
        raise BadLink from None


def _letters(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
