"""A link for support: it says whose trace it opens, and it ends."""

import base64

import pytest

from flow.viewing.viewers import Window
from glassine.flow.viewing.support import LONGEST, BadLink, read_link, share
from glassine.store.api.accounts import Account
from glassine.words.clock import Milliseconds
from store.samples import ANN, BOB, CONNECTION, NOW, account_of, slot_of

UUID = f"{CONNECTION}.1"
SOON = Milliseconds(NOW + 1000)


@pytest.fixture
def ann(here: Window) -> Account:
    """Return Ann's account, which has a password."""
    account = account_of()
    here.write(lambda books: books.accounts.add(account))
    here.write(lambda books: books.accounts.put_slot(slot_of(account)))
    return account


def is_good(here: Window, token: str) -> bool:
    try:
        here.run(read_link(here.desk, token))
    except BadLink:
        return False
    return True


@pytest.mark.usefixtures("ann")
def test_a_link_says_whose_trace_it_opens_and_until_when(here: Window) -> None:
    said = here.run(read_link(here.desk, here.run(share(here.desk, ANN, UUID, SOON))))
    assert (said.owner, said.uuid, said.until) == (ANN, UUID, SOON)


@pytest.mark.usefixtures("ann")
def test_a_link_ends(here: Window) -> None:
    gone = here.run(share(here.desk, ANN, UUID, Milliseconds(NOW - 1)))
    assert not is_good(here, gone)
    late = here.run(share(here.desk, ANN, UUID, Milliseconds(NOW + 10 * LONGEST)))
    assert here.run(read_link(here.desk, late)).until == NOW + LONGEST


def test_a_link_ends_with_the_slot_and_with_the_account(
    here: Window, ann: Account
) -> None:
    token = here.run(share(here.desk, ANN, UUID, SOON))
    assert is_good(here, token)
    here.write(lambda books: books.accounts.put_slot(slot_of(ann)))
    assert not is_good(here, token)
    token = here.run(share(here.desk, ANN, UUID, SOON))
    here.write(lambda books: books.accounts.delete(ann.id))
    assert not is_good(here, token)


@pytest.mark.usefixtures("ann")
def test_a_link_cannot_be_made_elsewhere(here: Window) -> None:
    token = here.run(share(here.desk, ANN, UUID, SOON))
    whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    of_bob = whole.replace(str(ANN).encode(), str(BOB).encode())
    later = whole.replace(b"5946", b"9946")
    deep = whole[:32] + b"[" * 9000
    made = [base64.urlsafe_b64encode(each).decode() for each in (of_bob, later, deep)]
    forged = [*made, token[:-1], "", "A" * 60, "ä", f"B{token[1:]}", "W10"]
    assert [is_good(here, each) for each in forged] == [False] * len(forged)
