"""Axe finds no serious fault on the pages, in light, in dark and on a telephone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.persons import follow_from_elsewhere, sign_in_as_ann
from support.running_server import PASSWORD

SUITES = Path(__file__).parents[2] / ".venv" / "suites"  # script/axe
GRAVE = ("serious", "critical")
OPERATORS = (
    "/events?last=24h",
    "/live",
    "/overview",
    "/queue",
    "/accounts",
    "/health",
    "/operators",
)
PERSONS = ("/me", "/me/lookers", "/me/log-ins", "/me/settings")
DESK, PHONE = 1280, 390  # pixels
each_look = pytest.mark.parametrize(
    "look", [("light", DESK), ("dark", DESK), ("light", PHONE)], ids=str
)


def faults(page: Page) -> list[tuple[str, str, str]]:
    """Return what is grave here: the page, the rule, the first place."""
    [axe] = SUITES.glob("axe-core-*.js")
    page.evaluate(axe.read_text())
    found: dict[str, Any] = page.evaluate("axe.run()")
    assert found["passes"]
    wide = "document.documentElement.scrollWidth > innerWidth"
    too_wide = [(page.url, "wider than the screen", "html")]
    return (too_wide if page.evaluate(wide) else []) + [
        (page.url, fault["id"], fault["nodes"][0]["html"])
        for fault in found["violations"]
        if fault["impact"] in GRAVE
    ]


def faults_at(page: Page, *places: str) -> list[tuple[str, str, str]]:
    found = []
    for place in places:
        page.goto(place)
        found += faults(page)
    return found


def see(page: Page, look: tuple[Any, int]) -> None:
    scheme, width = look
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})


@each_look
def test_the_operators_pages(operator: Page, look: tuple[Any, int]) -> None:
    see(operator, look)
    assert faults_at(operator, *OPERATORS) == []
    operator.goto("/events?type=delivered")
    operator.locator("[data-row] a").first.click()
    operator.locator("json-viewer").wait_for()
    assert faults(operator) == []
    operator.get_by_role("link", name="Trace alone").click()
    operator.wait_for_url("**/trace/*")
    assert faults(operator) == []
    operator.goto("/queue")
    operator.get_by_role("link", name="bounce").first.click()
    operator.get_by_role("heading", name="Bounce this recipient?").wait_for()
    assert faults(operator) == []


@each_look
def test_a_users_pages(page: Page, look: tuple[Any, int]) -> None:
    see(page, look)
    assert faults_at(page, "/sign-in", "/me/sign-in") == []
    sign_in_as_ann(page)
    assert faults_at(page, *PERSONS) == []
    page.goto("/me?type=delivered")
    page.locator("[data-row] a").first.click()
    page.locator("json-viewer").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Make a link").click()
    assert faults(page) == []
    page.goto(page.locator("#link").inner_text())
    page.get_by_role("heading", name="A shared trace").wait_for()
    assert faults(page) == []
    page.goto("/me/settings")
    page.locator("#proof-2").fill(PASSWORD)
    page.get_by_role("button", name="Make a new recovery code").click()
    page.get_by_role("heading", name="Your new recovery code").wait_for()
    assert faults(page) == []
    follow_from_elsewhere(page, "/me?type=delivered")
    page.get_by_role("heading", name="Another site led you here").wait_for()
    assert faults(page) == []
