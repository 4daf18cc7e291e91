"""What stands before every page: whom it is for, how much, and what goes back."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from glassine.web import app
from glassine.web.guard import CONTENT_POLICY, Guard, Rules
from web.browser import HOST, TOKEN, Browser, site
from web.stand_in import Log, StandInPeople, StandInViewing

UUID = "5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1"
PLACES = ["/sign-in", "/me/sign-in", "/nowhere", "/static/glassine.css", "/events"]
PLACES += ["/api/v1/events", "/api/v1/openapi.json", "/events.csv", "/me", "/shared/x"]
PROMISED = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize("path", PLACES)
def test_every_answer_has_the_headers(operator: Browser, path: str) -> None:
    headers = operator.get(path).headers
    assert {name: headers.get(name) for name in PROMISED} == PROMISED
    assert headers.get("cache-control") == (
        None if path.startswith("/static/") else "no-store"
    )


def test_nothing_inline_may_run_and_nobody_may_frame_us() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert "default-src 'none'" in CONTENT_POLICY


def test_pages_hold_nothing_that_the_policy_forbids(operator: Browser) -> None:
    for path in (p for p in app.OPERATORS if "{" not in p and p != "/live/rows"):
        page = operator.page(path)
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_a_page_for_another_host_is_refused(operator: Browser) -> None:
    answer = operator.get("/events", host="evil.example")
    assert answer.status_code == 421
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", [HOST, f"{HOST}:8025", HOST.upper()])
def test_the_host_is_known_in_any_case_and_with_a_port(
    operator: Browser, host: str
) -> None:
    assert operator.get("/events", host=host).status_code == 200


def test_a_body_that_is_too_large_is_refused(browser: Browser) -> None:
    answer = browser.ask("POST", "/sign-in", data={"name": "x" * 70_000})
    assert answer.status_code == 413


def test_what_breaks_is_told_by_kind_to_the_log_and_not_to_the_browser(
    operator: Browser, viewing: StandInViewing
) -> None:
    async def broken(who: object, row: int) -> None:
        raise ValueError("canary")

    viewing.opened = broken  # type: ignore[method-assign,assignment]
    answer = operator.get("/events/1")
    assert answer.status_code == 500
    assert "canary" not in answer.text
    assert "canary" not in str(answer.headers)
    assert [type(fault) for fault in operator.faults] == [ValueError]


def test_a_form_that_does_not_come_to_its_end_is_not_waited_for(log: Log) -> None:
    viewing, people = StandInViewing(log), StandInPeople(log)
    hasty = Guard(
        site(viewing, people, []),
        Rules(hosts=frozenset({HOST}), tls=False, patience=0.05),
        lambda broken: None,
    )

    async def drops() -> AsyncIterator[bytes]:
        yield b"csrf="
        await asyncio.sleep(20)

    assert Browser(hasty).ask("POST", "/sign-in", content=drops()).status_code == 408


def test_behind_tls_browsers_are_told_to_stay_and_cookies_are_for_tls_only() -> None:
    log = Log([])
    behind = site(StandInViewing(log), StandInPeople(log), [], tls=True)
    answer = Browser(behind, tls=True).get("/sign-in")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-glassine-form=")
    assert "Secure" in cookie


def test_behind_tls_that_a_proxy_speaks_a_link_for_support_asks_for_tls(
    log: Log,
) -> None:
    behind = Browser(site(StandInViewing(log), StandInPeople(log), [], tls=True))
    session = {"cookie": "__Host-glassine-me=mine"}
    token = TOKEN.search(behind.get("/me/events/1", **session).text)
    assert token is not None
    said = {"csrf": token[1], "uuid": UUID, "days": "7"}
    answer = behind.ask("POST", "/me/share", data=said, headers=session)
    assert f"https://{HOST}/shared/" in answer.text


def test_without_tls_nothing_is_promised_of_it(browser: Browser) -> None:
    answer = browser.get("/sign-in")
    assert "strict-transport-security" not in answer.headers
    assert "Secure" not in answer.headers["set-cookie"]


def test_static_files_stay_inside_their_directory(browser: Browser) -> None:
    assert browser.get("/static/../app.py").status_code == 404
    assert browser.get("/static/%2e%2e/app.py").status_code == 404
