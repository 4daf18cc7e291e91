"""What has had its time goes, in small steps, and that it went is told."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.config.tables.records import Privacy
from glassine.flow.journal import Journal
from glassine.serve import retention
from glassine.serve.retention import keep_pruning, prune
from glassine.store.api.greylist import Greyed
from glassine.store.api.ids import Unavailable
from glassine.store.api.reputations import Standing
from glassine.store.api.spam_counts import HOUSE, Kind
from glassine.store.api.store import Books
from glassine.store.api.sts_policies import StsPolicy
from glassine.store.api.suppressions import SuppressedBy, Suppression
from glassine.store.api.tls_results import (
    Day,
    TlsPolicyType,
    TlsResult,
    TlsResultType,
)
from glassine.store.api.usage import Used
from glassine.vault.server_key import new_server_key
from glassine.words.access import AccessAction, AccessBy, AccessRule, parse_match
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import parse_address
from support.house import House, house
from support.letters import letter

DAY = 86_400_000
KEY = new_server_key().checkpoint_key()
KEPT = Privacy(keep_events=Seconds(30 * 86_400), keep_traces=Seconds(7 * 86_400))


class Later:
    """A clock that is ahead by some days."""

    def __init__(self, home: House, days: float) -> None:
        self._clock, self._ahead = home.desk.clock, int(days * DAY)

    def now(self) -> Milliseconds:
        return Milliseconds(self._clock.now() + self._ahead)

    def ticks(self) -> Seconds:
        return self._clock.ticks()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as inside:
        inside.add("ann@example.org")
        with inside.talk() as talk:
            talk.hello()
            talk.deliver("zoe@example.net", ["ann@example.org"], letter("Hello"))
            talk.quit()
        inside.close_doors()
        assert len(inside.records()) == 2
        yield inside


def pruned(home: House, days: float) -> tuple[int, int]:
    desk = home.desk
    done = home.run(prune(desk.store, desk.journal, Later(home, days), KEPT, KEY))
    return (done.events, done.traces) if done else (0, 0)


def test_young_rows_stay_and_nothing_is_said(home: House) -> None:
    assert pruned(home, 6.9) == (0, 0)
    assert home.records("pruned") == []


def test_lines_go_before_events(home: House) -> None:
    events, lines = pruned(home, 8)
    assert events == 0
    assert lines > 0
    assert len(home.records("received", "delivered")) == 2
    assert pruned(home, 31)[0] >= 2
    assert home.records("received", "delivered") == []
    assert len(home.records("pruned")) == 2
    assert len(home.letters("ann@example.org")) == 1


def test_it_goes_in_small_steps(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PRUNED_AT_ONCE", 1)
    assert pruned(home, 31)[0] == 2


def test_what_sending_counted_is_forgotten_after_some_days(home: House) -> None:
    ann = parse_address("ann@example.org")
    now = home.desk.clock.now()
    today = Day(now // DAY)
    result = TlsResult(
        domain=ann.domain, policy=TlsPolicyType.NONE, result=TlsResultType.SUCCESS
    )

    def count(books: Books) -> None:
        books.usage.count(ann, now, 1)
        books.tls_results.count(today, result)

    home.run(home.desk.store.write(count))
    pruned(home, 1)
    assert home.look(lambda books: books.usage.used(ann, now)) == Used(1, 1)
    pruned(home, 3)
    assert home.look(lambda books: books.usage.used(ann, now)) == Used(0, 0)
    assert home.look(lambda books: books.tls_results.domains(today)) == [ann.domain]
    pruned(home, 31)
    assert home.look(lambda books: books.tls_results.domains(today)) == []


def test_what_the_classifier_met_once_is_forgotten_after_some_months(
    home: House,
) -> None:
    now = home.desk.clock.now()

    def learn(books: Books) -> None:
        books.spam_counts.learn(HOUSE, [1, 2], Kind.SPAM, now)
        books.spam_counts.learn(HOUSE, [2], Kind.SPAM, now)

    home.run(home.desk.store.write(learn))
    pruned(home, 119)
    assert home.look(lambda books: books.spam_counts.learnt(HOUSE)).tokens == 2
    pruned(home, 121)
    known = home.look(lambda books: books.spam_counts.of(HOUSE, [1, 2]))
    assert set(known.tokens) == {2}


def test_what_has_expired_is_forgotten(home: House) -> None:
    ann = parse_address("ann@example.org")
    expires = Milliseconds(home.desk.clock.now() + DAY)
    suppression = Suppression(
        address=ann, since=Milliseconds(0), by=SuppressedBy.OPERATOR, expires=expires
    )
    policy = StsPolicy(
        domain=ann.domain, id="1", text="", fetched=Milliseconds(0), expires=expires
    )

    def keep(books: Books) -> None:
        books.suppressions.put(suppression)
        books.sts_policies.put(policy)

    home.run(home.desk.store.write(keep))
    pruned(home, 0.9)
    assert home.look(lambda books: books.suppressions.find(9)) == [suppression]
    pruned(home, 2)
    assert home.look(lambda books: books.suppressions.find(9)) == []
    never = Milliseconds(0)
    assert home.look(lambda books: books.sts_policies.of(ann.domain, never)) is None


def test_a_store_in_trouble_is_tried_again(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    class Troubled:
        async def write(self, work: object) -> None:
            tries.append(1)
            raise Unavailable

    monkeypatch.setattr(retention, "EVERY", 0.01)

    async def watch() -> None:
        journal: Journal = home.desk.journal
        clock = Later(home, 31)
        store: object = Troubled()
        pruning = asyncio.create_task(
            keep_pruning(store, journal, clock, KEPT, KEY)  # type: ignore[arg-type]
        )
        while len(tries) < 3:  # noqa: ASYNC110 (it is what is tested)
            await asyncio.sleep(0.01)
        pruning.cancel()

    home.run(watch())


def test_what_strangers_are_judged_by_is_forgotten_in_its_time(home: House) -> None:
    now = home.desk.clock.now()
    account, _ = home.account("ann@example.org")
    match = parse_match(AccessBy.SENDER, "example.net")
    rule = AccessRule(
        match=match, action=AccessAction.DENY, until=Milliseconds(now + DAY)
    )

    def keep(books: Books) -> None:
        books.access_rules.put(rule)
        books.greylist.put(b"waits", Greyed(now))
        books.greylist.put(b"passed", Greyed(now, now))
        books.reputations.put({"192.0.2.7": Standing(1, 1, now)})
        books.correspondents.wrote(account.id, [b"zoe"], Day(now // DAY))

    def left(books: Books) -> list[bool]:
        return [
            bool(books.access_rules.all()),
            bool(books.greylist.of(b"waits")),
            bool(books.greylist.of(b"passed")),
            bool(books.reputations.among(["192.0.2.7"])),
            books.correspondents.is_known(account.id, b"zoe"),
        ]

    home.run(home.desk.store.write(keep))
    for days, number in ((0.9, 5), (2, 3), (37, 2), (113, 1), (364, 1), (367, 0)):
        pruned(home, days)
        assert sum(home.look(left)) == number, days
