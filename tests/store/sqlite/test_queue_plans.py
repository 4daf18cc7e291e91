"""However long the queue is: a claim goes by its lanes, a search by one index."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from glassine.store.api.backlog import QueueFilter
from glassine.store.api.ids import QueuePlace
from glassine.store.api.queue import QueueState
from glassine.store.sqlite import backlog, lanes, queue
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.queue_search import matching, page
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import HostName
from store.samples import ANN, BOB, CONNECTION, NOW

Plan = Callable[..., str]
PLACE = QueuePlace(4711)
ASKED = [
    QueueFilter(),
    QueueFilter(account=ANN),
    QueueFilter(sender=ANN),
    QueueFilter(recipient=BOB, state=QueueState.WAITING),
    QueueFilter(domain=BOB.domain),
    QueueFilter(state=QueueState.HELD),
    QueueFilter(host=HostName("mx.example.net"), code=451),
    QueueFilter(queued_from=NOW, queued_until=Milliseconds(NOW + 1)),
]


@pytest.fixture
def plan(data_dir: Path) -> Plan:
    """Return how SQLite goes about a query."""
    db = Database(data_dir / "glassine.db", patience=Seconds(1), writes=False)

    def explain(sql: str, values: Sequence[str | bytes | int | None] = ()) -> str:
        rows = db.rows(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(str(row[-1]) for row in rows)

    return explain


@pytest.mark.parametrize("after", [None, PLACE])
@pytest.mark.parametrize("wanted", ASKED)
def test_a_page_is_chosen_in_the_index_alone_and_not_sorted(
    plan: Plan, wanted: QueueFilter, after: QueuePlace | None
) -> None:
    told = plan(*page(wanted, after))
    assert "queue USING COVERING INDEX queue_seen" in told
    assert "SEARCH queue USING INTEGER PRIMARY KEY (rowid=?)" in told
    assert "TEMP B-TREE" not in told
    assert "SCAN queue\n" not in told


@pytest.mark.parametrize("wanted", ASKED)
def test_rows_are_counted_in_the_index_alone(plan: Plan, wanted: QueueFilter) -> None:
    told = plan(*matching("count(*)", wanted))
    assert "queue USING COVERING INDEX queue_seen" in told


def test_a_uuid_is_found_by_the_indexes_of_ids_and_transactions(plan: Plan) -> None:
    told = plan(*page(QueueFilter(uuid=CONNECTION), None))
    assert "MULTI-INDEX OR" in told
    assert "queue_trans (trans>? AND trans<?)" in told
    assert "SCAN queue" not in told


def test_a_load_is_claimed_by_its_lane_and_its_transaction(plan: Plan) -> None:
    told = plan(queue.CLAIM, (1, NOW, NOW))
    assert "SEARCH queue USING INDEX queue_trans (trans=? AND lane=?)" in told
    assert "SEARCH queue USING INDEX queue_lane (lane=? AND due<?)" in told
    assert "TEMP B-TREE" not in told


def test_due_lanes_are_found_without_a_look_at_rows(plan: Plan) -> None:
    told = plan(lanes.DUE, (NOW, "[]", 10))
    assert "lane_turn (sender=? AND turn<?)" in told
    assert "queue" not in told.replace("lane", "")


def test_the_next_moment_is_the_first_of_an_index(plan: Plan) -> None:
    told = plan(lanes.NEXT_DUE, ("[]",))
    assert "lane_due (due>?)" in told
    assert "TEMP B-TREE" not in told


def test_leases_are_ended_by_the_index(plan: Plan) -> None:
    assert "COVERING INDEX queue_seen" in plan(queue.FREE)


def test_destinations_are_counted_in_the_index(plan: Plan) -> None:
    assert "queue USING COVERING INDEX queue_seen" in plan(backlog.DESTINATIONS, (10,))
