"""What judging remembers names nobody: not who was written to, nor who had to wait."""

from dataclasses import replace
from pathlib import Path

from canary.searching import leaks
from flow.judging.judged_house import ANN, STRANGER, Judged, judged
from glassine.config.tables.memory import Greylisting
from glassine.config.tables.records import Privacy
from glassine.flow.household import network
from glassine.serve.retention import BY_DEFAULT, prune
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.store import Books
from glassine.words.clock import Seconds
from glassine.words.public import Protocol, ip_address
from support.behind_proxy import BehindProxy
from support.house import PASSWORD
from support.letters import letter, marker
from support.sasl_client import over_smtp, plain

KEPT = Greylisting(enabled=True, retry_within=Seconds(30 * 86_400))
HOUR = Privacy(keep_events=Seconds(3600), keep_traces=Seconds(3600))


def forget_the_rest(home: Judged) -> None:
    """Let the queue be empty, and events and lines be too old."""
    store = home.home.desk.store

    def drop(books: Books) -> None:
        for row in books.backlog.find(QueueFilter()):
            books.queue.drop(row.id)

    home.home.records()
    home.home.run(store.write(drop))
    home.later(2 * 3600)
    key = home.home.server_key.checkpoint_key()
    journal, memory = home.home.desk.journal, replace(BY_DEFAULT, greylisting=KEPT)
    home.home.run(prune(store, journal, home.clock, HOUR, key, memory))
    home.home.run(store.write(lambda books: books.events.shred()))
    home.home.run(store.write(lambda books: None))


def test_no_correspondent_and_no_stranger_is_in_clear(tmp_path: Path) -> None:
    friend, stranger = f"{marker()}@example.net".lower(), f"{marker()}.example".lower()
    with judged(tmp_path, greylisting=KEPT) as home:
        with BehindProxy(home.home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
            talk.hello()
            assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
            assert talk.deliver(ANN, [friend], letter("Hello")).code == 250
        assert home.answer(f"zoe@{stranger}", ANN).startswith("451")
        words = {"friend": friend.partition("@")[0], "stranger": stranger}
        home.home.records()
        assert leaks(words, home.home.config.data_dir), "the event log names them"
        forget_the_rest(home)
        ann, _ = home.home.account(ANN)
        key = home.home.server_key
        known = key.correspondent_digest(ann.id + friend.encode())
        seen = f"{network(ip_address(STRANGER))} {stranger} {ANN}"
        waits = key.greylist_digest(seen.encode())
        assert home.home.look(lambda b: b.correspondents.is_known(ann.id, known))
        assert home.home.look(lambda b: b.greylist.of(waits)) is not None
    # The store's log is emptied when there is quiet, and when it is closed.
    assert leaks(words, home.home.config.data_dir) == []
