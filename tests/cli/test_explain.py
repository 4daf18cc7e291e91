"""`glassine explain`: why a message was judged as it was."""

import json

import pytest
from msgspec.structs import replace

from cli.commands import Place
from cli.happenings import MESSAGE_ID, OTHER, happen, queued
from glassine.cli.event_rows import read
from glassine.events.facts import Check, Stage
from glassine.events.milestones import Denied, FoundSpam, Milestone, Received
from glassine.events.record import render
from glassine.flow.viewing.sentence import sentence
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import Domain, SpamStatus, TransactionId
from glassine.words.reason import Reason
from sample_events import BEYOND_THE_SEED

NET = Domain("example.net")
FOUND = (
    Finding(CheckName.SPF, Result.FAIL, Reason.SOFTFAIL, NET, 1.0),
    Finding(CheckName.DKIM, Result.PASS, None, NET),
    Finding(CheckName.DMARC, Result.FAIL, Reason.QUARANTINE, NET, 6.0),
)


def sample(kind: type[Milestone]) -> Milestone:
    """Return the sample of a kind."""
    return next(event for event in BEYOND_THE_SEED if isinstance(event, kind))


def received() -> Milestone:
    about = replace(sample(Received).about, spam_status=SpamStatus.SPAM)
    return replace(
        sample(Received), uuid=OTHER, about=about, findings=FOUND, spam_score=7.0
    )


def denied() -> Milestone:
    refusing = Finding(
        CheckName.DMARC, Result.FAIL, Reason.REJECT, NET, 6.0, Bearing.DENY
    )
    return replace(
        sample(Denied),
        uuid=OTHER,
        stage=Stage.DATA,
        check=CheckName.DMARC,
        findings=(refusing, FOUND[0]),
    )


def test_each_finding_is_a_sentence_with_its_weight(place: Place) -> None:
    happen(place, [received()])
    said = place.done("explain", OTHER)
    assert said.startswith(
        "Accepted at 2020-10-26 23:45:45 UTC from someone@example.net"
    )
    assert "SPF of the sender's domain failed: example.net, which does not" in said
    assert "  In order: a DKIM signature (example.net).\n" in said
    assert "which asks to take such mail for spam; it weighs +6.0." in said
    assert said.count("To change it: ") == 2
    *_, together, limits = said.splitlines()
    assert together == "Together it weighs 7.0: spam."
    assert limits.endswith(
        "it is probably spam from 4, spam from 6, and refused from 15."
    )


def test_a_refusal_says_which_check_and_what_would_change_it(place: Place) -> None:
    happen(place, [denied()])
    said = place.done("explain", OTHER)
    assert "by dmarc with 550 because DMARC of the author's domain failed" in said
    assert "this alone refuses the message" in said
    assert "[[dmarc_override]]" in said


def test_programs_read_the_same_as_json(place: Place) -> None:
    happen(place, [received()])
    said = json.loads(place.done("explain", OTHER, "--json"))
    assert [each["check"] for each in said["findings"]] == ["spf", "dkim", "dmarc"]
    assert said["findings"][1]["advice"] == ""
    assert (said["score"], said["status"]) == (7.0, "spam")
    assert said["uuid"] == OTHER
    assert set(said["thresholds"].popitem()[1]) == {"probable", "spam", "refuse"}


def test_a_message_is_found_by_its_id_and_the_look_is_kept(place: Place) -> None:
    happen(place, [queued(place, uuid=OTHER)])
    assert "not judged, since its sender had logged in" in place.done(
        "explain", MESSAGE_ID
    )
    found = json.loads(place.done("events", "--type", "operator", "--limit", "1"))
    assert found["details"]["action"] == "explain"
    assert found["details"]["filter"].endswith("@digest>")


@pytest.mark.parametrize("asked", [OTHER, "<nobody@example.org>"])
def test_what_is_not_there_is_said_so(place: Place, asked: str) -> None:
    said = place.give("explain", asked)
    assert said.code == 1
    assert "mistyped, or older than" in said.err


def test_a_refusal_by_a_limit_has_no_finding_to_tell() -> None:
    limit = replace(sample(Denied), check=Check.LIMITS, findings=())
    assert "because it was too large" in sentence([read(render(limit))])


def test_what_weighs_most_stands_first_and_what_decides_before_that(
    place: Place,
) -> None:
    happen(place, [received()])
    said = place.done("explain", OTHER)
    assert said.index("it weighs +6.0") < said.index("it weighs +1.0")
    assert said.index("it weighs +1.0") < said.index("In order")


def test_each_message_of_a_connection_has_a_verdict_of_its_own(place: Place) -> None:
    connection = OTHER.removesuffix(".1")
    second = replace(denied(), uuid=TransactionId(f"{connection}.2"))
    happen(place, [received(), second])
    said = place.done("explain", connection)
    accepted, refused = said.split("Refused at ")
    assert accepted.count("Together it weighs 7.0: spam.") == 1
    assert "Together" not in refused


def test_what_is_refused_by_one_check_has_no_sum(place: Place) -> None:
    happen(place, [denied()])
    assert "Together it weighs" not in place.done("explain", OTHER)


def test_what_is_refused_for_its_sum_tells_the_sum_and_the_limits(place: Place) -> None:
    over = Finding(CheckName.SCORE, Result.FAIL, Reason.OVER, bearing=Bearing.DENY)
    spam = replace(
        sample(FoundSpam), uuid=OTHER, findings=FOUND, spam_score=7.0, refused=True
    )
    refused = replace(denied(), check=CheckName.SCORE, findings=(over,))
    happen(place, [spam, refused])
    said = place.done("explain", OTHER)
    assert "because all findings together weigh too much: 7.0 by dmarc, spf; no" in said
    assert "All findings together weigh too much; so the message is refused." in said
    assert "Together it weighs 7.0" in said
    assert "refused from 15." in said


def test_a_mailbox_that_is_not_there_is_told_with_what_to_do(place: Place) -> None:
    happen(place, [replace(denied(), check=Check.ADDRESS, findings=())])
    said = place.done("explain", OTHER)
    assert "because there is no such mailbox here" in said
    assert "What to do: correct the address.\n" in said
    assert "What can be done here: make it by `glassine account add`" in said


def test_what_is_put_off_is_not_said_to_be_refused() -> None:
    waits = replace(denied(), code=451)
    said = sentence([read(render(waits))])
    assert said.startswith("Put off at 2020-10-26 23:45:45 UTC: mail from ")
    assert "; no message was accepted, and the sender is asked to come again. " in said
