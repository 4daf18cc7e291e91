"""Coming in and going out; a form that is not ours changes nothing."""

import pytest

from web.browser import Browser
from web.stand_in import CODE, PASSWORD, PERSON, StandInViewing

RIGHT = {"name": "support", "password": PASSWORD, "code": CODE}


def test_name_password_and_code_open_a_session(browser: Browser) -> None:
    answer = browser.send("/sign-in", "/sign-in", **RIGHT)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/events"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert browser.get("/events").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"name": "nobody"}, {"password": "guess"}, {"code": "000000"}, {"code": ""}],
)
def test_the_answer_is_the_same_whatever_is_wrong(
    browser: Browser, wrong: dict[str, str]
) -> None:
    answer = browser.send("/sign-in", "/sign-in", **(RIGHT | wrong))
    other = browser.send("/sign-in", "/sign-in", **(RIGHT | {"name": "nobody"}))
    assert answer.status_code == other.status_code == 401
    assert answer.text == other.text


def test_what_was_typed_is_not_sent_back(browser: Browser) -> None:
    answer = browser.send("/sign-in", "/sign-in", name="canary", password="canary")
    assert "canary" not in answer.text


@pytest.mark.parametrize(
    ("path", "session"),
    [("/sign-in", ""), ("/sign-out", "support"), ("/queue/Q1/drop", "admin")],
)
@pytest.mark.parametrize("token", ["", "0" * 32])
def test_a_form_without_our_token_changes_nothing(
    browser: Browser, viewing: StandInViewing, path: str, session: str, token: str
) -> None:
    if session:
        browser.be(session)
    browser.get("/sign-in")
    answer = browser.ask("POST", path, data=RIGHT | {"csrf": token})
    assert answer.status_code == 403
    assert viewing.handled == []
    assert viewing.asked == []


def test_a_form_that_another_site_sends_changes_nothing(browser: Browser) -> None:
    browser.get("/sign-in")
    answer = browser.ask(
        "POST", "/sign-in", data=RIGHT, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_a_token_of_one_session_is_none_of_another(
    browser: Browser, viewing: StandInViewing
) -> None:
    browser.be("support")
    page = browser.page("/queue/Q1/drop")
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    browser.be("admin")
    answer = browser.ask("POST", "/queue/Q1/drop", data={"csrf": token})
    assert answer.status_code == 403
    assert viewing.handled == []


def test_signing_out_ends_the_session_and_takes_the_cookie(
    browser: Browser, viewing: StandInViewing
) -> None:
    browser.send("/sign-in", "/sign-in", **RIGHT)
    answer = browser.send("/events", "/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert viewing.asked == ["sign out"]
    assert browser.get("/events").status_code == 303


def test_a_user_signs_in_by_address_and_password(browser: Browser) -> None:
    answer = browser.send(
        "/me/sign-in", "/me/sign-in", address=str(PERSON), password=PASSWORD
    )
    assert answer.headers["location"] == "/me"
    wrong = browser.send(
        "/me/sign-in", "/me/sign-in", address=str(PERSON), password="guess"
    )
    assert wrong.status_code == 401


@pytest.mark.parametrize("verb", ["hold", "release", "retry", "drop", "bounce"])
def test_the_queue_obeys_support_after_a_question(
    operator: Browser, viewing: StandInViewing, verb: str
) -> None:
    place = f"/queue/Q1/{verb}"
    answer = operator.send(place, place)
    assert answer.headers["location"] == "/queue"
    assert viewing.handled == [("Q1", verb)]


def test_an_auditor_looks_and_changes_nothing(
    browser: Browser, viewing: StandInViewing
) -> None:
    browser.be("auditor")
    assert "drop" not in browser.page("/queue")
    assert browser.get("/queue/Q1/drop").status_code == 403
    answer = browser.send("/events", "/queue/Q1/drop")
    assert answer.status_code == 403
    assert viewing.handled == []


def test_a_get_changes_nothing(operator: Browser, viewing: StandInViewing) -> None:
    operator.page("/queue/Q1/drop")
    assert viewing.handled == []


def test_a_verb_that_is_none_is_not_there(operator: Browser) -> None:
    assert operator.get("/queue/Q1/burn").status_code == 404
    assert operator.get("/queue/Q2/drop").status_code == 404
