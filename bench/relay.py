"""How fast letters are accepted, kept and handed on, beside Haraka and Postfix.

Each round gives the same load to all in turn: 4 KB messages over ten kept sessions,
until Postfix's `smtp-sink -L` has the last of them. A second load, at an even pace that
all of them bear, tells how long a letter takes from its last octet to its destination.
`bench/README.md` says how to read what it prints. Needs root, for Postfix.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lmtp_recorder import LmtpRecorder
from peers.haraka import haraka, install
from process_tree import ProcessTree
from receive import machine
from sending_load import Post, send_all, send_evenly

CHECKOUT = Path(__file__).parents[1]
sys.path.insert(0, str(CHECKOUT / "tests"))  # the tests know how to run a server

from support.counterparts.place import wait_until_it_listens
from support.counterparts.postfix import postfix
from support.free_port import free_port
from support.programs import find
from support.running_server import HOST, PASSWORD, running_server

APP = "app@example.org"
DOMAIN = "sink.example.net"
RECIPIENT = f"person@{DOMAIN}"
SESSIONS = 10
PATIENCE = 300


class Sink:
    """`smtp-sink -L`, and how many messages it says it has."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.port = port
        self._process = process
        self._taken = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        text = b""
        while data := os.read(self._process.stdout.fileno(), 4096):
            *whole, text = (text + data).split(b"\r")
            if whole:
                self._taken = int(whole[-1].rpartition(b"mesg=")[2])

    def wait_for(self, count: int, since: int) -> None:
        """Return once it has so many more than it had."""
        limit = time.monotonic() + PATIENCE
        while self._taken < since + count:
            if time.monotonic() > limit:
                raise TimeoutError(f"{self._taken - since} of {count} came")
            time.sleep(0.005)

    @property
    def taken(self) -> int:
        """How many it has."""
        return self._taken


@contextmanager
def lmtp_sink() -> Iterator[Sink]:
    """Run `smtp-sink -L`."""
    port = free_port()
    user = ("-u", "root") if os.getuid() == 0 else ()
    process = subprocess.Popen(
        [find("smtp-sink"), "-L", "-c", *user, f"{HOST}:{port}", "1000"],
        stdout=subprocess.PIPE,
    )
    try:
        wait_until_it_listens(port, Path(os.devnull))
        yield Sink(process, port)
    finally:
        process.terminate()
        process.wait()


@dataclass(slots=True)
class Contender:
    """One server in the run, and what was measured of it."""

    name: str
    pid: int
    post: Post
    per_second: list[float] = field(default_factory=list)
    cpu_per_1000: list[float] = field(default_factory=list)
    peak_pss: list[int] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


def throughput(contender: Contender, sink: Sink, messages: int) -> None:
    """Give it one round of the load, and wait until the last has arrived."""
    had = sink.taken
    with ProcessTree(contender.pid) as cost:
        begun = time.perf_counter()
        asyncio.run(send_all(contender.post, messages, SESSIONS))
        sink.wait_for(messages, had)
        seconds = time.perf_counter() - begun
    contender.per_second.append(messages / seconds)
    contender.cpu_per_1000.append(cost.seconds / messages * 1000)
    contender.peak_pss.append(cost.peak_pss)


def latency(contender: Contender, recorder: LmtpRecorder, messages: int) -> None:
    """Send at an even pace; note how long each took to its destination."""
    recorder.clear()
    sent = asyncio.run(send_evenly(contender.post, messages, per_second=20))
    arrived = recorder.wait_for(messages, PATIENCE)
    contender.latencies += [arrived[number] - sent[number] for number in sent]


Start = Callable[[Path, int, ExitStack], Contender]


def start_glassine(home: Path, sink: int, stack: ExitStack) -> Contender:
    """Start Glassine with a route to the sink."""
    route = f'[[route]]\ndomain = "{DOMAIN}"\nto = "lmtp://{HOST}:{sink}"\n'
    server = stack.enter_context(running_server(home, {APP: PASSWORD}, settings=route))
    post = Post(
        port=server.ports["submission"],
        sender=APP,
        recipient=RECIPIENT,
        login=(APP, PASSWORD),
    )
    return Contender("glassine", server.process.pid, post)


def start_postfix(home: Path, sink: int, stack: ExitStack) -> Contender:
    """Start Postfix with a transport to the sink."""
    onward = f"virtual_transport = lmtp:inet:{HOST}:{sink}\n"
    onward += f"virtual_mailbox_domains = {DOMAIN}\n"
    server = stack.enter_context(postfix("example.net", onward, home=home))
    post = Post(port=server.port, sender="app@example.net", recipient=RECIPIENT)
    return Contender("postfix", server.pid, post)


def start_haraka(home: Path, sink: int, stack: ExitStack) -> Contender:
    """Start Haraka with its LMTP queue plugin."""
    package = install(CHECKOUT / ".bench" / "haraka")
    port, pid = stack.enter_context(haraka(home, package, DOMAIN, sink))
    return Contender(
        "haraka", pid, Post(port=port, sender="app@example.net", recipient=RECIPIENT)
    )


STARTS: dict[str, Start] = {
    "glassine": start_glassine,
    "postfix": start_postfix,
    "haraka": start_haraka,
}


def measure(home: Path, asked: argparse.Namespace) -> list[Contender]:
    """Play all rounds: throughput into `smtp-sink`, then latency into the recorder."""
    with ExitStack() as stack, lmtp_sink() as sink:
        contenders = [
            STARTS[name](home / name, sink.port, stack) for name in asked.only
        ]
        for turn in range(asked.rounds):
            for contender in contenders if turn % 2 else reversed(contenders):
                throughput(contender, sink, asked.messages)
    with ExitStack() as stack, LmtpRecorder() as recorder:
        for contender in contenders:
            place = home / f"{contender.name}-latency"
            again = STARTS[contender.name](place, recorder.port, stack)
            latency(again, recorder, asked.paced)
            contender.latencies = again.latencies
    return contenders


def show(contenders: list[Contender], where: dict[str, str | int]) -> None:
    """Print one line a server; the ratio is Glassine's rate to its, by rounds."""
    print(" ".join(f"{key}={value}" for key, value in where.items()))
    print(f"{'':10} delivered/s  glassine is  CPU s/1000  peak PSS  latency p50/p99 ms")
    ours = next((each for each in contenders if each.name == "glassine"), None)
    for each in contenders:
        rate, cpu = map(statistics.median, (each.per_second, each.cpu_per_1000))
        ratios = zip(ours.per_second if ours else [], each.per_second, strict=False)
        times = statistics.median([a / b for a, b in ratios] or [float("nan")])
        cuts = statistics.quantiles(each.latencies, n=100, method="inclusive")
        print(
            f"{each.name:10} {rate:11.0f} {times:11.2f}x {cpu:11.2f}"
            f" {max(each.peak_pss) / 1e6:6.0f} MB"
            f" {cuts[49] * 1000:10.1f} / {cuts[98] * 1000:.1f}"
        )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000, help="a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--paced", type=int, default=200, help="for the latency")
    parser.add_argument("--only", nargs="+", choices=STARTS, default=list(STARTS))
    parser.add_argument(
        "--dir", type=Path, default=CHECKOUT / ".bench", help="on the disk to measure"
    )
    return parser.parse_args()


def main() -> None:
    """Measure, print, and leave nothing behind."""
    asked = arguments()
    home = asked.dir / f"relay-{os.getpid()}"
    home.mkdir(parents=True)
    try:
        where = machine(home)
        found = measure(home, asked)
    finally:
        shutil.rmtree(home)
    show(found, where)


if __name__ == "__main__":
    main()
