"""`kill -9` at each step between the first byte and the reply.

At every step but one the letter is either whole and answered, or not there. The one is
between the commit and the reply: there it is whole, once, and nobody was told.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crash.audit import empty, filed, hold_to_account
from crash.senders import Books, send_one, send_until_it_dies
from support import faulty_server
from support.running_server import PASSWORD, RunningServer

PEOPLE = ("ann@example.org", "bob@example.org")
ENTRY = (str(Path(faulty_server.__file__)),)


@dataclass(frozen=True, slots=True)
class Step:
    """Where the server dies, and whether the letter is there afterwards."""

    where: str
    when: str
    there: bool

    def __str__(self) -> str:
        return f"{self.when} {self.where.rpartition(':')[2]}"


RECEIVE = "glassine.flow.receive"
KEEP = "glassine.flow.consignment:Consignment.keep"
WRITER = "glassine.store.sqlite.writer:Writer"
STEPS = (
    Step(f"{RECEIVE}:begin", "before", there=False),
    Step(f"{RECEIVE}:take", "before", there=False),
    Step(f"{RECEIVE}:take", "after", there=False),
    Step(f"{RECEIVE}:receive", "before", there=False),
    Step("glassine.flow.stamp:stamp", "after", there=False),
    Step("glassine.flow.filing:file_here", "after", there=False),
    Step("glassine.flow.deliver:deliver", "before", there=False),
    Step(KEEP, "before", there=False),
    Step(KEEP, "after", there=False),
    Step(f"{WRITER}._commit", "before", there=False),
    Step(f"{WRITER}._run_together", "after", there=False),
    Step(f"{WRITER}._commit", "after", there=True),
    Step(f"{WRITER}._settle", "before", there=True),
    Step("glassine.flow.deliver:deliver", "after", there=True),
    Step(f"{RECEIVE}:receive", "after", there=True),
)
LARGE = 300_000  # octets: sealed into a file and not into a row
TO_FILES = [step for step in STEPS if step.where.endswith((":take", "keep", "_commit"))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """Make a server that can be told where to die."""
    server = RunningServer(tmp_path_factory.mktemp("crash"), ENTRY)
    server.make()
    for person in PEOPLE:
        server.add_account(person, PASSWORD)
    return server


@pytest.fixture
def server(made: RunningServer) -> Iterator[RunningServer]:
    """Empty the mailboxes and end the server, however the test ends."""
    yield made
    if not made.running:
        start(made, None)
    for person in PEOPLE:
        empty(made, person)
    made.stop()


def start(server: RunningServer, step: Step | None, call: int = 1) -> None:
    """Start it, to die at that call of that step once `armed` is there."""
    armed, mark = server.home / "armed", server.home / "struck"
    armed.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)
    kept = server.home / "kept"
    kept.unlink(missing_ok=True)
    faults = []
    if step is not None:
        # The writer also commits what is none of the letter's: it dies with the letter.
        there = kept if step.there else armed
        kill = {"where": step.where, "when": step.when, "does": "kill", "call": call}
        keep = {"where": KEEP, "does": "note", "mark": str(kept)}
        faults.append(keep | {"once_there": str(armed)})
        faults.append(kill | {"mark": str(mark), "once_there": str(there)})
    server.environment[faulty_server.VARIABLE] = json.dumps(faults)
    server.start()


@pytest.mark.parametrize(
    ("step", "size"),
    [
        *(pytest.param(step, 2_000, id=f"{step}") for step in STEPS),
        *(pytest.param(step, LARGE, id=f"{step}, in a file") for step in TO_FILES),
    ],
)
def test_killed_at_this_step_the_letter_is_whole_or_not_there(
    server: RunningServer, step: Step, size: int
) -> None:
    start(server, step)
    books = Books()
    with server.smtp() as talk:
        talk.hello()
        send_one(talk, PEOPLE, books)
        [earlier] = books.answered
        (server.home / "armed").touch()
        with pytest.raises(ConnectionError):
            send_one(talk, PEOPLE, books, size)
    server.wait_for_death()
    assert (server.home / "struck").exists()
    start(server, None)
    hold_to_account(server, PEOPLE, books)
    for person in PEOPLE:
        there = filed(server, person)
        assert there[earlier] == 1
        for name in books.unknown:
            assert there[name] == step.there


@pytest.mark.parametrize("call", [1, 20])
@pytest.mark.parametrize("step", [s for s in STEPS if WRITER in s.where], ids=str)
def test_killed_in_a_group_commit_every_sender_is_served_alike(
    server: RunningServer, step: Step, call: int
) -> None:
    start(server, step, call)
    (server.home / "armed").touch()
    books, threads = send_until_it_dies(server, PEOPLE, sessions=8)
    server.wait_for_death()
    for thread in threads:
        thread.join()
    start(server, None)
    hold_to_account(server, PEOPLE, books)
