"""What one who follows the live tail adds to the cost of receiving.

    PYTHONPATH=src:tests python -P bench/tail.py [--messages N] [--rounds N]

The load of `bench/receive.py`, 4 KB on connections that are kept open, is given in
turn to a server that nobody watches and to the same one while an operator follows
every row. Processor seconds are the server's alone. It also tells how many rows came.
"""

import argparse
import os
import re
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pyotp

CHECKOUT = Path(__file__).parents[1]
sys.path[:0] = [str(CHECKOUT / "tests"), str(CHECKOUT / "bench")]

from receive import PERSON, Load, give_to_glassine

from support.running_server import HOST, PASSWORD, RunningServer, running_server

OPERATOR = "watcher"
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


def signed_in(server: RunningServer) -> httpx.Client:
    """Return a browser in which an operator has signed in."""
    said = server.command(
        *("operator", "add", OPERATOR, "--role", "support", "--password-file", "-"),
        given=PASSWORD,
    )
    app = pyotp.parse_uri(re.findall(r"otpauth://\S+", said)[0])
    assert isinstance(app, pyotp.TOTP)
    browser = httpx.Client(base_url=f"http://{HOST}:{server.ports['web']}", timeout=30)
    [token] = TOKEN.findall(browser.get("/sign-in").text)
    form = {"csrf": token, "name": OPERATOR, "password": PASSWORD, "code": app.now()}
    assert browser.post("/sign-in", data=form).status_code == 303
    return browser


class Follower:
    """Reads the tail in a thread of its own, and counts."""

    def __init__(self, stream: httpx.Response) -> None:
        self._stream = stream
        self.rows = self.dropped = 0
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        with suppress(httpx.HTTPError, httpx.StreamError):  # closed in the end
            self._count()

    def _count(self) -> None:
        dropped = False
        for line in self._stream.iter_lines():
            if "<tr data-row>" in line:
                self.rows += 1
            elif dropped and line.startswith("data: "):
                self.dropped += int(line.removeprefix("data: "))
            dropped = line == "event: dropped"


@contextmanager
def following(browser: httpx.Client) -> Iterator[Follower]:
    """Follow every row within the block."""
    with browser.stream("GET", "/live/rows") as stream:
        yield Follower(stream)


def play(server: RunningServer, browser: httpx.Client, load: Load, rounds: int) -> None:
    """Take turns; print the middle of each, and what following adds."""
    alone, watched, rows, dropped = [], [], 0, 0
    give_to_glassine(server, load)  # warm
    for _ in range(rounds):
        alone.append(give_to_glassine(server, load)[1].seconds)
        with following(browser) as follower:
            watched.append(give_to_glassine(server, load)[1].seconds)
            rows, dropped = rows + follower.rows, dropped + follower.dropped
    per_1000 = 1000 / load.messages
    without, beside = (statistics.median(each) * per_1000 for each in (alone, watched))
    added = statistics.median(w / a - 1 for w, a in zip(watched, alone, strict=True))
    print(f"alone      {without:.3f} CPU s per 1,000")
    print(f"followed   {beside:.3f} CPU s per 1,000, {added:+.1%} (median of rounds)")
    print(f"           {rows} rows came, {dropped} were told as left out")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    home = CHECKOUT / ".bench" / f"tail-{os.getpid()}"
    home.mkdir(parents=True)
    load = Load("4 KB, kept open", 4096, asked.messages, keep_alive=True)
    try:
        with running_server(home, {PERSON: PASSWORD}) as server:
            play(server, signed_in(server), load, asked.rounds)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
