"""`glassine app-password`: one secret an app, shown once, revoked by name."""

import json

import pytest

from cli.commands import PASSWORD, Place

ANNA = "anna@example.org"
GIVEN = ("--password-file", "-")


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place where Anna has an account."""
    place.done("account", "add", ANNA, *GIVEN, given=PASSWORD)
    return place


def test_one_is_made_listed_and_revoked(home: Place) -> None:
    add = ("app-password", "add", ANNA, "--name", "phone", *GIVEN)
    printed = home.done(*add, given=PASSWORD)
    assert max(printed.split(), key=len).startswith("gla1-")
    assert home.done("app-password", "list", ANNA).startswith("phone  all  since 20")
    home.done("app-password", "revoke", ANNA, "--name", "phone")
    assert home.done("app-password", "list", ANNA) == ""


def test_one_that_only_sends_needs_no_password(home: Place) -> None:
    home.done("app-password", "add", ANNA, "--name", "shop", "--scope", "smtp")
    listed = json.loads(home.done("app-password", "list", ANNA, "--json"))
    assert (listed["name"], listed["scope"]) == ("shop", "smtp")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", ANNA, "--name", "phone", *GIVEN), "has one of that name already"),
        (("add", ANNA, "--name", "password", *GIVEN), "has one of that name already"),
        (("add", ANNA, "--name", " "), "1 to 64 printing characters"),
        (("add", ANNA, "--name", "a\nb"), "1 to 64 printing characters"),
        (("add", "bob@example.org", "--name", "x"), "there is no account"),
        (("revoke", ANNA, "--name", "watch"), "has no app password of that name"),
        (("revoke", ANNA, "--name", "password"), "has no app password of that name"),
        (("list", "bob@example.org"), "there is no account"),
    ],
)
def test_what_cannot_be_done_says_why(
    home: Place, words: tuple[str, ...], why: str
) -> None:
    add = ("app-password", "add", ANNA, "--name", "phone", *GIVEN)
    home.done(*add, given=PASSWORD)
    said = home.give("app-password", *words, given=PASSWORD)
    assert (said.code, said.out) == (1, "")
    assert why in said.err


def test_a_wrong_password_makes_nothing(home: Place) -> None:
    add = ("app-password", "add", ANNA, "--name", "phone", *GIVEN)
    said = home.give(*add, given="a wrong one")
    assert said.code == 1
    assert "wrong one" not in said.err
    assert home.done("app-password", "list", ANNA) == ""
