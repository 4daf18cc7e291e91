"""What the persons in front of a browser do: sign in; a letter comes for Ann."""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
from playwright.sync_api import Browser, Page

from support.running_server import HOST, PASSWORD, RunningServer

ANN = "ann@example.org"
ZOE = "zoe@example.net"
URI = re.compile(r"otpauth://\S+")


def deliver(server: RunningServer) -> None:
    """Have a letter come for Ann."""
    with server.smtp() as talk:
        talk.hello()
        letter = b"Subject: greenhouse\r\n\r\nhello\r\n"
        assert talk.deliver(ZOE, [ANN], letter).code == 250
        talk.quit()


def write_away(server: RunningServer, to: str = ZOE) -> None:
    """Have Ann write to somebody elsewhere; it is held, and stays in the queue."""
    server.command("hold-rule", "add", "--domain", to.partition("@")[2])
    said = f"\0{ANN}\0{PASSWORD}".encode()
    with server.smtp("submissions") as talk:
        talk.hello()
        talk.say(f"AUTH PLAIN {base64.b64encode(said).decode()}")
        letter = b"Subject: seeds\r\n\r\nhello\r\n"
        assert talk.deliver(ANN, [to], letter).code == 250
        talk.quit()


@contextmanager
def watched(chromium: Browser, server: RunningServer) -> Iterator[Page]:
    """Open a page; what is refused or breaks in it fails the test in the end."""
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


def new_operator(server: RunningServer, role: str = "admin") -> tuple[str, pyotp.TOTP]:
    """Add an operator; return the name, and the authenticator app that knows them."""
    name = f"operator{len(server.command('operator', 'list').splitlines())}"
    said = server.command(
        *("operator", "add", name, "--role", role, "--password-file", "-"),
        given=PASSWORD,
    )
    [uri] = URI.findall(said)
    app = pyotp.parse_uri(uri)
    assert isinstance(app, pyotp.TOTP)
    return name, app


def sign_in(page: Page, server: RunningServer) -> str:
    """Sign a new operator in by password and TOTP; return the name."""
    name, app = new_operator(server)
    page.goto("/sign-in")
    fill_in(page, name, app.now())
    page.wait_for_url("**/events")
    return name


def fill_in(page: Page, name: str, code: str) -> None:
    """Fill in the operators' form, and send it."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code of your authenticator").fill(code)
    page.get_by_role("button", name="Sign in").click()


def follow_from_elsewhere(page: Page, place: str) -> None:
    """Click on a link to this place of the site, on a page of another's."""
    here = page.evaluate("location.origin")
    page.goto("about:blank")
    page.set_content(f'<a href="{here}{place}">see this</a>')
    page.get_by_role("link", name="see this").click()


def sign_in_as_ann(page: Page) -> None:
    """Sign Ann in to her own page."""
    page.goto("/me/sign-in")
    page.get_by_label("Mail address").fill(ANN)
    page.get_by_label("Password of the mailbox").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/me")
