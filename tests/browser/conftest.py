"""Debian's Chromium, in front of a server that runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.persons import ANN, deliver, sign_in, watched, write_away
from support.programs import find
from support.running_server import PASSWORD, RunningServer, running_server

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
    """Run a server in which Ann lives and has got a letter, and wrote one."""
    place = tmp_path_factory.mktemp("browser")
    with running_server(place, {ANN: PASSWORD}) as server:
        deliver(server)
        write_away(server)
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Run the browser; its event loop must not outlive the module."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=find("chromium"), args=list(FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, server: RunningServer) -> Iterator[Page]:
    """Open a page; nothing it runs may be refused or break."""
    with watched(chromium, server) as page:
        yield page


@pytest.fixture
def operator(page: Page, server: RunningServer) -> Page:
    """Sign an operator in."""
    sign_in(page, server)
    return page


@pytest.fixture
def colleague(chromium: Browser, server: RunningServer) -> Iterator[Page]:
    """Sign another operator in, in a browser of their own."""
    with watched(chromium, server) as page:
        sign_in(page, server)
        yield page
