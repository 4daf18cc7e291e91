"""What tests do with mail on its way out of a running server: hand in, wait, audit."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from support.running_server import PASSWORD, RunningServer
from support.sasl_client import over_smtp, plain

T = TypeVar("T")
ANN = "ann@example.org"
PATIENCE = 90  # seconds: the soonest notice of a delay comes after a minute
EAGER = """
[sending]
retry = "1s*…"
jitter = 0
back_off = "1s"
back_off_most = "1s"
"""
_UUID = re.compile(r"\(([0-9A-F-]+\.\d+)\)")


def route(domain: str, address: tuple[str, int], scheme: str = "smtp") -> str:
    """Return the setting that takes a domain's mail to this place."""
    host, port = address
    return f'[[route]]\ndomain = "{domain}"\nto = "{scheme}://{host}:{port}"\n'


def add_settings(server: RunningServer, settings: str) -> None:
    """Write tables of which there may be several behind the rest of the config."""
    with server.config.open("a") as config:
        config.write(f"\n{settings}")


def hand_in(
    server: RunningServer, letter: bytes, *recipients: str, asks: str = ""
) -> str:
    """Submit as Ann; return the transaction's uuid, as the answer tells it."""
    with server.smtp("submission") as talk:
        talk.hello()
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        assert talk.say(f"MAIL FROM:<{ANN}>").code == 250
        for recipient in recipients:
            assert talk.say(f"RCPT TO:<{recipient}>{asks}").code == 250
        reply = talk.data(letter)
    assert reply.code == 250
    found = _UUID.search(str(reply))
    assert found is not None
    return found[1]


def wait_for(found: Callable[[], T]) -> T:
    """Return what is found, once it is."""
    limit = time.monotonic() + PATIENCE
    while not (it := found()):
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.05)
    return it


def told(server: RunningServer, uuid: str, word: str) -> list[str]:
    """Return the lines of the log on a transaction that hold this word."""
    lines = server.log.read_text().splitlines()
    return [line for line in lines if f"[{uuid}" in line and f" {word} " in line]


def history(server: RunningServer, uuid: str) -> list[dict[str, Any]]:
    """Return the records of a transaction and its deliveries, oldest first."""
    said = server.command("events", "--json", "--limit", "100000")
    records = [json.loads(line) for line in said.splitlines() if line.strip()]
    mine = [r for r in records if f"{r['uuid']}.".startswith(f"{uuid}.")]
    return sorted(mine, key=lambda record: record["ts"])


def kinds(records: list[dict[str, Any]]) -> Counter[str]:
    """Count the records by what they tell."""
    return Counter(record["type"] for record in records)


def queued(server: RunningServer, uuid: str = "") -> list[dict[str, Any]]:
    """Return the rows that wait, of one transaction or of all."""
    said = server.command("queue", "list", "--json", "--limit", "100000")
    rows = [json.loads(line) for line in said.splitlines() if line.strip()]
    return [row for row in rows if row["uuid"].startswith(uuid)]


def inbox(server: RunningServer, word: str) -> list[bytes]:
    """Return the letters in Ann's INBOX with this word."""
    with server.imap(ANN) as talk:
        return [each for each in talk.whole_messages() if word.encode() in each]
