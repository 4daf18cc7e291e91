"""How fast the operator finds something among many events, and what each costs.

    PYTHONPATH=src:tests python -P bench/events.py [DIR] [--events N] [--appends]
    PYTHONPATH=src:tests python -P bench/events.py --keep DIR [--events N]

Fills a store with N events (a million; ten million takes a while) of many senders,
recipients, hosts and answers, over thirty days, and prints p50 and p95 of each filter,
of each two and three together, of common values that never meet or hardly ever, of the
trace of one UUID, and the bytes an event takes.
`--keep` leaves the store in DIR, and asks again of one that lies there already.
`--appends` prints what one commit of a message's two events and lines writes.
"""

import argparse
import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import NamedTuple

from glassine.events.facts import (
    Check,
    Circumstances,
    Remote,
    ScrubbedText,
    Stage,
    Tally,
)
from glassine.events.facts_of_sending import Mode
from glassine.events.milestones import Deferred, Delivered, Denied, Milestone, Received
from glassine.events.record import decoded
from glassine.serve.collector import spare_the_collector
from glassine.store.api.events import EventFilter
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.blob_files import BlobFiles
from glassine.store.sqlite.books import SqliteBooks
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.opening import create_store
from glassine.words.clock import Milliseconds, Seconds, SystemClock
from glassine.words.public import (
    Address,
    ConnectionId,
    DeliveryId,
    Direction,
    Domain,
    Endpoint,
    FolderClass,
    HostName,
    MessageIdDigest,
    QueueId,
    Size,
    SpamStatus,
    TransactionId,
    ip_address,
)

START = 1_700_000_000_000
DAY = 86_400_000
MONTH = 30 * DAY
OURS = Domain("example.org")
ANSWERS = ("250 2.0.0 Ok: queued as {}", "250 OK id={} mailbox saved", "250 Great")
LATER = ("451 4.7.1 Greylisted, try again", "421 4.3.2 Service busy", "452 4.2.2 full")
CODES = (451, 421, 452)
ROUNDS = 40
A_COMMIT = 50_000
CACHE = 4_000_000  # KiB, while it is filled


class World:
    """Who writes to whom, from where; few are busy, as in life."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.users = [Address(f"user{n}", OURS) for n in range(2000)]
        self.strangers = [
            Address(f"someone{n}", Domain(f"d{n % 5000}.example"))
            for n in range(50_000)
        ]
        self.hosts = [HostName(f"mx{n}.d{n}.example") for n in range(5000)]
        self.ips = [
            ip_address(f"198.{18 + n // 16384}.{n // 64 % 256}.{n % 64}")
            for n in range(20_000)
        ]

    def pick(self, some: list) -> object:  # type: ignore[type-arg]
        """Return one of them; the first are picked more often."""
        return some[int(len(some) * self._chance.random() ** 3)]

    def message(self, at: int) -> Iterator[Milestone]:
        """Yield the events of one message: two, and seldom more."""
        c = self._chance
        digits = c.randbytes(16).hex().upper()
        connection = (
            f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        )
        ip, host = self.pick(self.ips), self.pick(self.hosts)
        user, stranger = self.pick(self.users), self.pick(self.strangers)
        remote = Remote(
            ip_and_port=Endpoint(ip, 40000 + c.randrange(20000)),
            host=host,
            info=host,
            closed=False,
            is_private=False,
            is_local=False,
        )
        inward = c.random() < 0.6
        spam = c.choice([SpamStatus.HAM] * 8 + [SpamStatus.SPAM, SpamStatus.PROBABLE])
        about = Circumstances(
            direction=Direction.INBOUND if inward else Direction.OUTBOUND,
            remote=remote,
            auth_user=None if inward else user,
            mail_from=stranger if inward else user,
            rcpt_to=(user if inward else stranger,),
            spam_status=spam if inward else SpamStatus.UNKNOWN,
        )
        uuid = TransactionId(f"{connection}.1")
        if inward and c.random() < 0.2:
            yield Denied(
                at=at,
                uuid=uuid,
                about=about,
                stage=Stage.RCPT,
                check=c.choice(list(Check)),
                code=550,
                enhanced=None,
            )
            return
        digest = MessageIdDigest(f"<{c.randbytes(12).hex()}@digest>")
        yield Received(
            at=at,
            uuid=uuid,
            about=about,
            message_id=digest,
            size=Size(c.randrange(100_000)),
            tls=True,
        )
        done = Delivered(
            at=at + 40,
            uuid=DeliveryId(f"{uuid}.1"),
            about=about,
            message_id=digest,
            queue=QueueId(digits.lower()),
            domain=about.rcpt_to[0].domain,
            host=HostName("mail.example.org") if inward else host,
            remote=None if inward else Endpoint(ip, 25),
            mode=Mode.LOCAL if inward else Mode.SMTP,
            tls=True,
            auth=False,
            response=ScrubbedText(c.choice(ANSWERS).format(digits[:10])),
            delay=Seconds(0.04),
            fails=0,
            filed=FolderClass.INBOX if inward else None,
            recipients=Tally(accepted=1),
        )
        if not inward and c.random() < 0.1:
            which = c.randrange(3)
            yield Deferred(
                at=at + 20,
                uuid=done.uuid,
                about=about,
                message_id=digest,
                queue=done.queue,
                domain=done.domain,
                host=host,
                remote=done.remote,
                code=CODES[which],
                enhanced=None,
                response=ScrubbedText(LATER[which]),
                next_try=Milliseconds(at + 300_000),
                fails=1,
                recipients=Tally(deferred=1),
            )
        yield done


def open_books(data_dir: Path, *, writes: bool) -> tuple[Database, SqliteBooks]:
    """Return books without a writer's thread: what is measured is they."""
    db = Database(data_dir / "glassine.db", patience=Seconds(5), writes=writes)
    return db, SqliteBooks(
        db, BlobFiles(data_dir / "blobs"), Aftermath(), SystemClock()
    )


def fill(db: Database, books: SqliteBooks, world: World, events: int) -> None:
    """Keep so many events by the store's own way, but many a commit, and hurrying.

    The database comes out as if it had been filled in a month: batches of the indexes
    are as large as ever, and only what makes a commit last was left out.
    """
    db.run("PRAGMA synchronous = OFF")
    db.run("PRAGMA secure_delete = OFF")  # nothing is deleted
    db.run(f"PRAGMA cache_size = -{CACHE}")
    made, began = 0, time.perf_counter()
    while made < events:
        db.run("BEGIN IMMEDIATE")
        batch: list[Milestone] = []
        while len(batch) < A_COMMIT:
            at = START + MONTH * (made + len(batch)) // events
            batch += world.message(at)
        for start in range(0, len(batch), 200):
            books.events.append(batch[start : start + 200])
        db.run("COMMIT")
        made += len(batch)
        if made % 500_000 < A_COMMIT:
            print(
                f"  {made} events, {made / (time.perf_counter() - began):.0f}/s",
                flush=True,
            )


def filters(world: World, chance: random.Random) -> dict[str, dict]:  # type: ignore[type-arg]
    """Return one of each filter, of what is there."""
    user = world.users[chance.randrange(200)]
    return {
        "type": {
            "types": frozenset({chance.choice(["deferred", "denied", "delivered"])})
        },
        "direction": {"direction": chance.choice(list(Direction))},
        "from": {"mail_from": world.strangers[chance.randrange(5000)]},
        "to": {"rcpt_to": user},
        "account": {"account": user},
        "ip": {"ip": ip_network(f"{world.ips[chance.randrange(2000)]}/32")},
        "network": {
            "ip": ip_network(f"{world.ips[chance.randrange(2000)]}/24", strict=False)
        },
        "host": {"host": world.hosts[chance.randrange(500)]},
        "spam": {"spam": chance.choice([SpamStatus.SPAM, SpamStatus.HAM])},
        "code": {"code": chance.choice([550, 451, 421])},
        "text": {
            "text": chance.choice(["greylist", "user17@", "mx33.", "busy", "d77.ex"])
        },
        "time": {
            "since": Milliseconds(START + chance.randrange(MONTH)),
            "until": Milliseconds(START + MONTH),
        },
        "day": {
            "since": Milliseconds(START + (day := chance.randrange(MONTH))),
            "until": Milliseconds(START + day + DAY),
        },
    }


def apart(world: World, chance: random.Random) -> dict[str, dict]:  # type: ignore[type-arg]
    """Return two of each, common alone, that no event has together, or hardly any."""
    few = chance.randrange(10)
    user, here = world.users[few], HostName("mail.example.org")
    network = ip_network(f"{world.ips[0]}/24", strict=False)
    return {
        "to + account": {"rcpt_to": user, "account": user},
        "from + account": {"mail_from": world.strangers[few], "account": user},
        "account + host": {"account": user, "host": here},
        "account + spam": {"account": user, "spam": SpamStatus.HAM},
        "account + type": {"account": user, "types": frozenset({"denied"})},
        "type + host": {"types": frozenset({"deferred", "denied"}), "host": here},
        "type + text": {"types": frozenset({"denied"}), "text": "great"},
        "code + text": {"code": 421, "text": "greylist"},
        "host + text": {"host": here, "text": "busy"},
        "network + text": {"ip": network, "text": "mx99. greylist"},
        "text + text": {"text": "great saved"},
    }


class Spent(NamedTuple):
    """Milliseconds of many questions, in order: by the clock, and of the processor."""

    clock: list[float]
    processor: list[float]

    def p95(self) -> float:
        """Return the processor's time that few questions exceed."""
        return self.processor[int(len(self.processor) * 0.95)]

    def __str__(self) -> str:
        middle, p95 = len(self.clock) // 2, int(len(self.clock) * 0.95)
        return (
            f"p50 {self.clock[middle]:7.2f} ms   p95 {self.clock[p95]:7.2f} ms"
            f"   (processor {self.processor[middle]:7.2f}, {self.processor[p95]:7.2f})"
        )


def measured(books: SqliteBooks, asked: list[EventFilter]) -> Spent:
    """Return what each took. On a busy machine the processor's time says more."""
    spent = []
    for wanted in asked:
        began, used = time.perf_counter(), time.thread_time()
        books.events.find(wanted)
        spent.append((time.perf_counter() - began, time.thread_time() - used))
    return Spent(
        *(sorted(each * 1000 for each in some) for some in zip(*spent, strict=True))
    )


def told(name: str, spent: Spent) -> None:
    print(f"{name:28} {spent}", flush=True)


def search(books: SqliteBooks, world: World, seed: int) -> None:
    chance = random.Random(seed)
    names = list(filters(world, chance))
    for together, shown in ((1, None), (2, 8), (3, 4)):
        print("each alone:" if together == 1 else f"{together} together, the slowest:")
        spent = {
            " + ".join(some): measured(books, asked(world, chance, some))
            for some in itertools.combinations(names, together)
            if not ({"ip", "network"} <= {*some} or {"time", "day"} <= {*some})
        }
        slowest = sorted(spent, key=lambda name: spent[name].p95(), reverse=True)
        for name in slowest[:shown]:
            told(f"  {name}", spent[name])
    print("never together, or hardly ever:")
    for name in apart(world, chance):
        some = [EventFilter(**apart(world, chance)[name]) for _ in range(ROUNDS)]
        told(f"  {name}", measured(books, some))


def asked(
    world: World, chance: random.Random, names: tuple[str, ...]
) -> list[EventFilter]:
    """Return questions with these filters: the fewer, the more kinds there are."""
    questions = []
    for _ in range(ROUNDS if len(names) < 3 else ROUNDS // 2):
        known = filters(world, chance)
        parts = {key: value for name in names for key, value in known[name].items()}
        questions.append(EventFilter(**parts))
    return questions


def trace(books: SqliteBooks, chance: random.Random, events: int) -> None:
    keys = [chance.randrange(1, events) for _ in range(200)]
    uuids = [
        decoded(found.record)["uuid"]
        for key in keys
        if (found := books.events.get(key))
    ]
    told(
        "trace of one UUID",
        measured(books, [EventFilter(uuid=u.partition(".")[0]) for u in uuids]),
    )
    mids = [
        decoded(found.record)["details"].get("messageIdDigest")
        for key in keys
        if (found := books.events.get(key))
    ]
    told("Message-ID", measured(books, [EventFilter(message_id=m) for m in mids if m]))


def appends(data_dir: Path, world: World) -> None:
    """Print what a commit of one message writes, and how long it takes."""
    db, books = open_books(data_dir, writes=True)
    db.run("PRAGMA synchronous = OFF")
    db.run("PRAGMA wal_autocheckpoint = 0")
    db.truncate_log()
    times, lines, messages = [], b"x" * 1200, 3000
    at = START + MONTH
    for number in range(messages):
        some = list(world.message(at + number * 50))
        uuid = ConnectionId(some[0].uuid.partition(".")[0])  # type: ignore[union-attr]
        began = time.perf_counter()
        db.run("BEGIN IMMEDIATE")
        books.events.append(some)
        books.events.append_lines(uuid, Milliseconds(at), lines)
        db.run("COMMIT")
        times.append(time.perf_counter() - began)
    wal = (data_dir / "glassine.db-wal").stat().st_size
    times.sort()
    mean = sum(times) / messages
    told = (mean, times[messages // 2], times[int(messages * 0.99)])
    spent = ", ".join(f"{each * 1e6:.0f} µs" for each in told)
    print(f"a message's events and lines: {wal / messages / 1024:.1f} KiB of WAL,")
    print(f"  mean, p50, p99: {spent}")
    db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", type=Path)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--appends", action="store_true")
    asked = parser.parse_args()
    if asked.keep is not None:
        return bench(asked.keep, asked)
    with tempfile.TemporaryDirectory(dir=asked.dir) as name:
        return bench(Path(name) / "data", asked)


def bench(data_dir: Path, asked: argparse.Namespace) -> None:
    """Fill a store, unless one is there, and ask it."""
    world = World(random.Random(1))
    if not (data_dir / "glassine.db").exists():
        filled(data_dir, world, asked.events)
    if asked.appends:
        return appends(data_dir, world)
    spare_the_collector()  # as the server does: the world is large
    _, books = open_books(data_dir, writes=False)
    events = books.events.last()[0]
    octets = (data_dir / "glassine.db").stat().st_size
    print(f"{events} events, {octets / events:.0f} bytes an event")
    search(books, world, 2)
    trace(books, random.Random(3), events)


def filled(data_dir: Path, world: World, events: int) -> None:
    create_store(data_dir, b"key")
    db, books = open_books(data_dir, writes=True)
    fill(db, books, world, events)
    db.truncate_log()
    db.close()


if __name__ == "__main__":
    main()
