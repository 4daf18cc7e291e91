"""What was refused without a finding of a check is told as plainly."""

import pytest

from glassine.events.facts import Check
from glassine.flow.viewing.refusing import cause, unjudged


def denied(check: str, code: int = 550) -> dict[str, object]:
    """Return a record of a refusal, as far as it is read here."""
    return {"type": "denied", "details": {"check": check, "code": code}}


@pytest.mark.parametrize("check", list(Check))
def test_every_cause_has_words_and_what_would_change_it(check: Check) -> None:
    found = cause(denied(check))
    assert found is not None
    assert found.why
    assert not found.advice.endswith(".")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (550, "the recipient's domain is not one of ours"),
        (553, "the sender's address does not belong to the account"),
        (530, "nobody had logged in"),
    ],
)
def test_access_is_told_by_its_code(code: int, why: str) -> None:
    found = cause(denied("access", code))
    assert found is not None
    assert found.why.startswith(why)


def test_a_check_of_the_sender_speaks_for_itself() -> None:
    assert cause(denied("dmarc")) is None


def queued(about: str = "") -> dict[str, object]:
    """Return a record of what is to be sent, as far as it is read here."""
    return {"type": "queued", "uuid": "C.1", "details": {"dsnOf": about}}


def test_a_report_names_what_it_is_about() -> None:
    said = unjudged([queued(about="D.1.1"), {"type": "delivered"}])
    assert said.endswith("glassine trace D.1.1")


def test_what_still_waits_is_looked_for_in_the_queue() -> None:
    assert "glassine queue show C.1" in unjudged([queued()])
    assert "queue show" not in unjudged([queued(), {"type": "bounce"}])


def test_mail_of_our_own_people_is_said_not_to_be_judged() -> None:
    assert "had logged in" in unjudged([queued()])
    assert "own_networks" in unjudged([{"type": "received"}])
    assert "Nothing was found" in unjudged([denied("dmarc")])


def test_a_refusal_tells_what_to_do() -> None:
    assert "glassine suppress remove" in unjudged([denied("suppressed")])
