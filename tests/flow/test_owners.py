"""Users at their own page: proven by their password, with their mailbox locked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.flow import owners
from glassine.flow.owners import IDLE, LONGEST, Owners, OwnersDesk
from glassine.flow.route import Rules
from glassine.serve.compose import argon2_cost
from glassine.words.private import Password, UserName
from glassine.words.public import ip_address, parse_address
from support.house import PASSWORD, House, house
from support.moved_clock import MovedClock

ANN, INFO = parse_address("ann@example.org"), parse_address("info@example.org")
HERE = ip_address("192.0.2.1")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as inside:
        inside.add(str(ANN))
        yield inside


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def desk(home: House, clock: MovedClock) -> OwnersDesk:
    return OwnersDesk(
        store=home.desk.store,
        clock=clock,
        chance=home.desk.chance,
        login=home.desk.login,
        rules=Rules(aliases={INFO: (ANN,)}, catch_all={}),
        cost=argon2_cost(home.config),
    )


def sign_in(
    home: House, here: Owners, password: str = PASSWORD, user: str = str(ANN)
) -> str | None:
    name, word = UserName(user.encode()), Password(password.encode())
    return home.run(here.sign_in(name, word, HERE))


def test_the_password_opens_a_session_and_not_the_mailbox(
    home: House, desk: OwnersDesk
) -> None:
    here = Owners(desk)
    secret = sign_in(home, here)
    assert secret is not None
    assert home.run(here.owner(secret)) == ANN
    assert [session.entry.opened for session in here._sessions.values()] == [None]


@pytest.mark.parametrize(
    ("user", "password"),
    [(str(ANN), "guess"), ("nobody@example.org", PASSWORD), ("", ""), ("\ud83d", "x")],
)
def test_anything_else_opens_none(
    home: House, desk: OwnersDesk, user: str, password: str
) -> None:
    given = UserName(user.encode("utf-8", "replace"))
    word = Password(password.encode())
    assert home.run(Owners(desk).sign_in(given, word, HERE)) is None


def test_an_app_password_opens_no_page(home: House, desk: OwnersDesk) -> None:
    proof = Password(PASSWORD.encode())
    made = home.run(owners.new_secret(desk, ANN, "phone", "all", proof, HERE))
    assert made is not None
    assert sign_in(home, Owners(desk), made.reveal().decode()) is None


@pytest.mark.parametrize("steps", [[IDLE + 1], [IDLE - 1] * int(LONGEST / IDLE + 2)])
def test_a_session_ends_by_itself(
    home: House, desk: OwnersDesk, clock: MovedClock, steps: list[float]
) -> None:
    here = Owners(desk)
    secret = sign_in(home, here)
    assert secret is not None
    found = []
    for step in steps:
        clock.seconds += step
        found.append(home.run(here.owner(secret)))
    assert found[-1] is None
    assert here._sessions == {}


def test_a_session_ends_with_signing_out_and_with_the_password(
    home: House, desk: OwnersDesk
) -> None:
    here = Owners(desk)
    first, second = sign_in(home, here), sign_in(home, here)
    assert first is not None
    assert second is not None
    here.sign_out(first)
    assert home.run(here.owner(first)) is None
    assert home.run(here.owner(second)) == ANN
    old, new = Password(PASSWORD.encode()), Password(b"another battery staple")
    assert home.run(owners.change_password(desk, ANN, old, new, HERE)) is not None
    assert home.run(here.owner(second)) is None


@pytest.mark.parametrize("scope", ["all", "imap", "smtp", "whatever"])
def test_a_secret_is_made_with_the_password_only(
    home: House, desk: OwnersDesk, scope: str
) -> None:
    wrong = Password(b"guess")
    assert home.run(owners.new_secret(desk, ANN, "phone", scope, wrong, HERE)) is None
    assert home.run(owners.secrets_of(desk, ANN)) == []


def test_an_alias_is_an_address_of_its_owner(desk: OwnersDesk) -> None:
    assert owners.addresses(desk, ANN) == (ANN, INFO)
    alone = replace(desk, rules=Rules(aliases={}, catch_all={}))
    assert owners.addresses(alone, ANN) == (ANN,)
