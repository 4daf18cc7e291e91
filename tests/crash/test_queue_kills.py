"""`kill -9` at each step of sending, with another server at the other end.

At least once, always. No more than once when the answer was seen and committed; between
the other server's 250 and our commit nobody can know, and it goes out again (RFC 1047).
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support import faulty_server
from support.letters import letter, marker
from support.misbehaving_server import MisbehavingServer, misbehaving
from support.misdeeds import Behaves, Hangs, Misdeeds, Says, Step
from support.outgoing_mail import (
    ANN,
    EAGER,
    add_settings,
    hand_in,
    history,
    inbox,
    kinds,
    queued,
    route,
    told,
    wait_for,
)
from support.running_server import RunningServer

BOB = "bob@example.net"
ENTRY = (str(Path(faulty_server.__file__)),)
SENDING = "glassine.flow.sending"
SETTLE = f"{SENDING}.settle:settle"
KEEP = f"{SENDING}.entries:Entries.keep"
WRITER = "glassine.store.sqlite.writer:Writer"
LATER = Says("451 4.3.2 come back later")
NEVER = Says("550 5.7.1 not from you")  # of the mail: Bob stays good


@dataclass(frozen=True, slots=True)
class Kill:
    """Where the server dies, and whether what it learnt is on disk then."""

    where: str
    when: str
    written: bool

    def __str__(self) -> str:
        return f"{self.when} {self.where.rpartition(':')[2]}"


KILLS = (
    Kill(SETTLE, "before", written=False),
    Kill(KEEP, "before", written=False),
    Kill(KEEP, "after", written=False),
    Kill(f"{WRITER}._run_together", "after", written=False),
    Kill(f"{WRITER}._commit", "after", written=True),
    Kill(SETTLE, "after", written=True),
)
REPORTING = (Kill(f"{SENDING}.reporting:tell", "after", written=False), *KILLS)


@pytest.fixture(scope="module")
def receiver() -> Iterator[MisbehavingServer]:
    """Run the server of example.net."""
    with misbehaving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def made(
    receiver: MisbehavingServer, tmp_path_factory: pytest.TempPathFactory
) -> RunningServer:
    """Make a server that can be told where to die."""
    server = RunningServer(tmp_path_factory.mktemp("crash"), ENTRY)
    server.make(EAGER)
    add_settings(server, route("example.net", receiver.address))
    server.add_account(ANN)
    return server


@pytest.fixture
def server(made: RunningServer, receiver: MisbehavingServer) -> Iterator[RunningServer]:
    """Have the receiver behave, and end the server however the test ends."""
    receiver.misdeeds = Misdeeds()
    yield made
    if made.running:
        made.stop()


def start(server: RunningServer, kill: Kill | None = None) -> None:
    """Start it, to die there once `armed` is; for a commit, at the one of the try."""
    armed, kept = server.home / "armed", server.home / "kept"
    armed.unlink(missing_ok=True)
    kept.unlink(missing_ok=True)
    faults = []
    if kill is not None:
        noted = {"where": KEEP, "does": "note", "mark": str(kept)}
        faults.append(noted | {"once_there": str(armed)})
        there = kept if WRITER in kill.where else armed
        strike = {"where": kill.where, "when": kill.when, "does": "kill"}
        mark = str(server.home / "struck")
        faults.append(strike | {"mark": mark, "once_there": str(there)})
    server.environment |= faulty_server.environment(server.home, faults)
    server.start()


def die_sending(server: RunningServer, kill: Kill, word: str) -> str:
    """Hand in a letter, let the server die of sending it, and start it again."""
    start(server, kill)
    (server.home / "armed").touch()
    uuid = hand_in(server, letter(word), BOB)
    server.wait_for_death()
    start(server)
    return uuid


def taken(receiver: MisbehavingServer, word: str) -> int:
    """Return how often the receiver took the letter, and said so."""
    return sum(word.encode() in each.content for each in receiver.letters if each.taken)


def ended(server: RunningServer, uuid: str) -> bool:
    """Tell whether nothing of it waits any more."""
    return not queued(server, uuid)


@pytest.mark.parametrize("kill", KILLS, ids=str)
def test_killed_about_the_250_it_is_sent_once_or_twice_and_never_not_at_all(
    server: RunningServer, receiver: MisbehavingServer, kill: Kill
) -> None:
    word = marker()
    uuid = die_sending(server, kill, word)
    wait_for(lambda: ended(server, uuid))
    assert taken(receiver, word) == (1 if kill.written else 2)
    assert kinds(history(server, uuid)) == {"queued": 1, "delivered": 1}


@pytest.mark.parametrize("kill", KILLS, ids=str)
def test_killed_while_it_defers_a_failure_is_counted_once_with_its_event(
    server: RunningServer, receiver: MisbehavingServer, kill: Kill
) -> None:
    receiver.misdeeds = Misdeeds({Step.RCPT: [LATER, LATER]})
    word = marker()
    uuid = die_sending(server, kill, word)
    wait_for(lambda: ended(server, uuid))
    assert taken(receiver, word) == 1
    records = history(server, uuid)
    counted = 2 if kill.written else 1  # of two that were said
    assert kinds(records) == {"queued": 1, "deferred": counted, "delivered": 1}


@pytest.mark.parametrize("kill", REPORTING, ids=str)
def test_killed_while_it_bounces_the_sender_is_told_exactly_once(
    server: RunningServer, receiver: MisbehavingServer, kill: Kill
) -> None:
    receiver.misdeeds = Misdeeds(for_ever={Step.RCPT: NEVER})
    word = marker()
    uuid = die_sending(server, kill, word)
    wait_for(lambda: ended(server, uuid))
    assert taken(receiver, word) == 0
    [report] = inbox(server, word)
    assert b"multipart/report" in report
    records = history(server, uuid)
    assert kinds(records) == {"queued": 1, "bounce": 1}
    [bounce] = [record for record in records if record["type"] == "bounce"]
    its_own = history(server, bounce["details"]["dsn"])
    assert kinds(its_own) == {"queued": 1, "delivered": 1}


@pytest.mark.parametrize(
    "step", [Step.CONNECT, Step.HELLO, Step.MAIL, Step.RCPT, Step.DATA, Step.DOT]
)
def test_killed_in_mid_talk_it_begins_again_at_once_after_the_start(
    server: RunningServer, receiver: MisbehavingServer, step: Step
) -> None:
    receiver.misdeeds = Misdeeds({step: [Hangs()]})
    word = marker()
    start(server)
    uuid = hand_in(server, letter(word), BOB)
    wait_for(lambda: receiver.misdeeds.seen[step])
    server.kill()
    start(server)
    begun = time.monotonic()
    wait_for(lambda: told(server, uuid, "delivered"))
    assert time.monotonic() - begun < 20, "it waited for the lease"
    wait_for(lambda: ended(server, uuid))
    assert taken(receiver, word) == 1
    assert kinds(history(server, uuid)) == {"queued": 1, "delivered": 1}


def test_killed_while_it_waits_it_loses_nothing_and_forgets_no_failure(
    server: RunningServer, receiver: MisbehavingServer
) -> None:
    receiver.misdeeds = Misdeeds(for_ever={Step.RCPT: LATER})
    words = [marker() for _ in range(5)]
    start(server)
    uuids = [hand_in(server, letter(word), BOB) for word in words]
    wait_for(lambda: all(told(server, uuid, "deferred") for uuid in uuids))
    server.kill()
    before = {row["id"]: row["fails"] for row in queued(server)}
    assert set(before) == {f"{uuid}.1" for uuid in uuids}
    assert all(before.values())
    receiver.misdeeds = Misdeeds(for_ever={Step.RCPT: Behaves()})
    start(server)
    wait_for(lambda: not queued(server))
    for word, uuid in zip(words, uuids, strict=True):
        assert taken(receiver, word) == 1
        seen = kinds(history(server, uuid))
        assert seen["delivered"] == 1
        assert seen["deferred"] == before[f"{uuid}.1"]
