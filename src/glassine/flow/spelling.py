"""One spelling of what people type to log in, however they typed it. RFC 4013

A client that logs in by SCRAM prepares name and password before it hashes them, one
that uses PLAIN sends them as typed. Both must come to the same account.
"""

from glassine.vault import printed
from glassine.words.private import Password, UserName
from glassine.words.public import Address, NotPublic, parse_address
from glassine.words.saslprep import Unpreparable, prepare

LONG_ENOUGH = 12  # characters of a password: whoever has the disk can guess at leisure


class UnfitPassword(Exception):
    """It cannot be typed everywhere, or looks like a secret that we print."""


def fit(new: Password) -> Password:
    """Return a new password as it is kept. Raises `UnfitPassword`."""
    spelt = _prepared(new.reveal())
    if not spelt or printed.read(Password(spelt)) is not None:
        raise UnfitPassword
    return Password(spelt)


def typed(password: Password) -> Password:
    """Return a password as it was kept; one that was never kept stays as it is."""
    spelt = _prepared(password.reveal())
    return password if spelt is None else Password(spelt)


def named(user: UserName) -> Address | None:
    """Return the address that a user name means, if it is one."""
    spelt = _prepared(user.reveal())
    if spelt is None:
        return None
    try:
        return parse_address(spelt.decode("utf-8"))
    except NotPublic:
        return None


def folded(user: UserName) -> UserName:
    """Return one spelling of all that mean one account, or would if there were one."""
    address = named(user)
    name = user.reveal() if address is None else str(address).encode("utf-8")
    return UserName(name.decode("utf-8", "replace").casefold().encode("utf-8"))


def _prepared(word: bytes) -> bytes | None:
    try:
        return prepare(word.decode("utf-8")).encode("utf-8")
    except (UnicodeDecodeError, Unpreparable):
        return None
