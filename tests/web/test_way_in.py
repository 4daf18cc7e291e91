"""Whoever must sign in first comes to where they wanted to go, and nowhere else."""

from urllib.parse import urlencode

import pytest

from web.browser import Browser
from web.stand_in import CODE, PASSWORD, PERSON, StandInViewing

VIEW = "/events?to=ann%40example.org&type=delivered"
ELSEWHERE = {"sec-fetch-site": "cross-site"}
OPERATOR = {"name": "support", "password": PASSWORD, "code": CODE}
USER = {"address": str(PERSON), "password": PASSWORD}


def after_sign_in(browser: Browser, place: str) -> str:
    """Ask for the page, sign in as it wants, and return where that leads."""
    door = browser.get(place).headers["location"]
    action, _, _ = door.partition("?")
    said = USER if action.startswith("/me") else OPERATOR
    asked = browser.get(door).text.partition('name="next" value="')[2]
    wanted = asked.partition('"')[0].replace("&amp;", "&")
    return browser.send(door, action, next=wanted, **said).headers["location"]


@pytest.mark.parametrize(
    "place", [VIEW, "/queue", "/trace/X", "/me/lookers", "/me?type=received", "/me"]
)
def test_who_signs_in_comes_to_the_page_that_was_asked_for(
    browser: Browser, place: str
) -> None:
    assert after_sign_in(browser, place) == place


def test_a_wrong_password_does_not_forget_where_to_go(browser: Browser) -> None:
    door = browser.get(VIEW).headers["location"]
    said = OPERATOR | {"password": "guess", "next": VIEW}
    answer = browser.send(door, "/sign-in", **said)
    assert VIEW.replace("&", "&amp;") in answer.text


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%5cevil.example",
        "/x/..//evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/events\r\nSet-Cookie: a=b",
        "/evénts",
        "/" + "x" * 5000,
        "/me",
        "/me/settings",
    ],
)
def test_it_leads_to_no_other_site_and_to_no_other_side(
    browser: Browser, place: str
) -> None:
    answer = browser.send("/sign-in", "/sign-in", next=place, **OPERATOR)
    assert answer.headers["location"] == "/events"
    page = browser.get(f"/sign-in?{urlencode({'next': place})}").text
    assert 'name="next" value="/events"' in page


def test_a_user_is_not_led_to_a_page_of_operators(browser: Browser) -> None:
    answer = browser.send("/me/sign-in", "/me/sign-in", next="/queue", **USER)
    assert answer.headers["location"] == "/me"


def test_a_link_on_another_site_makes_nobody_look_without_a_click(
    browser: Browser, viewing: StandInViewing
) -> None:
    answer = browser.get(VIEW, **ELSEWHERE)
    assert answer.status_code == 200
    assert f'<a class="button" href="{VIEW.replace("&", "&amp;")}">' in answer.text
    assert viewing.views == []


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
@pytest.mark.parametrize("place", [VIEW, "/events", "/overview", "/events.csv"])
def test_a_neighbour_s_page_makes_no_operator_look_who_has_signed_in(
    browser: Browser, viewing: StandInViewing, site: str, place: str
) -> None:
    """A picture on www.example.org brings the cookies of mail.example.org."""
    browser.be("admin")
    answer = browser.get(place, **{"sec-fetch-site": site})
    assert "Another site led you here" in answer.text
    api = browser.get("/api/v1/events", **{"sec-fetch-site": site})
    assert api.status_code == 401
    assert viewing.views == []
    assert browser.get(VIEW, **{"sec-fetch-site": "same-origin"}).status_code == 200


def test_rows_for_a_page_whose_session_has_ended_take_all_of_it_to_the_door(
    browser: Browser,
) -> None:
    answer = browser.get("/events?before=3", **{"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["hx-redirect"] == "/sign-in"


def test_a_form_that_comes_too_late_leads_to_the_door_alone(browser: Browser) -> None:
    assert browser.ask("POST", "/sign-out").headers["location"] == "/sign-in"
