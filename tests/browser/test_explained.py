"""Why a stranger's letter was judged as it was, on the operator's page and the user's.

The server takes even this machine for a stranger, so that there is something to judge.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.persons import ANN, deliver, sign_in_as_ann
from browser.test_accessible import each_look, faults, see
from support.running_server import PASSWORD, RunningServer, running_server

SETTINGS = """
[judging]
own_networks = []
[dns]
servers = ["127.0.0.1:1"]
timeout = "1s"
"""
RECEIVED = "type=received"


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Run a server that trusts nobody, and at which Ann has got a letter."""
    place = tmp_path_factory.mktemp("strict")
    with running_server(place, {ANN: PASSWORD}, SETTINGS) as server:
        deliver(server)
        yield server


def open_letter(page: Page, place: str) -> Locator:
    """Open the record of the letter, and return what explains it."""
    page.goto(place)
    page.locator("[data-row] a").first.click()
    return page.get_by_role("region", name="Why it was judged so")


def test_the_verdict_is_told_and_what_did_not_count_unfolds(operator: Page) -> None:
    why = open_letter(operator, f"/events?to={ANN}&{RECEIVED}")
    expect(why).to_contain_text("Together the findings weigh")
    expect(why).to_contain_text(f"for {ANN} it is probably spam from 4")
    expect(why).to_contain_text("The Date field failed (missing)")
    expect(why).to_contain_text("To change it: it must give the time of sending.")
    folded = why.locator("details")
    expect(folded.locator("li").first).not_to_be_visible()
    folded.locator("summary").click()
    expect(folded.locator("li").first).to_be_visible()
    operator.goto("/operators")
    expect(operator.locator("[data-row]").first).to_contain_text("event page")


def test_the_owner_reads_the_same_of_their_own_letter(operator: Page) -> None:
    said = open_letter(operator, f"/events?to={ANN}&{RECEIVED}").inner_text()
    sign_in_as_ann(operator)
    assert open_letter(operator, f"/me?{RECEIVED}").inner_text() == said


@each_look
def test_the_verdict_has_no_grave_fault(operator: Page, look: tuple[str, int]) -> None:
    see(operator, look)
    why = open_letter(operator, f"/events?{RECEIVED}")
    why.locator("summary").click()
    operator.locator("json-viewer").wait_for()
    assert faults(operator) == []
