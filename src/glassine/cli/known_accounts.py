"""Which accounts there are, and what to say of one that is not, or is already."""

from glassine.cli.house import House
from glassine.cli.refused import Refused
from glassine.store.api.accounts import Account
from glassine.words.public import Address


async def find(house: House, address: Address) -> Account:
    """Return the account. Raises `Refused` where there is none."""
    account = await house.store.look(lambda books: books.accounts.at(address))
    if account is None:
        raise Refused(f"there is no account {address}; see: glassine account list")
    return account


def wrong_credential(address: Address) -> Refused:
    """Return what to say when neither password nor recovery code fits."""
    return Refused(
        f"that is neither the password nor the recovery code of {address}, and "
        "nothing was changed; try again"
    )


async def refuse_stranger(house: House, address: Address) -> None:
    """Refuse an address that is taken, or in a domain that is not ours."""
    ours, taken = await house.store.look(
        lambda books: (
            books.accounts.has_domain(address.domain),
            books.accounts.at(address),
        )
    )
    if not ours:
        raise Refused(
            f"{address.domain} is not ours; add it: "
            f"glassine domain add {address.domain}"
        )
    if taken:
        raise Refused(
            f"{address} is there already; "
            f"a new password: glassine account passwd {address}"
        )
