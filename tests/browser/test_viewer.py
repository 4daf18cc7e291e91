"""The viewer as a person meets it: in a real browser, from the door to the trace."""

import re

from playwright.sync_api import Page, expect

from browser.conftest import ANN, deliver
from support.running_server import PASSWORD, RunningServer


def test_a_letter_is_found_opened_and_followed(operator: Page) -> None:
    operator.get_by_text("Filters and columns").click()
    operator.get_by_label("To", exact=True).fill(ANN)
    operator.get_by_role("checkbox", name="delivered").check()
    operator.get_by_role("button", name="Apply").click()
    expect(operator).to_have_url(re.compile(r"to=ann%40example\.org.*type=delivered"))
    operator.locator("[data-row] a").first.click()
    expect(operator.locator(".sentence")).to_contain_text(f"delivered to {ANN}")
    expect(operator.locator(".timeline li").first).to_contain_text("connect")
    viewer = operator.locator("json-viewer")
    expect(viewer).to_contain_text("mailFrom")
    operator.get_by_role("button", name="Fold", exact=True).click()
    expect(viewer).not_to_contain_text("is_private:")
    operator.get_by_role("button", name="Copy the sentence").click()
    copied = operator.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Accepted at ")


def test_keys_move_through_the_log_and_open_it(operator: Page) -> None:
    operator.keyboard.press("j")
    operator.keyboard.press("j")
    operator.keyboard.press("k")
    first = operator.locator("[data-row] a").first
    expect(first).to_be_focused()
    operator.keyboard.press("/")
    expect(operator.get_by_role("searchbox")).to_be_focused()
    operator.keyboard.press("Escape")
    first.focus()
    operator.keyboard.press("Enter")
    operator.wait_for_url(re.compile(r"/events/\d+"))


def test_older_rows_come_by_themselves(operator: Page, server: RunningServer) -> None:
    for _ in range(30):
        deliver(server)
    operator.goto("/events?type=received&type=delivered")
    rows = operator.locator("[data-row]")
    expect(rows).to_have_count(50)
    operator.mouse.wheel(0, 10_000)
    expect(rows).not_to_have_count(50)


def test_the_live_tail_shows_what_comes_and_waits_when_told(
    operator: Page, server: RunningServer
) -> None:
    operator.goto("/live?type=received")
    state = operator.locator("#live-state")
    expect(state).to_have_text("Live")
    deliver(server)
    rows = operator.locator("[data-row]")
    expect(rows).to_have_count(1)
    operator.get_by_role("button", name="Pause").click()
    deliver(server)
    expect(state).to_have_text("Paused, 1 waiting")
    operator.get_by_role("button", name="Go on").click()
    expect(rows).to_have_count(2)


def test_the_person_chooses_dark_or_light(operator: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    before = operator.evaluate(ground)
    operator.get_by_role("button", name="Dark or light").click()
    assert operator.evaluate(ground) != before
    operator.goto("/overview")
    assert operator.evaluate(ground) != before


def test_a_user_meets_the_same_rows_and_who_looked(operator: Page) -> None:
    operator.goto(f"/events?to={ANN}")
    operator.goto("/me/sign-in")
    operator.get_by_label("Mail address").fill(ANN)
    operator.get_by_label("Password of the mailbox").fill(PASSWORD)
    operator.get_by_role("button", name="Sign in").click()
    expect(operator.locator("[data-row]").first).to_contain_text(ANN)
    operator.get_by_role("link", name="Who looked").click()
    expect(operator.locator("[data-row]").first).to_contain_text(f"to={ANN}")
