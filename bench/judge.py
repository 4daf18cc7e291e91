"""What judging costs: receiving with every check on, with none, and rspamd beside it.

Strangers bring signed letters of 4 KB by `smtp-source`; names are answered by a real
Unbound, whose answers are warm. Then two promises are tried: a letter of 5 MB does not
hold up another session, and a flood from one network does not slow a good sender.
`bench/README.md` says how to read what it prints.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import multiprocessing
import os
import shutil
import statistics
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from process_tree import ProcessTree

CHECKOUT = Path(__file__).parents[1]
sys.path.insert(0, str(CHECKOUT / "tests"))  # the tests know how to run servers

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from support.counterparts.rspamd import Rspamd, rspamd
from support.name_servers import NameServers, name_servers
from support.programs import smtp_source
from support.running_server import HOST, RunningServer

PERSON = "person@example.org"
SENDER = "zoe@example.net"
SESSIONS = 10
GOOD, BAD_NETWORK = "127.0.2.1", "127.0.1"  # addresses of this machine, both strangers
FLOOD = 10_000
AT_ONCE = 500  # connections that the flood tries to open at a time
ROW = (
    "a line of a letter that says nothing in particular, and is long enough to fold\r\n"
)


@dataclass(frozen=True, slots=True)
class Signer:
    """The sender's DKIM key, and the record that shows it."""

    private: bytes
    record: str

    def sign(self, message: bytes) -> bytes:
        """Return the message with its signature before it."""
        field: bytes = dkim.sign(
            message, b"s1", b"example.net", self.private, include_headers=[b"from"]
        )
        return field + message


def new_signer() -> Signer:
    """Return a new key of 2048 bits."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = base64.b64encode(public).decode()
    halves = f'"v=DKIM1; k=rsa; p={text[:200]}" "{text[200:]}"'
    return Signer(private, halves)


def letter(signer: Signer, size: int) -> bytes:
    """Return a signed letter of about so many octets."""
    head = (
        f"From: Zoe <{SENDER}>\r\nTo: {PERSON}\r\nSubject: the ferry\r\n"
        "Date: Mon, 26 Oct 2020 23:45:45 +0000\r\nMessage-ID: <one@example.net>\r\n\r\n"
    )
    return signer.sign((head + ROW * (size // len(ROW))).encode())


def zones(signer: Signer) -> dict[str, str]:
    """Return what DNS says: the sender is who it says, and on no list."""
    return {
        "example.net": (
            "@ A 192.0.2.1\n@ MX 10 in\nin A 192.0.2.1\nmx A 127.0.0.1\n"
            '@ TXT "v=spf1 ip4:127.0.0.0/8 -all"\n'
            '_dmarc TXT "v=DMARC1; p=reject"\n'
            f"s1._domainkey TXT {signer.record}"
        ),
        "127.in-addr.arpa": "\n".join(
            f"{host} PTR mx.example.net." for host in ("1.0.0", "1.2.0")
        ),
        "bl.example": "2.0.0.127 A 127.0.0.2\nTEST A 127.0.0.2",
    }


def settings(names: NameServers, *, judging: bool) -> str:
    """Return the tables that turn everything on, or leave it off."""
    tables = f'[dns]\nservers = ["{HOST}:{names.resolver_port}"]\n'
    tables += "[limits]\nidle_commands = 10000\n"  # `longest_wait` says nothing else
    if not judging:
        return tables
    return tables + (CHECKOUT / "bench" / "judging.toml").read_text()


@contextmanager
def server(home: Path, tables: str) -> Iterator[RunningServer]:
    """Run glassine with these tables."""
    home.mkdir()
    run = RunningServer(home)
    run.make(tables)
    run.add_account(PERSON)
    run.start()
    try:
        yield run
    finally:
        run.stop()


@dataclass(frozen=True, slots=True)
class Round:
    """One load, received to its end."""

    per_second: float
    cpu_per_1000: float


def receive(run: RunningServer, file: Path, messages: int) -> Round:
    """Give it so many letters; they count when they are in the mailbox."""
    options = ("-d", "-s", str(SESSIONS), "-m", str(messages), "-F", str(file))
    with run.imap(PERSON) as talk:
        wanted = talk.messages() + messages
        begun = time.perf_counter()
        with ProcessTree(run.process.pid) as cost:
            smtp_source(run.home, run.ports["mx"], *options, "-f", SENDER, "-t", PERSON)
            while talk.messages() < wanted:
                time.sleep(0.01)
        seconds = time.perf_counter() - begun
    return Round(messages / seconds, cost.seconds / messages * 1000)


def scan(judge: Rspamd, message: bytes, messages: int) -> Round:
    """Give the same letters to rspamd, over HTTP, from as many sessions."""
    (process,) = (
        child for child in psutil.Process().children() if child.name() == "rspamd"
    )
    url = f"http://{HOST}:{judge.port}/checkv2"
    headers = {"IP": GOOD, "Helo": "mx.example.net", "From": SENDER, "Rcpt": PERSON}

    def some() -> None:
        for _ in range(messages // SESSIONS):
            asked = urllib.request.Request(url, data=message, headers=headers)
            with urllib.request.urlopen(asked, timeout=60) as answer:
                json.load(answer)

    begun = time.perf_counter()
    with ProcessTree(process.pid) as cost:
        threads = [threading.Thread(target=some) for _ in range(SESSIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    seconds = time.perf_counter() - begun
    return Round(messages / seconds, cost.seconds / messages * 1000)


def longest_wait(run: RunningServer, message: bytes) -> float:
    """Return the longest wait for an answer while a large letter is judged: seconds."""
    done = threading.Event()
    waits: list[float] = []

    def ask() -> None:
        with run.smtp(source=GOOD) as talk:
            talk.hello("mx.example.net")
            while not done.is_set():
                begun = time.perf_counter()
                talk.say("RSET")
                waits.append(time.perf_counter() - begun)
                time.sleep(0.002)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.2)
    waits.clear()
    with run.smtp(source=GOOD) as talk:
        talk.hello("mx.example.net")
        assert talk.deliver(SENDER, [PERSON], message).code == 250
    done.set()
    asking.join()
    return max(waits)


def good_sender(run: RunningServer, message: bytes, times: int) -> list[float]:
    """Return how long each of a good sender's letters took, connection included."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        with run.smtp(source=GOOD) as talk:
            talk.hello("mx.example.net")
            assert talk.deliver(SENDER, [PERSON], message).code == 250
        took.append(time.perf_counter() - begun)
    return took


async def _flood(port: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    held = []

    async def one(number: int) -> None:
        source = f"{BAD_NETWORK}.{number % 254 + 1}"
        with contextlib.suppress(OSError):
            async with gate:
                reader, writer = await asyncio.open_connection(
                    HOST, port, local_addr=(source, 0)
                )
                writer.write(b"EHLO flood.example\r\n")
                await reader.readline()
            held.append((reader, writer))

    await asyncio.gather(*(one(number) for number in range(FLOOD)))
    await asyncio.sleep(3600)  # none of them finishes


def _flood_in_a_process(port: int) -> None:
    asyncio.run(_flood(port))


@contextmanager
def flood(port: int) -> Iterator[None]:
    """Let one network open its connections until the block ends."""
    process = multiprocessing.get_context("spawn").Process(
        target=_flood_in_a_process, args=(port,)
    )
    process.start()
    try:
        time.sleep(1)
        yield
    finally:
        process.kill()
        process.join()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000, help="of 4 KB, a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--dir", type=Path, default=CHECKOUT / ".bench", help="on the disk to measure"
    )
    return parser.parse_args()


def show(name: str, rounds: list[Round]) -> None:
    """Print one line of middles."""
    rate = statistics.median(each.per_second for each in rounds)
    cost = statistics.median(each.cpu_per_1000 for each in rounds)
    print(f"{name:24} {rate:8.0f}/s {cost:8.2f} CPU s/1000")


def measure(home: Path, messages: int, rounds: int) -> None:
    """Run all of it and print as it goes."""
    signer = new_signer()
    small, large = letter(signer, 4096), letter(signer, 5_000_000)
    file = home / "letter"
    file.write_bytes(small.replace(b"\r\n", b"\n"))
    with name_servers(home / "names", zones(signer)) as names:
        off, on = settings(names, judging=False), settings(names, judging=True)
        with server(home / "off", off) as unjudged, server(home / "on", on) as judged:
            receive(unjudged, file, 50), receive(judged, file, 50)  # names are warm
            played = [
                (receive(unjudged, file, messages), receive(judged, file, messages))
                for _ in range(rounds)
            ]
            show("judging off", [pair[0] for pair in played])
            show("every check on", [pair[1] for pair in played])
            more = [b.cpu_per_1000 - a.cpu_per_1000 for a, b in played]
            print(f"judging itself: {statistics.median(more):.2f} ms CPU a letter")
            with rspamd(names.resolver_port) as judge:
                scan(judge, small, 50)
                show("rspamd, same letters", [scan(judge, small, messages)])
            wait = longest_wait(judged, large)
            without = longest_wait(unjudged, large)
            print(
                f"5 MB: longest wait of another session {wait * 1000:.1f} ms,"
                f" without judging {without * 1000:.1f} ms"
            )
            quiet = statistics.median(good_sender(judged, small, 100))
            with flood(judged.ports["mx"]):
                busy = statistics.median(good_sender(judged, small, 100))
            print(
                f"good sender: {quiet * 1000:.1f} ms when quiet,"
                f" {busy * 1000:.1f} ms in a flood ({busy / quiet:.1f} times)"
            )


def main() -> None:
    """Measure, print, and leave nothing behind."""
    asked = arguments()
    home = asked.dir / f"judge-{os.getpid()}"
    home.mkdir(parents=True)
    try:
        print(f"load_before={os.getloadavg()[0]:.1f} processors={os.cpu_count()}")
        measure(home, asked.messages, asked.rounds)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
