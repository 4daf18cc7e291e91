"""`glassine operator` and `glassine verify`: who may look, and that it is kept."""

import json
import re

from cli.commands import Place

PASSWORD = "a long password of dustin\n"


def added(place: Place, *words: str) -> str:
    """Add an operator; return what was shown."""
    return place.done(
        "operator", "add", "dustin", *words, "--password-file", "-", given=PASSWORD
    )


def test_an_operator_is_added_and_their_secrets_are_shown_once(place: Place) -> None:
    shown = added(place, "--role", "admin")
    assert "dustin can now sign in as admin." in shown
    assert "otpauth://totp/Glassine:dustin?secret=" in shown
    _, codes = shown.split("Recovery codes, shown this once:\n")
    assert len(re.findall(r"^    [A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}$", codes, re.M)) == 8
    assert codes.endswith("glassine operator totp dustin\n")
    listed = json.loads(place.done("operator", "list", "--json"))
    assert (listed["name"], listed["role"]) == ("dustin", "admin")
    assert place.done("operator", "list").startswith("dustin  admin  since ")
    assert (
        place.give(
            "operator", "add", "dustin", "--password-file", "-", given=PASSWORD
        ).code
        == 1
    )


def test_what_was_done_is_in_the_operators_log_and_no_secret(place: Place) -> None:
    shown = added(place)
    place.done(
        "operator", "passwd", "dustin", "--password-file", "-", given="other pw\n"
    )
    place.done("operator", "totp", "dustin")
    place.done("operator", "delete", "dustin", "--yes")
    said = place.done("events", "--type", "operator")
    actions = [json.loads(line)["details"]["action"] for line in said.splitlines()]
    assert [a for a in actions if a.startswith("operator")] == [
        "operator add",
        "operator passwd",
        "operator totp",
        "operator delete",
    ]
    secret = shown.partition("secret=")[2][:32]
    assert secret not in said
    assert place.give("operator", "delete", "dustin", "--yes").code == 1


def test_tokens_are_made_listed_and_revoked(place: Place) -> None:
    added(place)
    token = ("operator", "token")
    shown = place.done(*token, "add", "dustin", "--label", "grafana")
    assert "glsn_" in shown
    (said,) = place.done(*token, "list", "dustin").splitlines()
    assert said.startswith("grafana  events  until ")
    assert json.loads(place.done(*token, "list", "dustin", "--json"))["scopes"]
    again = place.give(*token, "add", "dustin", "--label", "grafana")
    assert (again.code, "already" in again.err) == (1, True)
    place.done(*token, "revoke", "dustin", "--label", "grafana")
    assert place.give(*token, "revoke", "dustin", "--label", "grafana").code == 1
    assert place.give(*token, "add", "dustin", "--label", "a b").code == 1


def test_the_log_is_verified_and_its_checkpoint_written(place: Place) -> None:
    added(place)
    said = place.done("verify", "--make")
    assert "signed by this key (Ed25519): " in said
    assert "The operators' log is whole: " in said
    assert "1 checkpoint agrees." in said
    (file,) = (place.path / "checkpoints").glob("*.checkpoint")
    assert place.done("verify", str(file)).splitlines()[0] == said.splitlines()[0]
    file.write_text(file.read_text().replace("row: ", "row: 9"))
    assert "checkpoint is not signed by this server" in place.give("verify").err
    assert "not a checkpoint" in place.give("verify", str(place.config)).err
