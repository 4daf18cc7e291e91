"""Axe finds no serious fault on the main pages, in light and in dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.persons import sign_in_as_ann

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
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def faults(page: Page) -> list[tuple[str, str, str]]:
    """Return what is grave here: the page, the rule, the first place."""
    [axe] = SUITES.glob("axe-core-*.js")
    page.evaluate(axe.read_text())
    found: dict[str, Any] = page.evaluate("axe.run()")
    assert found["passes"]
    return [
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


@each_scheme
def test_the_operators_pages(operator: Page, scheme: Any) -> None:
    operator.emulate_media(color_scheme=scheme)
    assert faults_at(operator, *OPERATORS) == []
    operator.goto("/events?type=delivered")
    operator.locator("[data-row] a").first.click()
    operator.locator("json-viewer").wait_for()
    assert faults(operator) == []
    operator.get_by_role("link", name="Trace alone").click()
    operator.wait_for_url("**/trace/*")
    assert faults(operator) == []


@each_scheme
def test_a_users_pages(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    assert faults_at(page, "/sign-in", "/me/sign-in") == []
    sign_in_as_ann(page)
    assert faults_at(page, *PERSONS) == []
    page.goto("/me?type=delivered")
    page.locator("[data-row] a").first.click()
    page.locator("json-viewer").wait_for()
    assert faults(page) == []
