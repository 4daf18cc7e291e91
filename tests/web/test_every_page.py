"""Every address of the site answers, is behind its door, and shows nothing raw."""

import pytest

from glassine.web import app
from web.browser import Browser, Links
from web.stand_in import Log

OPERATORS = [path for path in app.OPERATORS if "{" not in path and path != "/live/rows"]
OPERATORS += ["/events/1", "/trace/5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1"]
OPERATORS += [f"/queue/Q1/{verb}" for verb in ("hold", "release", "retry", "drop")]
PERSONS = [path for path in app.PERSONS if "{" not in path] + ["/me/events/1"]


@pytest.mark.parametrize("path", OPERATORS)
def test_an_operators_page_is_there_for_operators(operator: Browser, path: str) -> None:
    assert operator.page(path)
    assert operator.faults == []


@pytest.mark.parametrize("path", PERSONS)
def test_a_users_page_is_there_for_its_user(person: Browser, path: str) -> None:
    assert person.page(path)
    assert person.faults == []


@pytest.mark.parametrize("path", [*OPERATORS, *PERSONS])
def test_a_page_sends_whoever_has_not_signed_in_to_do_so(
    browser: Browser, path: str
) -> None:
    answer = browser.get(path)
    assert answer.status_code == 303
    door = "/me/sign-in" if path.startswith("/me") else "/sign-in"
    assert answer.headers["location"].partition("?")[0] == door


@pytest.mark.parametrize("path", OPERATORS)
def test_a_users_session_opens_no_operators_page(person: Browser, path: str) -> None:
    assert person.get(path).status_code == 303


def test_every_link_of_a_page_leads_somewhere(operator: Browser) -> None:
    places = {
        link
        for path in OPERATORS
        for link in Links(operator.page(path)).found
        if link.startswith("/") and "/live/rows" not in link
    }
    forms = {"/sign-out", *(p for p in places if p.startswith("/queue/"))}
    answers = {place: operator.get(place).status_code for place in places - forms}
    assert {place: code for place, code in answers.items() if code != 200} == {}


def test_every_record_opens(operator: Browser, log: Log) -> None:
    for kept in log.kept:
        assert operator.page(f"/events/{kept.key}")


@pytest.mark.parametrize("path", ["/nowhere", "/events/999", "/trace/NOTHING"])
def test_what_is_not_there_is_told(operator: Browser, path: str) -> None:
    answer = operator.get(path)
    assert answer.status_code == 404
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("digits", [3, 19, 5000])
@pytest.mark.parametrize("place", ["/events", "/me/events", "/api/v1/events"])
def test_a_number_that_is_no_key_opens_nothing_and_breaks_nothing(
    operator: Browser, place: str, digits: int
) -> None:
    operator.be_person()
    assert operator.get(f"{place}/{'9' * digits}").status_code == 404
    assert operator.faults == []
