"""What findings come to, and for whom."""

import imaplib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flow.judging.strangers import ANN, BOB, bring, judged_by, judging_house
from glassine.config.tables.judging import Thresholds as ThresholdSettings
from glassine.config.tables.judging import ThresholdsFor
from glassine.events.facts import CheckOrigin
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.weigh import Scale, Thresholds, gravest, score, too_heavy
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Domain, SpamStatus, parse_address
from glassine.words.reason import Reason
from support.house import PASSWORD, House
from support.imap_client import ImapTalk
from support.letters import letter

PATIENT = ThresholdsFor(who=parse_address(BOB), spam=12.0, refuse=30.0)


@dataclass(frozen=True, slots=True)
class Weighs:
    """A check to which every message weighs the same."""

    weight: float
    origin: CheckOrigin = CheckOrigin.CONTENT

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> list[Finding]:
        """Return one finding of that weight."""
        return [
            Finding(CheckName.HTML, Result.FAIL, Reason.FORM, weight=self.weight),
        ]


def test_a_score_is_the_sum_of_what_speaks_for_and_against() -> None:
    weights = (2.5, 0.1, 0.2, -1.0, 0.0)
    findings = [Finding(CheckName.HTML, Result.FAIL, weight=each) for each in weights]
    assert score(findings) == 1.8
    assert score([]) == 0.0


@pytest.mark.parametrize(
    ("total", "status"),
    [
        (-5.0, SpamStatus.HAM),
        (3.99, SpamStatus.HAM),
        (4.0, SpamStatus.PROBABLE),
        (6.0, SpamStatus.SPAM),
        (99.0, SpamStatus.SPAM),
    ],
)
def test_a_class_begins_at_its_threshold(total: float, status: SpamStatus) -> None:
    assert Thresholds().status(total) is status


def test_an_account_comes_before_its_domain_and_a_domain_before_all() -> None:
    ann, bob = parse_address("Ann@example.org"), parse_address(BOB)
    mine, ours = Thresholds(spam=1.0), Thresholds(spam=2.0)
    scale = Scale(special={parse_address(ANN): mine, Domain("example.org"): ours})
    assert scale.of(ann) is mine
    assert scale.of(bob) is ours
    assert scale.of(parse_address("x@example.net")) == Thresholds()


def test_the_gravest_class_is_that_of_the_least_patient() -> None:
    ann, bob = parse_address(ANN), parse_address(BOB)
    scale = Scale(special={bob: Thresholds(spam=1.0, refuse=2.0)})
    assert gravest(scale, 3.0, [ann]) is SpamStatus.HAM
    assert gravest(scale, 3.0, [ann, bob]) is SpamStatus.SPAM
    assert gravest(scale, 3.0, []) is SpamStatus.UNKNOWN
    assert too_heavy(scale, 3.0, [bob]) is not None
    assert too_heavy(scale, 3.0, [ann, bob]) is None
    assert too_heavy(scale, 99.0, []) is None


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with judging_house(tmp_path, thresholds_for=(PATIENT,)) as inside:
        yield inside


def filed(home: House) -> dict[str, tuple[str, str]]:
    """Return for whom it was filed where, and as what."""
    return {
        record["rcptTo"][0]: (
            record["details"]["filed"],
            record["details"]["spamStatus"],
        )
        for record in home.records("delivered")
    }


def in_folder(home: House, who: str, folder: str) -> int:
    """Return how many messages Python's own IMAP client finds there."""
    with imaplib.IMAP4(*home.open_imap()) as client:
        client.login(who, PASSWORD)
        _, (count,) = client.select(folder, readonly=True)
        assert count is not None
        return int(count)


def records(home: House, kind: str) -> list[dict[str, Any]]:
    return [each["details"] for each in home.records(kind)]


def test_spam_goes_to_junk_and_a_record_says_so(home: House) -> None:
    judged_by(home, Weighs(7.0))
    assert bring(home, letter("Offer"), ANN).code == 250
    assert filed(home) == {f"<{ANN}>": ("junk", "spam")}
    assert (in_folder(home, ANN, "Junk"), in_folder(home, ANN, "INBOX")) == (1, 0)
    (spam,) = records(home, "spam")
    assert (spam["spamScore"], spam["spamStatus"]) == (7.0, "spam")
    assert any("spam score=7.0 rules=html refused=N" in line for line in home.lines())


def test_what_is_probably_spam_goes_to_the_inbox(home: House) -> None:
    judged_by(home, Weighs(5.0))
    assert bring(home, letter("Offer"), ANN).code == 250
    assert filed(home) == {f"<{ANN}>": ("inbox", "probable")}
    assert records(home, "spam") == []


def test_each_has_it_filed_by_their_own_limits(home: House) -> None:
    judged_by(home, Weighs(7.0))
    assert bring(home, letter("Offer"), ANN, BOB).code == 250
    assert filed(home) == {
        f"<{ANN}>": ("junk", "spam"),
        f"<{BOB}>": ("inbox", "probable"),
    }


def test_it_is_refused_only_where_nobody_bears_it(home: House) -> None:
    judged_by(home, Weighs(20.0))
    reply = bring(home, letter("Offer"), ANN)
    assert (reply.code, reply.text[:5]) == (550, "5.7.1")
    assert bring(home, letter("Offer"), ANN, BOB).code == 250
    assert filed(home) == {
        f"<{ANN}>": ("junk", "spam"),
        f"<{BOB}>": ("junk", "spam"),
    }
    (denied,) = records(home, "denied")
    assert denied["check"] == "score"
    assert {spam["refused"] for spam in records(home, "spam")} == {True, False}


def test_who_has_no_junk_has_it_in_the_inbox(home: House) -> None:
    judged_by(home, Weighs(7.0))
    with ImapTalk(home.open_imap()) as talk:
        talk.log_in(ANN, PASSWORD)
        assert talk.do("DELETE Junk").status == "OK"
    assert bring(home, letter("Offer"), ANN).code == 250
    assert filed(home) == {f"<{ANN}>": ("inbox", "spam")}


def test_thresholds_of_the_file_reach_the_scale(tmp_path: Path) -> None:
    strict = ThresholdSettings(probable=0.5, spam=1.0, refuse=1.2)
    with judging_house(tmp_path, thresholds=strict) as home:
        judged_by(home, Weighs(1.1))
        assert bring(home, letter("Offer")).code == 250
        assert filed(home) == {f"<{ANN}>": ("junk", "spam")}
        judged_by(home, Weighs(1.2))
        assert bring(home, letter("Offer")).code == 550
