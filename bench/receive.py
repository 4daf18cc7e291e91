"""How fast letters are received, sealed and saved, beside a server that keeps nothing.

The load is Postfix's `smtp-source`, ten sessions on 127.0.0.1. Each round gives it to
glassine and to Postfix's `smtp-sink` in turn, so that a busy machine slows both.
`bench/README.md` says how to read what it prints.
"""

import argparse
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from process_tree import ProcessTree

CHECKOUT = Path(__file__).parents[1]
sys.path.insert(0, str(CHECKOUT / "tests"))  # the tests know how to run a server

from support.programs import find, smtp_source
from support.running_server import HOST, PASSWORD, RunningServer, running_server

PERSON = "person@example.org"
SESSIONS = 10
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent in one round."""

    name: str
    size: int
    messages: int
    keep_alive: bool

    def options(self) -> list[str]:
        """Return it in the words of `smtp-source`."""
        return [
            *("-s", str(SESSIONS), "-m", str(self.messages), "-l", str(self.size)),
            *("-f", "zoe@example.net", "-t", PERSON),
            *(["-d"] if self.keep_alive else []),
        ]


def loads(small: int, large: int) -> tuple[Load, ...]:
    """Return the three loads."""
    return (
        Load("4 KB, kept open", 4096, small, keep_alive=True),
        Load("4 KB, one connection each", 4096, small, keep_alive=False),
        Load("1 MB, kept open", 1_000_000, large, keep_alive=True),
    )


@dataclass(frozen=True, slots=True)
class Round:
    """One load, given to both."""

    saved_per_second: float
    sink_per_second: float
    cpu_per_1000: float
    peak_rss: int
    peak_pss: int

    @property
    def ratio(self) -> float:
        """How much of `smtp-sink`'s rate it is."""
        return self.saved_per_second / self.sink_per_second


def _seconds(send: Callable[[], object]) -> float:
    begun = time.perf_counter()
    send()
    return time.perf_counter() - begun


def give_to_glassine(server: RunningServer, load: Load) -> tuple[float, ProcessTree]:
    """Return messages saved a second, counted over IMAP, and what that cost."""
    port = server.ports["mx"]
    with server.imap(PERSON) as talk:
        wanted = talk.messages() + load.messages

        def send() -> None:
            smtp_source(server.home, port, *load.options())
            while talk.messages() < wanted:  # once, if 250 means what it should
                time.sleep(0.01)

        with ProcessTree(server.process.pid) as cost:
            seconds = _seconds(send)
        assert talk.messages() == wanted
    return load.messages / seconds, cost


def give_to_sink(home: Path, port: int, load: Load) -> float:
    """Return messages taken a second by `smtp-sink`."""
    return load.messages / _seconds(lambda: smtp_source(home, port, *load.options()))


@contextmanager
def smtp_sink() -> Iterator[int]:
    """Run `smtp-sink`; yield its port."""
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
    user = ("-u", "root") if os.getuid() == 0 else ()
    process = subprocess.Popen([find("smtp-sink"), *user, f"{HOST}:{port}", "1000"])
    try:
        _wait_until_it_listens(port)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_until_it_listens(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("smtp-sink does not listen")


def play(server: RunningServer, sink: int, load: Load, *, sink_first: bool) -> Round:
    """Give one load to both, in the order asked for."""
    if sink_first:
        other = give_to_sink(server.home, sink, load)
        saved, cost = give_to_glassine(server, load)
    else:
        saved, cost = give_to_glassine(server, load)
        other = give_to_sink(server.home, sink, load)
    per_1000 = cost.seconds / load.messages * 1000
    return Round(saved, other, per_1000, cost.peak_rss, cost.peak_pss)


def medians(rounds: list[Round]) -> dict[str, float]:
    """Return the middle of each number; the ratio's is of ratios, round by round."""
    middle = {
        key: statistics.median(asdict(each)[key] for each in rounds)
        for key in asdict(rounds[0])
    }
    return middle | {"ratio": statistics.median(each.ratio for each in rounds)}


def measure(
    home: Path, chosen: tuple[Load, ...], rounds: int
) -> dict[str, list[Round]]:
    """Play all loads, round after round, the two servers side by side."""
    played: dict[str, list[Round]] = {load.name: [] for load in chosen}
    with running_server(home, {PERSON: PASSWORD}) as server, smtp_sink() as sink:
        for turn in range(rounds):
            for load in chosen:
                result = play(server, sink, load, sink_first=bool(turn % 2))
                played[load.name].append(result)
    return played


def machine(place: Path) -> dict[str, str | int]:
    """Return what the numbers depend on."""
    mounts = [
        part
        for part in psutil.disk_partitions(all=True)
        if place.resolve().is_relative_to(part.mountpoint)
    ]
    holder = max(mounts, key=lambda part: len(part.mountpoint))
    return {
        "python": platform.python_version(),
        "processors": os.cpu_count() or 0,
        "file_system": holder.fstype,
        "load_before": round(os.getloadavg()[0]),
    }


def show(found: dict[str, list[Round]], where: dict[str, str | int]) -> None:
    """Print one line a load."""
    print(" ".join(f"{key}={value}" for key, value in where.items()))
    print(f"{'':27} saved/s  sink/s  ratio  CPU s/1000  peak RSS  peak PSS")
    for name, rounds in found.items():
        m = medians(rounds)
        print(
            f"{name:27} {m['saved_per_second']:7.0f} {m['sink_per_second']:7.0f}"
            f" {m['ratio']:6.2f} {m['cpu_per_1000']:11.2f}"
            f" {m['peak_rss'] / 1e6:6.0f} MB {m['peak_pss'] / 1e6:6.0f} MB"
        )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000, help="of 4 KB, a round")
    parser.add_argument("--large", type=int, default=100, help="of 1 MB, a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print every round as JSON")
    parser.add_argument(
        "--dir", type=Path, default=CHECKOUT / ".bench", help="on the disk to measure"
    )
    return parser.parse_args()


def main() -> None:
    """Measure, print, and leave nothing behind."""
    asked = arguments()
    home = asked.dir / f"receive-{os.getpid()}"
    home.mkdir(parents=True)
    try:
        where = machine(home)
        found = measure(home, loads(asked.messages, asked.large), asked.rounds)
    finally:
        shutil.rmtree(home)
    if asked.json:
        results = {
            name: {"median": medians(rounds), "rounds": [asdict(r) for r in rounds]}
            for name, rounds in found.items()
        }
        print(json.dumps({"machine": where, "loads": results}, indent=2))
    else:
        show(found, where)


if __name__ == "__main__":
    main()
