"""`glassine account`: passwords come unseen, recovery codes are shown once."""

import json
from pathlib import Path

import pytest

from cli.commands import PASSWORD, Place
from cli.terminal import at_a_terminal

ANNA = "anna@example.org"
GIVEN = ("--password-file", "-")


def recovery(printed: str) -> str:
    """Return the code in what a command printed."""
    return next(word for word in printed.split() if word.startswith("glr1-"))


def test_an_account_is_added_listed_and_deleted(place: Place) -> None:
    printed = place.done("account", "add", ANNA, *GIVEN, given=PASSWORD)
    assert "Recovery code, shown this once:" in printed
    assert PASSWORD not in printed
    assert place.done("account", "list").startswith(f"{ANNA}  since 20")
    assert "destroyed" in place.done("account", "delete", ANNA, "--yes")
    assert place.done("account", "list") == ""


def test_an_account_that_only_sends_has_no_recovery_code(place: Place) -> None:
    add = ("account", "add", "app@example.org", "--smtp-only", *GIVEN)
    assert place.done(*add, given=PASSWORD) == (
        "app@example.org can now log in to send mail.\n"
    )
    listed = json.loads(place.done("account", "list", "--json"))
    assert (listed["address"], listed["smtpOnly"]) == ("app@example.org", True)


def test_the_old_password_gives_a_new_one(place: Place) -> None:
    place.done("account", "add", ANNA, *GIVEN, given=PASSWORD)
    change = ("account", "passwd", ANNA, "--current-file", "-", *GIVEN)
    place.done(*change, given=f"{PASSWORD}\nanother one\n")
    said = place.give(*change, given=f"{PASSWORD}\nanother one\n")
    assert said.code == 1
    assert "neither the password nor the recovery code" in said.err
    place.done(*change, given="another one\na third\n")


def test_the_recovery_code_gives_a_new_password_once(place: Place) -> None:
    code = recovery(place.done("account", "add", ANNA, *GIVEN, given=PASSWORD))
    change = ("account", "passwd", ANNA, "--current-file", "-", *GIVEN)
    fresh = recovery(place.done(*change, given=f"{code}\nanother one\n"))
    assert fresh != code
    assert place.give(*change, given=f"{code}\na third\n").code == 1


def test_an_account_that_only_sends_needs_no_old_password(place: Place) -> None:
    place.done("account", "add", ANNA, "--smtp-only", *GIVEN, given=PASSWORD)
    place.done("account", "passwd", ANNA, *GIVEN, given="another one")


def test_a_password_may_lie_in_a_file(place: Place, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{PASSWORD}\r\nsecond line\n")
    file = str(tmp_path / "secret")
    place.done("account", "add", ANNA, "--password-file", file)
    change = ("account", "passwd", ANNA, "--current-file", "-", "--password-file", file)
    place.done(*change, given=PASSWORD)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "the password is empty"),
        ("\n", "the password is empty"),
        ("tab\there", "a character that does not print"),
        ("x" * 1025, "longer than 1024 octets"),
    ],
)
def test_a_password_that_no_client_can_send_is_refused(
    place: Place, given: str, why: str
) -> None:
    said = place.give("account", "add", ANNA, *GIVEN, given=given)
    assert said.code == 1
    assert why in said.err
    assert "tab" not in said.err
    assert place.done("account", "list") == ""


def test_a_short_password_is_taken_and_warned_of(place: Place) -> None:
    said = place.give("account", "add", ANNA, *GIVEN, given="eleven char")
    assert said.code == 0
    assert "less than 12 characters" in said.err
    assert "eleven" not in said.err + said.out
    change = ("account", "passwd", ANNA, "--current-file", "-", *GIVEN)
    said = place.give(*change, given="eleven char\ntwelve chars\n")
    assert (said.code, said.err) == (0, "")


def test_without_a_terminal_a_file_is_asked_for(place: Place) -> None:
    said = place.give("account", "add", ANNA)
    assert said.code == 1
    assert "give it by --password-file FILE" in said.err


def test_a_password_file_that_is_not_there_is_named(place: Place) -> None:
    said = place.give("account", "add", ANNA, "--password-file", "/nowhere")
    assert said.code == 1
    assert "/nowhere: no such file or directory" in said.err


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (("add", ANNA, *GIVEN), f"glassine account passwd {ANNA}"),
        (("add", "a@example.com", *GIVEN), "glassine domain add example.com"),
        (("delete", "bob@example.org", "--yes"), "glassine account list"),
        (("passwd", "bob@example.org", *GIVEN), "glassine account list"),
        (("delete", ANNA), "say --yes"),
    ],
)
def test_what_cannot_be_done_names_the_way_out(
    place: Place, words: tuple[str, ...], way_out: str
) -> None:
    place.done("account", "add", ANNA, *GIVEN, given=PASSWORD)
    said = place.give("account", *words, given=PASSWORD)
    assert (said.code, said.out) == (1, "")
    assert way_out in said.err
    assert place.done("account", "list").startswith(ANNA)


def test_at_a_terminal_a_password_is_typed_twice_and_never_shown(place: Place) -> None:
    add = ("account", "add", ANNA)
    code, seen = at_a_terminal(place, *add, typed=(PASSWORD, PASSWORD))
    assert code == 0, seen
    assert PASSWORD not in seen
    assert "glr1-" in seen
    code, seen = at_a_terminal(place, "account", "passwd", ANNA, typed=("x", "y", "z"))
    assert code == 1
    assert "the two differ" in seen


def test_at_a_terminal_deleting_asks_and_says_what_is_lost(place: Place) -> None:
    place.done("account", "add", ANNA, *GIVEN, given=PASSWORD)
    code, seen = at_a_terminal(place, "account", "delete", ANNA, typed=("no",))
    assert code == 1
    assert "Its 0 messages can then never be read again" in " ".join(seen.split())
    assert place.done("account", "list").startswith(ANNA)
    code, _ = at_a_terminal(place, "account", "delete", ANNA, typed=(ANNA,))
    assert code == 0
    assert place.done("account", "list") == ""


def test_an_address_cannot_hide_what_it_is(place: Place) -> None:
    place.done("account", "add", "an\u200bna@example.org", *GIVEN, given=PASSWORD)
    assert place.done("account", "list").startswith("an\\u{200B}na@example.org  since")
