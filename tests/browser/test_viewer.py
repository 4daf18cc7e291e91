"""The viewer as a person meets it: in a real browser, from the door to the trace."""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.persons import (
    ANN,
    ZOE,
    deliver,
    fill_in,
    follow_from_elsewhere,
    new_operator,
    sign_in_as_ann,
)
from support.programs import swaks
from support.running_server import HOST, RunningServer

DELIVERED = f"/events?to={ANN}&type=delivered"


def rows(page: Page) -> Locator:
    return page.locator("[data-row]")


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def open_first(page: Page, place: str = DELIVERED) -> None:
    page.goto(place)
    rows(page).locator("a").first.click()
    expect(page.locator("json-viewer")).to_contain_text("mailFrom")


@pytest.mark.parametrize("code", ["000000", ""])
def test_the_password_alone_opens_nothing(
    chromium: Browser, server: RunningServer, code: str
) -> None:
    name, _ = new_operator(server)
    page = chromium.new_page(base_url=f"http://{HOST}:{server.ports['web']}")
    page.goto("/sign-in")
    fill_in(page, name, code)
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.goto("/events")
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.close()


def test_a_letter_is_found_by_the_filters_and_opened(operator: Page) -> None:
    operator.get_by_text("Filters and columns").click()
    operator.get_by_label("To", exact=True).fill(ANN)
    operator.get_by_role("checkbox", name="delivered").check()
    operator.get_by_role("button", name="Apply").click()
    expect(operator).to_have_url(re.compile(r"to=ann%40example\.org.*type=delivered"))
    rows(operator).locator("a").first.click()
    expect(operator.locator(".sentence")).to_contain_text(f"delivered to {ANN}")
    operator.get_by_role("button", name="Copy the sentence").click()
    expect(operator.get_by_role("button", name="Copied")).to_be_visible()
    assert copied(operator).startswith("Accepted at ")


def test_a_colleague_opens_the_same_view_by_its_url(
    operator: Page, colleague: Page
) -> None:
    operator.goto(f"{DELIVERED}&from={ZOE}&cols=time&cols=to")
    expect(rows(operator)).not_to_have_count(0)
    colleague.goto(operator.url)
    assert rows(colleague).all_inner_texts() == rows(operator).all_inner_texts()
    expect(colleague.get_by_role("columnheader")).to_have_text(["time (UTC)", "to"])
    expect(colleague.get_by_label("From", exact=True)).to_have_value(ZOE)
    expect(colleague.get_by_role("checkbox", name="delivered")).to_be_checked()


def test_a_link_on_another_site_opens_the_view_by_a_click(operator: Page) -> None:
    follow_from_elsewhere(operator, DELIVERED)
    operator.get_by_role("heading", name="Another site led you here").wait_for()
    operator.get_by_role("link", name="Open it").click()
    expect(rows(operator)).not_to_have_count(0)
    assert operator.url.endswith(DELIVERED)


def test_who_signs_in_first_comes_to_the_view_of_the_link(
    page: Page, server: RunningServer
) -> None:
    name, app = new_operator(server)
    page.goto(DELIVERED)
    fill_in(page, name, app.now())
    expect(page).to_have_url(re.compile(r"/events\?to=ann@example\.org&type=delivered"))
    expect(rows(page)).not_to_have_count(0)


def test_all_but_the_live_tail_works_without_javascript(
    chromium: Browser, server: RunningServer
) -> None:
    name, app = new_operator(server)
    plain = chromium.new_context(
        base_url=f"http://{HOST}:{server.ports['web']}", java_script_enabled=False
    )
    page = plain.new_page()
    page.goto(DELIVERED)
    fill_in(page, name, app.now())
    rows(page).locator("a").first.click()
    expect(page.locator(".sentence")).to_contain_text(f"delivered to {ANN}")
    expect(page.locator("#record-plain")).to_contain_text('"mailFrom"')
    expect(page.locator("#lines")).to_contain_text("[core]")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.goto("/queue")
    rows(page).get_by_role("link", name="retry").first.click()
    expect(page.get_by_role("button", name="Retry")).to_be_visible()
    page.get_by_role("link", name="Leave it as it is").click()
    expect(page).to_have_url(re.compile("/queue$"))
    page.goto("/live")
    assert "The live tail needs JavaScript" in page.content()
    expect(page.locator("#live-state")).to_have_text("Not connected")
    plain.close()


def test_the_record_folds_is_searched_and_is_copied(operator: Page) -> None:
    open_first(operator)
    viewer = operator.locator("json-viewer")
    expect(viewer).to_contain_text("is_private:")
    operator.get_by_role("button", name="Fold", exact=True).click()
    expect(viewer).not_to_contain_text("is_private:")
    operator.get_by_role("button", name="Unfold", exact=True).click()
    expect(viewer).to_contain_text("is_private:")
    operator.get_by_label("Find in the record").fill("example.net")
    expect(viewer.locator("mark").first).to_contain_text("example.net")
    panel = operator.get_by_role("region", name="Record")
    panel.get_by_role("button", name="Copy", exact=True).click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    assert json.loads(copied(operator))["mailFrom"] == f"<{ZOE}>"


def test_the_path_of_a_value_is_copied(operator: Page) -> None:
    open_first(operator)
    operator.locator("json-viewer").get_by_text("is_private:").click()
    operator.get_by_role("button", name="Copy path").click()
    expect(operator.get_by_role("button", name="Copied")).to_be_visible()
    assert copied(operator) == "remote.is_private"


def test_the_trace_tells_every_step_and_leads_to_the_records(operator: Page) -> None:
    open_first(operator)
    steps = operator.locator(".timeline li")
    expect(steps.first).to_contain_text("connect")
    expect(steps.last).to_contain_text(re.compile("inbox|disconnect"))
    operator.get_by_role("link", name="Trace alone").click()
    expect(operator).to_have_url(re.compile(r"/trace/[0-9A-F-]+"))
    expect(steps.first).to_contain_text("connect")
    operator.get_by_role("link", name="Its records").click()
    types = operator.locator("[data-row] .type")
    expect(types.filter(has_text="received")).to_have_count(1)
    expect(types.filter(has_text="delivered")).to_have_count(1)


def test_the_view_opens_as_csv(operator: Page, tmp_path: Path) -> None:
    operator.goto(f"{DELIVERED}&last=1h")
    with operator.expect_download() as coming:
        operator.get_by_role("link", name="CSV").click()
    place = tmp_path / "view.csv"
    coming.value.save_as(place)
    with place.open(newline="") as file:
        found = list(csv.DictReader(file))
    assert found
    assert {(row["type"], row["to"]) for row in found} == {("delivered", ANN)}


def test_a_letter_of_our_own_tells_how_it_was_protected(operator: Page) -> None:
    open_first(operator, f"/events?from={ANN}&type=queued")
    expect(operator.locator(".sentence")).to_contain_text("over TLS 1.3, signed for")


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
    expect(rows(operator)).to_have_count(50)
    operator.mouse.wheel(0, 10_000)
    expect(rows(operator)).not_to_have_count(50)


def test_the_live_tail_shows_what_comes_and_waits_when_told(
    operator: Page, server: RunningServer, tmp_path: Path
) -> None:
    operator.goto("/live?type=received")
    state = operator.locator("#live-state")
    expect(state).to_have_text("Live")
    options = ("--from", ZOE, "--to", ANN)
    swaks(tmp_path, server.ports["mx"], *options)
    expect(rows(operator)).to_have_count(1)
    operator.get_by_role("button", name="Pause").click()
    swaks(tmp_path, server.ports["mx"], *options)
    expect(state).to_have_text("Paused, 1 waiting")
    operator.get_by_role("button", name="Go on").click()
    expect(rows(operator)).to_have_count(2)


def test_the_person_chooses_dark_or_light(operator: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    before = operator.evaluate(ground)
    operator.get_by_role("button", name="Dark or light").click()
    assert operator.evaluate(ground) != before
    operator.goto("/overview")
    assert operator.evaluate(ground) != before


def test_a_user_meets_the_same_rows_and_who_looked(
    operator: Page, server: RunningServer
) -> None:
    who = operator.locator(".who span").inner_text()
    asked = "type=received&type=delivered&last=1h"
    operator.goto(f"/events?to={ANN}&{asked}")
    seen = rows(operator).all_inner_texts()
    assert seen
    sign_in_as_ann(operator)
    operator.goto(f"/me?{asked}")
    assert rows(operator).all_inner_texts() == seen
    operator.get_by_role("link", name="Who looked").click()
    look = rows(operator).filter(has_text=who).filter(has_text=f"to={ANN}")
    expect(look.first).to_contain_text("searched the records")


def test_a_user_follows_their_own_mail(page: Page) -> None:
    sign_in_as_ann(page)
    open_first(page, "/me?type=delivered")
    expect(page.locator(".sentence")).to_contain_text(f"delivered to {ANN}")
    expect(page.locator(".timeline li").first).to_contain_text("connected")
