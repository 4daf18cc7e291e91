"""`kill -9` at any moment: what was answered 250 is there once, for each recipient.

Guarantees: a 250 is durable; filed exactly once per recipient; an event exists if and
only if what it says was committed; a half-written anything is invisible. A letter
that was never answered may be there, whole and once, when the server died between
the commit and the reply: then its sender will send it again. RFC 5321 §6.1
"""

import random
import time
from collections.abc import Iterator

import pytest

from crash.audit import empty, filed, hold_to_account
from crash.senders import Books, send_one, send_until_it_dies
from support.running_server import PASSWORD, RunningServer, running_server

PEOPLE = ("ann@example.org", "bob@example.org")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Run a server with two people."""
    accounts = dict.fromkeys(PEOPLE, PASSWORD)
    with running_server(tmp_path_factory.mktemp("crash"), accounts) as server:
        yield server


@pytest.fixture(autouse=True)
def emptied(server: RunningServer) -> Iterator[None]:
    """Throw away, after each test, what it has accounted for."""
    yield
    for person in PEOPLE:
        empty(server, person)


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("size", [2_000, 100_000], ids=["inline", "files"])
def test_killed_at_a_random_moment_it_keeps_its_word(
    server: RunningServer, turn: int, size: int
) -> None:
    books, threads = send_until_it_dies(server, PEOPLE, sessions=8, size=size)
    time.sleep(random.uniform(0.05, 0.5))
    server.kill()
    for thread in threads:
        thread.join()
    server.start()
    hold_to_account(server, PEOPLE, books)


def test_killed_again_while_it_recovers_it_keeps_its_word(
    server: RunningServer,
) -> None:
    books, threads = send_until_it_dies(server, PEOPLE, sessions=8)
    time.sleep(0.4)
    server.kill()
    for thread in threads:
        thread.join()
    for _ in range(3):
        server.start()
        server.kill()
    server.start()
    hold_to_account(server, PEOPLE, books)


def test_stopped_in_order_it_answers_or_refuses_what_it_has(
    server: RunningServer,
) -> None:
    books, threads = send_until_it_dies(server, PEOPLE, sessions=8)
    time.sleep(0.4)
    server.stop()
    for thread in threads:
        thread.join()
    server.start()
    hold_to_account(server, PEOPLE, books)


def test_the_audit_notices_a_letter_that_is_missing(server: RunningServer) -> None:
    books = Books()
    with server.smtp() as talk:
        talk.hello()
        send_one(talk, PEOPLE, books)
    hold_to_account(server, PEOPLE, books)
    [name] = books.answered
    with server.imap(PEOPLE[0]) as talk:
        talk.do("SELECT INBOX")
        [row] = talk.do(f"SEARCH SUBJECT {name}").untagged
        talk.do(f"STORE {row.split()[-1].decode()} +FLAGS (\\Deleted)")
        talk.do("EXPUNGE")
    assert filed(server, PEOPLE[0])[name] == 0
    with pytest.raises(AssertionError, match="lost"):
        hold_to_account(server, PEOPLE, books)
