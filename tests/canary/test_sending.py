"""Mail on its way out leaves no word behind: not waiting, not sent, not given up."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from canary.searching import entries, leaks, leaks_of
from canary.words import Canaries
from support.letters import marker
from support.misbehaving_server import MisbehavingServer, misbehaving
from support.misdeeds import Misdeeds, Says, Step
from support.outgoing_mail import (
    ANN,
    EAGER,
    add_settings,
    hand_in,
    inbox,
    queued,
    route,
    told,
    wait_for,
)
from support.running_server import PASSWORD, RunningServer

BOB, DEAD = "bob@example.net", "bob@example.com"
NOTICED = 'delay_notice = "1m"\n'
ASKS = " NOTIFY=SUCCESS,FAILURE,DELAY"


@dataclass(frozen=True, slots=True)
class Post:
    """A server, the one it sends to, and a port where nobody listens."""

    server: RunningServer
    receiver: MisbehavingServer


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """Run both."""
    server = RunningServer(tmp_path_factory.mktemp("canary"))
    server.make(EAGER + NOTICED)
    with misbehaving() as receiver:
        add_settings(server, route("example.net", receiver.address))
        add_settings(server, route("example.com", ("127.0.0.1", 1)))
        server.add_account(ANN)
        server.start()
        yield Post(server, receiver)
        server.stop()


@pytest.fixture
def words(post: Post) -> Iterator[Canaries]:
    """Think of words, and look for them all over when the test is done."""
    words, before = Canaries(), entries()
    yield words
    known = words.by_name() | {"password": PASSWORD}
    assert leaks_of(post.server, known, before) == []


def indiscreet(words: Canaries, code: int) -> Says:
    """Return an answer that quotes the letter."""
    what = f'"{words.subject}" of {words.display_name}, {words.body} and {words.header}'
    return Says(f"{code}-{code // 100}.7.1 {what}\n{code} {code // 100}.7.1 {what}")


def seen_by_the_operator(server: RunningServer, uuid: str, place: Path) -> None:
    """Keep all that the commands show of it where it is searched."""
    with place.open("a") as shown:
        for command in (
            ("queue", "list"),
            ("queue", "list", "--by-domain"),
            ("queue", "show", uuid),
            ("queue", "show", uuid, "--json"),
            ("trace", uuid),
            ("events", "--json", "--limit", "1000"),
        ):
            shown.write(server.command(*command))


def test_what_waits_for_a_dead_host_stays_shut(post: Post, words: Canaries) -> None:
    server = post.server
    uuid = hand_in(server, words.letter(), DEAD)
    wait_for(lambda: told(server, uuid, "deferred"))
    seen_by_the_operator(server, uuid, server.home / "shown")
    server.command("queue", "drop", f"{uuid}.1", "--bounce", "--yes")
    wait_for(lambda: told(server, uuid, "bounced"))
    assert inbox(server, words.subject)


def test_what_is_delivered_leaves_nothing(post: Post, words: Canaries) -> None:
    post.receiver.misdeeds = Misdeeds({Step.DOT: [indiscreet(words, 250)]})
    uuid = hand_in(post.server, words.letter(), BOB, asks=ASKS)
    wait_for(lambda: told(post.server, uuid, "delivered"))
    assert any(words.body.encode() in each.content for each in post.receiver.letters)


def test_what_is_quoted_and_bounced_is_for_its_sender_only(
    post: Post, words: Canaries
) -> None:
    post.receiver.misdeeds = Misdeeds({Step.DOT: [indiscreet(words, 550)]})
    uuid = hand_in(post.server, words.letter(), BOB, asks=ASKS)
    wait_for(lambda: told(post.server, uuid, "bounced"))
    [report] = inbox(post.server, words.subject)
    assert words.header.encode() in report


def test_what_is_quoted_and_deferred_waits_shut_and_so_is_the_notice_of_it(
    post: Post, words: Canaries
) -> None:
    post.receiver.misdeeds = Misdeeds(for_ever={Step.DOT: indiscreet(words, 450)})
    server = post.server
    uuid = hand_in(server, words.letter(), BOB, asks=ASKS)
    wait_for(lambda: told(server, uuid, "deferred"))
    seen_by_the_operator(server, uuid, server.home / "shown")
    wait_for(lambda: queued(server, uuid)[0]["warned"])
    [notice] = inbox(server, words.subject)
    assert words.header.encode() in notice
    server.kill()  # and what a crash leaves
    assert leaks(words.by_name(), server.home) == []
    server.start()
    post.receiver.misdeeds = Misdeeds()
    wait_for(lambda: not queued(server, uuid))


def test_the_search_would_find_it(post: Post) -> None:
    word = marker()
    planted = post.server.home / "planted"
    planted.write_text(word)
    assert leaks({"word": word}, post.server.home)
    planted.unlink()
