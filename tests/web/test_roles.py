"""Where a verb refuses the operator's role, the answer is 403 and nothing broke."""

import pytest

from glassine.flow.viewing.witness import NotAllowed
from web.browser import Browser, site
from web.stand_in import StandInPeople, StandInViewing


@pytest.fixture
def refused(
    viewing: StandInViewing, people: StandInPeople, monkeypatch: pytest.MonkeyPatch
) -> Browser:
    """Return an operator's browser; the verbs refuse health to every role."""

    async def health(_: object) -> None:
        raise NotAllowed

    monkeypatch.setattr(viewing, "health", health)
    faults: list[Exception] = []
    browser = Browser(site(viewing, people, faults))
    browser.faults = faults
    browser.be("auditor")
    return browser


def test_a_page_says_that_the_role_does_not_go_that_far(refused: Browser) -> None:
    answer = refused.get("/health")
    assert answer.status_code == 403
    assert "Your role does not go that far" in answer.text
    assert refused.faults == []


def test_a_program_is_told_the_same(refused: Browser) -> None:
    answer = refused.get("/api/v1/health")
    assert (answer.status_code, list(answer.json())) == (403, ["error"])
    assert refused.faults == []


def test_a_call_that_is_not_there_is_answered_in_json(browser: Browser) -> None:
    answer = browser.get("/api/v1/letters")
    assert (answer.status_code, list(answer.json())) == (404, ["error"])
