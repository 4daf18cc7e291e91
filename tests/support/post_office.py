"""A dispatcher with a real store, and a network of which a test says how it behaves.

The clock is moved by hand: what is due tomorrow is tried when the test says that it is
tomorrow, and no test waits for it.
"""

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Set
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glassine.config.settings import Config
from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.intake import Intake
from glassine.flow.journal import Journal
from glassine.flow.notices import HouseNotices
from glassine.flow.outbox import NoOutbox, Outbox
from glassine.flow.queueing import Posting, queue
from glassine.flow.route import Elsewhere
from glassine.flow.sending.carrier import Outcome, Phase, Report, Trouble
from glassine.flow.sending.course import Course, Handshake, Hop, NoCourse, Protection
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.dispatch import Dispatcher
from glassine.flow.sending.load import Load
from glassine.flow.sending.schedule import Schedule
from glassine.flow.sending.throttle import Rest, Share, Throttle
from glassine.flow.sign import Signatures
from glassine.serve.compose import policy, rules
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.events import EventFilter
from glassine.store.api.ids import Duplicate, EventKey
from glassine.store.api.queue import Queueing
from glassine.store.sqlite.opening import create_store, open_store
from glassine.store.sqlite.store import SqliteStore
from glassine.vault.box import new_message_key
from glassine.vault.day_keys import DayKeys
from glassine.vault.server_key import new_server_key
from glassine.wire.smtp.answer import Answer
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message, RemoteText
from glassine.words.public import (
    Domain,
    Endpoint,
    EnhancedCode,
    HostName,
    QueueId,
    TransactionId,
    ip_address,
    parse_address,
)
from glassine.words.waits import Waits

ANN = "ann@example.org"
HOST = HostName("mail.example.org")
START = Milliseconds(1_603_755_945_209)
MINUTE, HOUR, DAY = 60, 3600, 86_400
OURS = Domain("example.org")
LETTER = (
    b"From: Ann <ann@example.org>\r\nSubject: the zebra crossing\r\n\r\n"
    b"Nobody may read of the xylophone.\r\n"
)


class HandClock:
    """Shows what it was set to."""

    def __init__(self) -> None:
        self.time: int = START

    def now(self) -> Milliseconds:
        return Milliseconds(self.time)

    def ticks(self) -> Seconds:
        return Seconds(self.time / 1000)

    def ahead(self, seconds: float) -> None:
        """Let time pass."""
        self.time += int(seconds * 1000)


def answer(code: int, words: str, enhanced: str = "") -> Answer:
    """Return what another server says."""
    kept = EnhancedCode(*map(int, enhanced.split("."))) if enhanced else None
    return Answer(code, kept, RemoteText(words.encode()))


TAKEN = answer(250, "Ok", "2.0.0")
LATER = answer(451, "try again later", "4.3.2")
NEVER = answer(550, "user unknown", "5.1.1")


@dataclass
class Network:
    """Stands in for the carrier: each domain says what the test has told it to say."""

    clock: HandClock
    says: dict[str, Answer | Trouble] = field(default_factory=dict)  # or TAKEN
    phases: dict[str, Phase] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    breaks: dict[str, Exception] = field(default_factory=dict)
    tries: list[tuple[float, str, Load]] = field(default_factory=list)
    at_once: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    most: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    letters: list[bytes] = field(default_factory=list)
    closed: bool = False

    async def carry(self, load: Load, course: Course) -> Report:
        """Report as the test has told it to."""
        domain = load.addressed[0].recipient.path.domain.name
        self.tries.append(((self.clock.time - START) / 1000, domain, load))
        self.at_once[domain] += 1
        self.most[domain] = max(self.most[domain], self.at_once[domain])
        try:
            if domain in self.gates:
                await self.gates[domain].wait()
            await asyncio.sleep(0)
            if domain in self.breaks:
                raise self.breaks[domain]
            self.letters.append(b"".join(run.reveal() for run in load.content()))
        finally:
            self.at_once[domain] -= 1
        return {
            each.row: self._outcome(str(each.recipient.path), course)
            for each in load.addressed
        }

    def _outcome(self, recipient: str, course: Course) -> Outcome:
        domain = recipient.partition("@")[2]
        said = self.says.get(recipient, self.says.get(domain, TAKEN))
        phase = self.phases.get(domain, Phase.DOT)
        if said is Trouble.UNREACHABLE:
            phase = Phase.CONNECT
        there = Endpoint(course.hops[0].ips[0], course.hops[0].port)
        return Outcome(
            said=said,
            phase=phase,
            hop=course.hops[0],
            remote=None if phase is Phase.CONNECT else there,
            tls=None,
            auth=False,
        )

    async def close(self) -> None:
        """Say goodbye."""
        self.closed = True

    def times(self, domain: str) -> list[float]:
        """Return when a domain was tried, in seconds since the start."""
        return [at for at, where, _ in self.tries if where == domain]


class Map:
    """Stands in for the planner: every domain has a mail host of its own."""

    def __init__(self) -> None:
        self.answers: dict[str, NoCourse] = {}

    async def course(
        self, domain: Domain, *, require_tls: bool = False
    ) -> Course | NoCourse:
        """Return the course to `mx.<domain>`."""
        if domain.name in self.answers:
            return self.answers[domain.name]
        hop = Hop(
            host=HostName(f"mx.{domain.name}"),
            port=25,
            ips=(ip_address("192.0.2.25"),),
            protection=Protection(rule=TlsRule.NONE, handshake=Handshake.NEVER),
        )
        return Course(mode=Mode.SMTP, hops=(hop,))


class PostOffice:
    """What a test does with the dispatcher, and what it sees of it."""

    def __init__(self, place: Path, **dispatching: Any) -> None:
        self.clock = HandClock()
        self.network = Network(self.clock)
        self.map = Map()
        self.key = new_server_key()
        self.log: list[bytes] = []
        self._place = place
        self._asked = dispatching
        self._count = 0
        self.desk: SendingDesk
        self.dispatcher: Dispatcher
        self._running: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the store and lay the desk."""
        if not self._place.exists():
            create_store(self._place, self.key.id)
        self.store: SqliteStore = open_store(
            self._place, key_id=self.key.id, clock=self.clock, chance=os.urandom
        )
        config = Config(hostname=HOST, data_dir=self._place)
        journal = Journal(store=self.store, clock=self.clock, out=self.log.append)
        self.desk = SendingDesk(
            hostname=HOST,
            store=self.store,
            journal=journal,
            notices=HouseNotices(),
            clock=self.clock,
            chance=lambda octets: bytes(octets),
            resolver=Nobody(),
            rules=rules(config),
            policy=policy(config, self.key),
            day_keys=DayKeys(self.clock, os.urandom),
            server_key=self.key,
            signatures=Signatures(
                store=self.store, server_key=self.key, clock=self.clock
            ),
            schedule=self._asked.get("schedule", SCHEDULE),
            carrier=self.network,
        )
        with suppress(Duplicate):  # it was open before
            await self.store.write(lambda books: books.accounts.add_domain(OURS, []))
        self.dispatcher = Dispatcher(
            self.desk,
            self.map,
            Throttle(
                clock=self.clock,
                share=self._asked.get("share", Share(connections=20)),
                share_of=self._asked.get("share_of", {}),
                rest=Rest(first=Seconds(MINUTE), longest=Seconds(16 * MINUTE)),
            ),
            self._asked.get("at_once", 100),
        )

    def begin(self) -> None:
        """Let the dispatcher run."""
        self._running = asyncio.create_task(self.dispatcher.run())

    async def close(self, grace: float = 5.0) -> None:
        """Close as the server does."""
        if self._running is not None:
            await self.dispatcher.close(grace)
            await self._running
            self._running = None
        self.desk.journal.close()
        await self.store.close()

    async def post(
        self,
        *recipients: str,
        letter: bytes = LETTER,
        account: str | None = ANN,
        outbox: Outbox | None = None,
        **asked: Any,
    ) -> list[Queueing]:
        """Put a letter into the queue, as `deliver` does."""
        self._count += 1
        intake = Intake(
            blob=self.store.new_blob(),
            message_key=new_message_key(),
            body_hash=None,
        )
        intake.take(Message(letter))
        posting = Posting(
            transaction=TransactionId(
                f"{self._count:08}-0000-4000-8000-000000000000.1"
            ),
            account=(account and parse_address(account)) or None,
            sender=Sender(parse_address(account or ANN)),
            arrival=intake.finish(),
            fields=b"Received: by mail.example.org\r\n",
            message_id=None,
        )
        named = [parse_address(recipient) for recipient in recipients]
        rows = queue(
            self.desk,
            posting,
            [(Recipient(each, **asked), Elsewhere(each)) for each in named],
            first=1,
            lease=NoOutbox().lease if outbox is None else outbox.lease,
        )

        def keep(books: Any) -> Set[QueueId]:
            books.blobs.keep(posting.arrival.blob)
            held: Set[QueueId] = books.queue.add(rows)
            return held

        held = await self.store.write(keep)
        if outbox is not None:
            outbox.posted([row for row in rows if row.id not in held])
        return rows

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and all happen that is due then."""
        self.clock.ahead(seconds)
        self.dispatcher.wake()
        await self.quiet()

    async def quiet(self) -> None:
        """Return when nothing is being tried, and nothing that may be is due."""

        async def work() -> None:
            while True:
                await asyncio.sleep(0.01)
                rows = await self.rows()
                now = self.clock.now()
                if self.dispatcher.sending:
                    continue
                if not any(row.claimed_until or row.next_try <= now for row in rows):
                    return

        await asyncio.wait_for(work(), 20)

    async def until(self, true: Callable[[], bool]) -> None:
        """Return when something has come true."""

        async def work() -> None:
            while not true():  # noqa: ASYNC110 (of what sets no event)
                await asyncio.sleep(0.005)

        await asyncio.wait_for(work(), 20)

    async def rows(self) -> list[Queueing]:
        """Return the queue."""
        return await self.store.read(
            lambda books: books.backlog.find(QueueFilter(limit=1000))
        )

    async def records(self, *types: str) -> list[dict[str, Any]]:
        """Return the JSON records of these types, oldest first."""
        wanted = EventFilter(types=frozenset(types), limit=1000)
        found = await self.store.read(
            lambda books: books.events.after(EventKey(0), wanted)
        )
        return [json.loads(event.record) for event in found]

    def lines(self) -> list[str]:
        """Return the raw log so far, without its times."""
        whole = b"".join(self.log).decode()
        return [line.partition(" ")[2] for line in whole.splitlines()]


SCHEDULE = Schedule(
    waits=Waits(
        tuple(Seconds(each * MINUTE) for each in (1, 5, 5, 15, 60)), for_ever=True
    ),
    waits_of={},
    jitter=0.0,
    lifetime=Seconds(DAY),
    delay_notice=Seconds(4 * HOUR),
)


class Nobody:
    """A resolver that knows no names."""

    async def reverse(self, ip: object) -> None:
        """Return no name."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


@asynccontextmanager
async def post_office(place: Path, **dispatching: Any) -> AsyncIterator[PostOffice]:
    """Run a dispatcher for a while."""
    office = PostOffice(place / "store", **dispatching)
    await office.open()
    office.begin()
    try:
        yield office
    finally:
        await office.close()
