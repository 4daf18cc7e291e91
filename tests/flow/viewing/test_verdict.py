"""A verdict tells what counted and whose limits it met; to each no more than theirs."""

import pytest
from msgspec.structs import replace

from flow.viewing.viewers import DUSTIN, Window
from glassine.events.facts import Action
from glassine.events.milestones import Received
from glassine.flow.judging.weigh import Scale, Thresholds
from glassine.flow.viewing.explain import Explanation, explain_by_uuid
from glassine.flow.viewing.own import own_explanation
from glassine.flow.viewing.ownership import Own
from glassine.flow.viewing.verdict import Verdict, plain, verdict
from glassine.words.finding import CheckName, Finding, Reason, Result
from glassine.words.public import Address, Domain, parse_address
from sample_events import BEYOND_THE_SEED
from store.samples import ANN, BOB, CONNECTION, NOW, queued

EVE = parse_address("eve@example.org")
CAT = parse_address("cat@example.org")
UUID = f"{CONNECTION}.1"
NET = Domain("example.net")
FOUND = (
    Finding(CheckName.SPF, Result.FAIL, Reason.SOFTFAIL, NET, 1.0),
    Finding(CheckName.DKIM, Result.PASS, None, NET),
)
STRICT = Thresholds(probable=1.0, spam=2.0, refuse=3.0)


def received() -> Received:
    """Return the record of a letter that came from Bob for Ann and Eve."""
    [sample] = [each for each in BEYOND_THE_SEED if isinstance(each, Received)]
    return replace(
        sample,
        at=NOW,
        uuid=queued().uuid,
        about=queued(sender=BOB, to=(ANN, EVE)).about,
        findings=FOUND,
    )


def explained(here: Window) -> Explanation:
    """Have the letter come, and return why it was judged as it was."""
    here.happen(received())
    [found] = here.run(explain_by_uuid(here.desk, DUSTIN, UUID))
    return found


def test_what_counted_stands_apart_from_what_changed_nothing(here: Window) -> None:
    found = verdict(explained(here), Scale())
    assert [each.finding["check"] for each in found.counted] == ["spf"]
    assert [each.finding["check"] for each in found.silent] == ["dkim"]


def test_limits_that_are_shared_are_told_once(here: Window) -> None:
    usual = verdict(explained(here), Scale())
    assert usual.limits == {Thresholds(): [ANN, EVE]}
    apart = verdict(usual.explained, Scale(special={EVE: STRICT}))
    assert apart.limits == {Thresholds(): [ANN], STRICT: [EVE]}


def test_programs_read_every_finding_and_every_limit(here: Window) -> None:
    said = plain(verdict(explained(here), Scale()))
    assert (said["uuid"], said["score"]) == (UUID, 1.0)
    assert [each["value"] for each in said["findings"]] == ["example.net"] * 2
    assert said["findings"][0]["text"].startswith("SPF of the sender's domain failed")
    assert set(said["thresholds"]) == {str(ANN), str(EVE)}


def test_that_an_operator_asks_why_is_kept_with_whom_it_showed(here: Window) -> None:
    explained(here)
    look = here.last_look(Action.EXPLAIN)
    assert look["filter"] == f"uuid={UUID}"
    assert look["touched"] == [str(ANN), str(EVE)]


@pytest.mark.parametrize("whose", [ANN, EVE])
def test_a_recipient_reads_the_findings_and_only_their_own_limits(
    here: Window, whose: Address
) -> None:
    told = explained(here)
    mine = own_verdict(here, whose)
    assert mine is not None
    assert mine.explained.findings == told.findings
    assert list(mine.thresholds) == [whose]
    [other] = {ANN, EVE} - {whose}
    assert str(other) not in str(plain(mine))


def test_who_sent_it_reads_of_nobodys_limits(here: Window) -> None:
    explained(here)
    mine = own_verdict(here, BOB)
    assert mine is not None
    assert mine.thresholds == {}


def test_nobody_else_reads_of_it_and_no_look_of_a_user_is_kept(here: Window) -> None:
    here.happen(received())
    assert own_verdict(here, CAT) is None
    assert own_verdict(here, ANN) is not None
    assert here.looks() == []


def own_verdict(here: Window, whose: Address) -> Verdict | None:
    """Return the verdict as one of them sees it."""
    found = here.run(own_explanation(here.desk, Own((whose,)), UUID))
    return verdict(found, Scale()) if found else None
