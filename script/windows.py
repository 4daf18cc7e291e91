"""Take `docs/pictures`: the viewer's main pages, of a server that runs for a moment.

Who writes and who is written to there is made up, and so is all that they write.
"""

from email.utils import formatdate
from pathlib import Path
from shutil import rmtree

from playwright.sync_api import Browser, Page, sync_playwright

from browser.persons import deliver, sign_in, sign_in_as_ann, watched, write_away
from support.programs import find
from support.running_server import PASSWORD, RunningServer, running_server

PICTURES = Path("docs/pictures")
PLACE = Path("glassine-pictures").absolute()
HOUSE = ("ann@example.org", "bob@example.org", "carol@example.org")
OUTSIDE = ("zoe@example.net", "news@example.com", "tom@mail.example")
LETTERS = "/events?type=received&type=delivered&type=denied"
JUDGING = """
[judging]
own_networks = []
[dns]
servers = ["127.0.0.1:1"]
timeout = "1s"
"""
"""Even this machine is a stranger there, so that there is something to explain."""
SIZE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 800}


def mail_comes(server: RunningServer) -> None:
    """Have letters come, and a few be refused."""
    for number in range(12):
        sender = OUTSIDE[number % 3]
        to = [HOUSE[number % 3], HOUSE[(number + 1) % 3]][: 1 + number % 2]
        with server.smtp() as talk:
            talk.hello()
            talk.deliver(sender, to, _letter(sender, to, number))
            if number % 4 == 0:
                talk.say(f"MAIL FROM:<{sender}>")
                talk.say("RCPT TO:<nobody@example.org>")
            talk.quit()
    for number in range(3):  # and some mail waits
        write_away(server, f"zoe{number or ''}@{OUTSIDE[number].partition('@')[2]}")


def _letter(sender: str, to: list[str], number: int) -> bytes:
    head = (
        f"From: {sender}\r\nTo: {', '.join(to)}\r\nSubject: made up\r\n"
        f"Date: {formatdate()}\r\nMessage-ID: <{number}@example.net>\r\n"
    )
    return (head + "\r\n" + "hello\r\n" * 40).encode()


def take(page: Page, name: str, place: str = "") -> None:
    """Take one picture, of this place or of what is open."""
    if place:
        page.goto(place)
    page.wait_for_timeout(300)  # fonts and rows settle
    page.screenshot(path=PICTURES / f"{name}.png")


def as_it_comes(page: Page, server: RunningServer) -> None:
    """Take the live tail while letters come."""
    page.goto("/live")
    page.locator("#live-state", has_text="Live").wait_for()
    for _ in range(4):
        deliver(server)
    page.locator("[data-row]").nth(3).wait_for()
    take(page, "live")


def operators_pages(page: Page, server: RunningServer) -> None:
    """Take what an operator sees."""
    page.goto(LETTERS)
    page.get_by_text("Filters (").click()  # folded, the rows have the room
    take(page, "events")
    page.locator("[data-row]", has_text="delivered").locator("a").first.click()
    page.locator("json-viewer").wait_for()
    take(page, "event")
    page.locator("section:has(> .timeline)").evaluate("it => it.scrollIntoView()")
    take(page, "trace")
    take(page, "overview", "/overview")
    take(page, "queue", "/queue")
    take(page, "health", "/health")
    as_it_comes(page, server)
    page.set_viewport_size(PHONE)
    page.goto(LETTERS)
    page.get_by_text("Filters (").click()
    take(page, "events-phone")
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme="dark")
    page.goto(LETTERS)
    page.get_by_text("Filters (").click()
    take(page, "events-dark")


def pages(browser: Browser, server: RunningServer) -> None:
    """Take all of them."""
    with watched(browser, server) as page:
        page.set_viewport_size(SIZE)
        sign_in(page, server)
        operators_pages(page, server)
    with watched(browser, server) as page:
        page.set_viewport_size(SIZE)
        sign_in_as_ann(page)
        page.goto("/me?type=received")
        page.get_by_text("Filters (").click()
        take(page, "me")
        take(page, "who-looked", "/me/lookers")


def main() -> None:
    """Run a server with made-up mail, and take its pictures."""
    PICTURES.mkdir(exist_ok=True)
    with (
        running_server(PLACE, dict.fromkeys(HOUSE, PASSWORD), JUDGING) as server,
        sync_playwright() as play,
    ):
        mail_comes(server)
        browser = play.chromium.launch(
            executable_path=find("chromium"), args=["--headless", "--no-sandbox"]
        )
        pages(browser, server)
        browser.close()
    rmtree(PLACE)


if __name__ == "__main__":
    main()
