"""`kill -9` while people work in their mailboxes: what was answered OK is so."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from crash.audit import empty, filed
from support.imap_client import ImapTalk
from support.letters import letter, marker
from support.running_server import PASSWORD, RunningServer, running_server

ANN = "ann@example.org"


@dataclass(slots=True)
class Desk:
    """What a person did, as far as the server said OK; and what they only asked for."""

    kept: set[str] = field(default_factory=set)
    flagged: set[str] = field(default_factory=set)
    going: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def work(talk: ImapTalk, desk: Desk) -> None:
    """Append a letter, flag it, and throw every second one away."""
    name = marker()
    appended = talk.do("APPEND INBOX {}", letter(name))
    assert appended.status == "OK"
    desk.kept.add(name)
    uid = appended.text.split("]")[0].split()[-1]
    assert talk.do(f"UID STORE {uid} +FLAGS (\\Flagged)").status == "OK"
    desk.flagged.add(name)
    if random.random() < 0.5:
        desk.going.add(name)
        assert talk.do(f"UID STORE {uid} +FLAGS (\\Deleted)").status == "OK"
        assert talk.do(f"UID EXPUNGE {uid}").status == "OK"
        desk.gone.add(name)


def work_on(server: RunningServer, desk: Desk) -> None:
    """Work until the server dies."""
    try:
        with server.imap(ANN) as talk:
            assert talk.do("SELECT INBOX").status == "OK"
            while True:
                work(talk, desk)
    except (OSError, AssertionError):
        return


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Run a server with one person."""
    home = tmp_path_factory.mktemp("crash")
    with running_server(home, {ANN: PASSWORD}) as server:
        yield server


@pytest.mark.parametrize("turn", range(4))
def test_killed_at_a_random_moment_the_mailbox_is_as_it_was_answered(
    server: RunningServer, turn: int
) -> None:
    empty(server, ANN)
    desk = Desk()
    people = [threading.Thread(target=work_on, args=(server, desk)) for _ in range(4)]
    for person in people:
        person.start()
    time.sleep(random.uniform(0.3, 0.9))
    server.kill()
    for person in people:
        person.join()
    server.start()
    there = filed(server, ANN)
    assert max(there.values(), default=0) <= 1
    assert desk.kept - desk.going <= set(there)
    assert not desk.gone & set(there)
    with server.imap(ANN) as talk:
        talk.do("SELECT INBOX")
        for name in desk.flagged - desk.going:
            found = talk.do(f"SEARCH FLAGGED SUBJECT {name}").untagged[-1]
            assert len(found.split()) == 3
