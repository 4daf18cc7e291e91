"""Those who answer the pages, played by a list of records and a few words.

They remember what they were asked, and by whom, so that tests can tell.
"""

from collections.abc import AsyncIterator, Sequence

from glassine.events.milestones import Milestone
from glassine.events.record import decoded, render
from glassine.flow.judging.weigh import Scale
from glassine.flow.viewing.explain import explained
from glassine.flow.viewing.sentence import sentence
from glassine.flow.viewing.timeline import timeline
from glassine.flow.viewing.trace import Trace as Traced
from glassine.flow.viewing.verdict import Verdict, verdict
from glassine.store.api.events import StoredEvent
from glassine.store.api.ids import EventKey
from glassine.web.found import Kept, News, Page, Trace
from glassine.web.people import Keeping, Person, Secret
from glassine.web.view import View
from glassine.web.viewing import (
    Counted,
    Handling,
    Moment,
    Mood,
    Opened,
    Operator,
    Overview,
    Resident,
    Role,
    Sign,
    Story,
    Waiting,
)
from glassine.words.clock import Milliseconds
from glassine.words.private import Password, UserName
from glassine.words.public import Address, IpAddress, parse_address

PAGE = 3
NOW = Milliseconds(1_795_464_000_000)
PASSWORD = "correct horse battery staple"
CODE = "123456"
PERSON = parse_address("ann@example.org")


class Log:
    """Records by key, the highest the newest."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self.kept = [Kept(key, record) for key, record in enumerate(records, 1)]
        self.lines = b""

    def page(self, view: View, before: int | None) -> Page:
        """Return a page of what has the types asked for, newest first."""
        found = [k for k in self.matching(view) if before is None or k.key < before]
        return Page(found[:PAGE], len(found) > PAGE)

    def matching(self, view: View) -> list[Kept]:
        """Return all that has the types asked for, newest first."""
        kept = reversed(self.kept)
        return [k for k in kept if not view.types or _type(k.record) in view.types]

    def one(self, key: int) -> Kept | None:
        """Return the record of a key."""
        return next((kept for kept in self.kept if kept.key == key), None)

    def trace(self, uuid: str) -> Trace | None:
        """Return what is of the connection."""
        asked = uuid.partition(".")[0]
        found = [k.record for k in self.kept if _uuid(k.record).startswith(asked)]
        records = [decoded(record) for record in found]
        steps = timeline(records, self.lines.splitlines(keepends=True))
        told = sentence(records)
        return Trace(uuid, found, self.lines, steps, told) if found else None

    def verdict(self, uuid: str) -> Verdict | None:
        """Return why what is of the connection was judged so."""
        found = self.trace(uuid)
        if found is None:
            return None
        events = [StoredEvent(EventKey(0), record) for record in found.records]
        traced = Traced(uuid, events, [], [], found.sentence)
        return verdict(explained(traced), Scale())


def _type(record: bytes) -> str:
    return str(decoded(record)["type"])


def _uuid(record: bytes) -> str:
    return str(decoded(record)["uuid"])


def rendered(events: Sequence[Milestone]) -> list[bytes]:
    """Return the records of milestones."""
    return [render(event) for event in events]


class StandInViewing:
    """Answers operators: one of each role, whose session is its name."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.asked: list[str] = []
        self.views: list[View] = []
        self.handled: list[tuple[str, Handling]] = []
        self.coming: list[Kept] = []
        self.row = waiting()
        self.residents = [
            Resident(address="ann@example.org", created=NOW, only_sends=False)
        ]
        self.looks = Log([])

    async def sign_in(
        self, name: str, password: Password, code: str, ip: IpAddress
    ) -> str | None:
        right = password.reveal() == PASSWORD.encode() and code == CODE
        return name if right and name in set(Role) else None

    async def sign_out(self, session: str) -> None:
        self.asked.append("sign out")

    async def operator(self, session: str) -> Operator | None:
        return Operator(session, Role(session)) if session in set(Role) else None

    async def lasts(self, session: str) -> bool:
        return "sign out" not in self.asked and session in set(Role)

    async def bearer(self, token: str, scope: str) -> Operator | None:
        good = token == "good" and scope == "events"
        return Operator("robot", Role.SUPPORT) if good else None

    async def look(self, who: Operator, view: View, before: int | None) -> Page:
        self.views.append(view)
        return self.log.page(view, before)

    async def numbered(self, who: Operator, view: View, page: int, each: int) -> Page:
        self.views.append(view)
        return Page(self.log.matching(view)[(page - 1) * each : page * each])

    async def export(self, who: Operator, view: View) -> AsyncIterator[Kept]:
        self.views.append(view)
        for kept in self.log.matching(view):
            yield kept

    async def follow(self, who: Operator, view: View) -> AsyncIterator[News]:
        yield News(self.coming, left_out=3)

    async def opened(self, who: Operator, key: int) -> Opened | None:
        kept = self.log.one(key)
        if kept is None:
            return None
        uuid = _uuid(kept.record)
        return Opened(kept, await self.story(who, uuid) if uuid else None)

    async def story(self, who: Operator, uuid: str) -> Story | None:
        found = self.log.trace(uuid)
        return Story(found, self.log.verdict(uuid)) if found else None

    async def one(self, who: Operator, key: int) -> Kept | None:
        return self.log.one(key)

    async def trace(self, who: Operator, uuid: str) -> Trace | None:
        return self.log.trace(uuid)

    async def explain(self, who: Operator, uuid: str) -> Verdict | None:
        return self.log.verdict(uuid)

    async def lines(self, who: Operator, limit: int) -> bytes:
        return b"".join(self.log.lines.splitlines(keepends=True)[-limit:])

    async def follow_lines(self, who: Operator) -> AsyncIterator[bytes]:
        yield self.log.lines

    async def overview(
        self, who: Operator, since: Milliseconds, step: Milliseconds
    ) -> Overview:
        steps = range(since, NOW + 1, step)
        return Overview(
            moments=[
                Moment(Milliseconds(at), _counts(number))
                for number, at in enumerate(steps)
            ],
            deferred=[Counted("example.net", 7), Counted("slow.example", 3)],
            refused=[Counted("access", 4), Counted("host_mismatch", 2)],
            failing=[Counted("mx.example.net", 5)],
            backlog=[Counted("example.net", 9)],
            ages=[Counted("up to 10 min", 1), Counted("over 24 h", 0)],
            waiting=1,
            oldest=self.row.queued,
        )

    async def queue(self, who: Operator) -> Sequence[Waiting]:
        return [self.row]

    async def handle(self, who: Operator, row: str, handling: Handling) -> bool:
        self.handled.append((row, handling))
        return row == self.row.id

    async def accounts(self, who: Operator) -> Sequence[Resident]:
        return self.residents

    async def health(self, who: Operator) -> Sequence[Sign]:
        return [Sign("Certificate", Mood.OK, "good for 80 days")]

    async def operators_log(self, who: Operator, before: int | None) -> Page:
        return self.looks.page(NO_LIMITS, before)


class StandInPeople:
    """Answers one person, whose session is `mine`."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.looks = Log([])
        self.tries = Log([])
        self.wants_checkpoints = False
        self.kept_secrets = [Secret(name="phone", scope="imap", created=NOW)]

    async def sign_in(
        self, user: UserName, password: Password, ip: IpAddress
    ) -> str | None:
        right = password.reveal() == PASSWORD.encode()
        return "mine" if right and user.reveal() == str(PERSON).encode() else None

    async def sign_out(self, session: str) -> None:
        """End it."""

    async def person(self, session: str) -> Person | None:
        return Person(PERSON) if session == "mine" else None

    async def seen(self, who: Person, view: View, before: int | None) -> Page:
        return self.log.page(view, before)

    async def one(self, who: Person, key: int) -> Kept | None:
        return self.log.one(key)

    async def trace(self, who: Person, uuid: str) -> Trace | None:
        return self.log.trace(uuid)

    async def explain(self, who: Person, uuid: str) -> Verdict | None:
        return self.log.verdict(uuid)

    async def share(self, who: Person, uuid: str, days: int) -> str:
        return f"{uuid}-{days}"

    async def shared(self, token: str) -> Trace | None:
        uuid, _, days = token.rpartition("-")
        return self.log.trace(uuid) if days else None

    async def lookers(self, who: Person, before: int | None) -> Page:
        return self.looks.page(NO_LIMITS, before)

    async def log_ins(self, who: Person, before: int | None) -> Page:
        return self.tries.page(NO_LIMITS, before)

    async def secrets(self, who: Person) -> Sequence[Secret]:
        return self.kept_secrets

    async def add_secret(
        self, who: Person, name: str, scope: str, proof: Password, ip: IpAddress
    ) -> Password | None:
        if proof.reveal() != PASSWORD.encode():
            return None
        self.kept_secrets.append(Secret(name=name, scope=scope, created=NOW))
        return Password(b"glas-app-once")

    async def revoke_secret(self, who: Person, name: str) -> bool:
        before = len(self.kept_secrets)
        self.kept_secrets = [s for s in self.kept_secrets if s.name != name]
        return len(self.kept_secrets) < before

    async def new_password(
        self, who: Person, old: Password, new: Password, ip: IpAddress
    ) -> Password | None:
        return Password(b"code") if old.reveal() == PASSWORD.encode() else None

    async def new_recovery_code(
        self, who: Person, proof: Password, ip: IpAddress
    ) -> Password | None:
        return Password(b"code") if proof.reveal() == PASSWORD.encode() else None

    async def checkpoints(self, who: Person) -> bool | None:
        return self.wants_checkpoints

    async def want_checkpoints(self, who: Person, wants: bool) -> bool:
        self.wants_checkpoints = wants
        return True

    def keeping(self) -> Keeping:
        return Keeping(events=30, traces=7)


NO_LIMITS = View(faults={})


def waiting(recipient: str | Address = "zoe@example.net") -> Waiting:
    """Return one recipient that waits."""
    return Waiting(
        id="Q1",
        uuid="5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1",
        sender="ann@example.org",
        recipient=str(recipient),
        state="waiting",
        queued=Milliseconds(NOW - 3_600_000),
        next_try=Milliseconds(NOW + 600_000),
        size=4058,
        fails=2,
        answer="mx.example.net 451 4.7.1 greylisted",
    )


def _counts(number: int) -> list[Counted]:
    return [
        Counted("received", 20 + number * 7 % 13),
        Counted("delivered", 18 + number * 5 % 11),
        Counted("deferred", number % 5),
        Counted("denied", number * 3 % 7),
        Counted("operator", 5000),
    ]
