"""Debian's Chromium, in front of a server that runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from support.programs import find
from support.running_server import HOST, PASSWORD, RunningServer, running_server
from support.web_client import add_operator

ANN = "ann@example.org"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Run a server in which Ann lives and has got a letter."""
    place = tmp_path_factory.mktemp("browser")
    with running_server(place, {ANN: PASSWORD}) as server:
        deliver(server)
        yield server


def deliver(server: RunningServer) -> None:
    """Have a letter come for Ann."""
    with server.smtp() as talk:
        talk.hello()
        letter = b"Subject: greenhouse\r\n\r\nhello\r\n"
        assert talk.deliver("zoe@example.net", [ANN], letter).code == 250
        talk.quit()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Run the browser."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=find("chromium"), args=list(FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, server: RunningServer) -> Iterator[Page]:
    """Open a page; nothing it runs may be refused or break."""
    complaints: list[str] = []
    place = f"http://{HOST}:{server.ports['web']}"
    context = chromium.new_context(base_url=place)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=place)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" else None,
    )
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def operator(page: Page, server: RunningServer) -> Page:
    """Sign an operator in."""
    names = len(server.command("operator", "list").splitlines())
    name = f"operator{names}"
    code, *_ = add_operator(server, name)
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code of your authenticator").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/events")
    return page
