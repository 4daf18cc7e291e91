"""A policy once seen is never weakened by silence. RFC 8461 §5.1, §10.2"""

import asyncio

import pytest

from flow.sending.paper_dns import DAY, Paper
from glassine.flow.sending.sts import NotFetched, StsAnswer, Unusable
from glassine.trust.mta_sts import StsMode, StsPolicy
from glassine.words.public import Domain

DOMAIN = Domain("example.net")
MINUTE = 60_000


def serve(paper: Paper, name: str, mode: str, max_age: int = 7 * 86_400) -> None:
    paper.dns.write("txt _mta-sts.example.net", f"v=STSv1; id={name}".encode())
    paper.web.served["example.net"] = (
        f"version: STSv1\nmode: {mode}\nmx: mx.example\nmax_age: {max_age}\n".encode()
    )


def answer(paper: Paper) -> StsAnswer:
    return asyncio.run(paper.mta_sts.of(DOMAIN))


def mode(paper: Paper) -> StsMode | None:
    policy = answer(paper).policy
    return policy.mode if policy else None


@pytest.fixture
def paper() -> Paper:
    """A domain with a policy that is enforced."""
    paper = Paper()
    serve(paper, "1", "enforce")
    return paper


def test_a_policy_is_fetched_once_and_kept(paper: Paper) -> None:
    policy = StsPolicy(StsMode.ENFORCE, 7 * 86_400, ("mx.example",))
    assert answer(paper) == StsAnswer(policy=policy, fresh=True)
    assert answer(paper) == StsAnswer(policy=policy)
    assert paper.web.visits == 1
    assert paper.store.policies[DOMAIN].id == "1"


def test_a_domain_that_says_nothing_is_not_visited() -> None:
    paper = Paper()
    assert answer(paper) == StsAnswer()
    assert paper.web.visits == 0


def test_a_new_id_brings_the_new_policy_even_a_weaker_one(paper: Paper) -> None:
    """It came by HTTPS from the domain itself."""
    assert mode(paper) is StsMode.ENFORCE
    serve(paper, "2", "testing")
    assert mode(paper) is StsMode.TESTING
    assert mode(paper) is StsMode.TESTING
    assert paper.web.visits == 2


@pytest.mark.parametrize("silence", ["gone", "failed", "two"])
def test_without_the_record_a_policy_holds_until_it_expires(
    paper: Paper, silence: str
) -> None:
    assert mode(paper) is StsMode.ENFORCE
    match silence:
        case "gone":
            paper.dns.write("txt _mta-sts.example.net")
        case "failed":
            paper.dns.fail("txt _mta-sts.example.net")
        case _:
            record = b"v=STSv1; id=9"
            paper.dns.write("txt _mta-sts.example.net", record, record)
    paper.clock.moment += 7 * DAY - 1
    assert mode(paper) is StsMode.ENFORCE
    paper.clock.moment += 1
    assert mode(paper) is None


@pytest.mark.parametrize(
    ("served", "failure"),
    [
        (NotFetched.UNTRUSTED, NotFetched.UNTRUSTED),
        (NotFetched.TIMED_OUT, NotFetched.TIMED_OUT),
        (b"<html>", Unusable.MALFORMED),
        (b"version: STSv1\nmode: none\n", Unusable.MALFORMED),
    ],
)
def test_what_cannot_be_fetched_weakens_nothing(
    paper: Paper, served: bytes | NotFetched, failure: object
) -> None:
    before = answer(paper).policy
    serve(paper, "2", "none")
    paper.web.served["example.net"] = served
    assert answer(paper) == StsAnswer(policy=before, failure=failure)  # type: ignore[arg-type]


def test_a_fetch_that_failed_is_not_tried_again_at_once(paper: Paper) -> None:
    paper.web.served["example.net"] = NotFetched.UNREACHABLE
    assert answer(paper) == StsAnswer(failure=NotFetched.UNREACHABLE)
    assert answer(paper) == StsAnswer(failure=Unusable.PAUSED)
    assert paper.web.visits == 1
    serve(paper, "1", "enforce")
    paper.clock.moment += 5 * MINUTE
    assert mode(paper) is StsMode.ENFORCE


def test_a_policy_is_renewed_each_day_so_that_it_does_not_run_out(
    paper: Paper,
) -> None:
    for day in range(20):
        paper.clock.moment += DAY + 1
        assert answer(paper).fresh, day
    paper.web.served["example.net"] = NotFetched.UNREACHABLE
    paper.clock.moment += 6 * DAY
    assert mode(paper) is StsMode.ENFORCE


def test_a_short_policy_is_renewed_at_half_its_life(paper: Paper) -> None:
    serve(paper, "1", "enforce", max_age=3600)
    assert answer(paper).fresh
    paper.clock.moment += 30 * MINUTE
    assert not answer(paper).fresh
    paper.clock.moment += 1
    assert answer(paper).fresh
