"""Every search of the events is carried by an index, and needs no sorting."""

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest

from glassine.events.ageing import Stage
from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.sqlite import event_ageing
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_search import Query, newest_first, oldest_first
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import Direction, MessageIdDigest, SpamStatus
from store.samples import ANN, BOB, CONNECTION, NOW

BEFORE = EventKey(4711)
SINCE = Milliseconds(NOW - 1000)
WANTED = {
    "event_at": EventFilter(),
    "event_type": EventFilter(types=frozenset({"queued"})),
    "event_connection": EventFilter(uuid=f"{CONNECTION}.1"),
    "event_mail_from": EventFilter(mail_from=ANN),
    "event_ip": EventFilter(ip=ip_network("192.0.2.1/32")),
    "event_message_id": EventFilter(message_id=MessageIdDigest("<1@digest>")),
    "event_spam": EventFilter(spam=SpamStatus.SPAM),
    "event_recipient_address": EventFilter(rcpt_to=BOB),
}
MIXED = [
    EventFilter(direction=Direction.INBOUND),
    EventFilter(types=frozenset({"queued", "delivered"})),
    EventFilter(types=frozenset({"queued", "auth"}), since=SINCE, until=NOW),
    EventFilter(types=frozenset({"queued"}), mail_from=ANN, rcpt_to=BOB),
    EventFilter(mail_from=ANN, ip=ip_network("10.0.0.0/8"), since=SINCE),
    EventFilter(uuid=CONNECTION, spam=SpamStatus.HAM, direction=Direction.INBOUND),
]


@pytest.fixture
def plan(data_dir: Path) -> Callable[[Query], str]:
    """Return how SQLite goes about a query."""
    db = Database(data_dir / "glassine.db", patience=Seconds(1), writes=False)

    def explain(query: Query) -> str:
        rows = db.rows(f"EXPLAIN QUERY PLAN {query.sql}", query.values)
        return "\n".join(str(row[-1]) for row in rows)

    return explain


def carried(plan: str) -> bool:
    """Tell whether no table is read from end to end."""
    steps = [step for step in plan.splitlines() if step.startswith("SCAN")]
    return all("USING" in step for step in steps)


@pytest.mark.parametrize("before", [None, BEFORE])
@pytest.mark.parametrize("index", WANTED)
def test_each_filter_has_its_index(
    plan: Callable[[Query], str], index: str, before: EventKey | None
) -> None:
    told = plan(newest_first(WANTED[index], before))
    assert index in told
    assert carried(told)
    assert "TEMP B-TREE" not in told


@pytest.mark.parametrize("before", [None, BEFORE])
@pytest.mark.parametrize("wanted", MIXED)
def test_filters_together_need_no_sorting_either(
    plan: Callable[[Query], str], wanted: EventFilter, before: EventKey | None
) -> None:
    told = plan(newest_first(wanted, before))
    assert carried(told)
    assert "TEMP B-TREE" not in told


def test_a_network_is_a_run_of_its_index(plan: Callable[[Query], str]) -> None:
    told = plan(newest_first(EventFilter(ip=ip_network("192.0.2.0/24")), None))
    assert "event_ip (ip>? AND ip<?)" in told


@pytest.mark.parametrize("wanted", [*WANTED.values(), *MIXED])
def test_a_follower_reads_only_what_is_new(
    plan: Callable[[Query], str], wanted: EventFilter
) -> None:
    told = plan(oldest_first(wanted, BEFORE))
    assert "SEARCH e USING INTEGER PRIMARY KEY (rowid>?)" in told
    assert "TEMP B-TREE" not in told


@pytest.mark.parametrize("stage", [Stage.BLURRED, Stage.DROPPED])
@pytest.mark.parametrize("rows", [event_ageing.EVENTS, event_ageing.LINES])
def test_ageing_visits_only_what_is_to_age(
    plan: Callable[[Query], str], rows: str, stage: Stage
) -> None:
    told = plan(Query(rows + event_ageing.stale(stage), [NOW, 200]))
    assert "_aged (aged=? AND at<?)" in told
