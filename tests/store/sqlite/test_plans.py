"""Every search of the events is carried by an index, and needs no sorting of many."""

from collections.abc import Callable
from pathlib import Path

import pytest

from glassine.events.ageing import Stage
from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.sqlite import event_ageing, event_search
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_course import Course, moments
from glassine.store.sqlite.event_search import candidates
from glassine.store.sqlite.event_sets import COUNTED, DEAR, FEW, Both, side_by_side
from glassine.words.clock import Milliseconds, Seconds
from store.samples import NOW

Plan = Callable[[str, list[object]], str]
SINCE = EventFilter(since=Milliseconds(NOW - 1000))
SETS = {"none": [], "one": [[1]], "several": [[1, 2, 3]], "two": [[1], [2, 3]]}
PAIR = [Both([1, 2], [3]), [4]]


@pytest.fixture
def plan(data_dir: Path) -> Plan:
    """Return how SQLite goes about a query."""
    db = Database(data_dir / "glassine.db", patience=Seconds(1), writes=False)

    def explain(sql: str, values: list[object]) -> str:
        rows = db.rows(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(str(row[-1]) for row in rows)

    return explain


@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize("wanted", [EventFilter(), SINCE])
@pytest.mark.parametrize("sets", SETS)
def test_each_run_of_words_is_a_run_of_an_index(
    plan: Plan, sets: str, wanted: EventFilter, newer: bool
) -> None:
    course = Course((NOW, EventKey(7)), newer)
    told = plan(*candidates(wanted, SETS[sets], course, 100)).splitlines()
    read = [step for step in told if " USING " in step and "SEARCH" in step]
    runs = len(SETS[sets][0]) if SETS[sets] else 3
    index = "PRIMARY KEY" if SETS[sets] else "event_aged"
    assert sum(index in step for step in read) >= runs
    assert not any(step.startswith(("SCAN event", "SCAN p")) for step in told)
    assert not any("FOR ORDER BY" in step and "LAST" not in step for step in told[:3])


@pytest.mark.parametrize("newer", [False, True])
def test_two_sets_side_by_side_are_each_read_in_order(plan: Plan, newer: bool) -> None:
    course = Course((NOW, EventKey(7)), newer)
    told = plan(*candidates(SINCE, PAIR, course, 100)).splitlines()
    read = [step for step in told if step.startswith("SEARCH posting")]
    assert len(read) == 2
    assert all("PRIMARY KEY (word=? AND" in step for step in read)
    assert not any(step.startswith("SCAN posting") for step in told)


def test_sets_are_read_side_by_side_only_where_that_is_cheaper() -> None:
    rare, common = [1], [2, 3]
    assert side_by_side([(FEW, rare), (FEW, common)]) == [rare, common]
    both = side_by_side([(FEW + 1, rare), (FEW + 2, common), (9000, [4])])
    assert isinstance(both[0], Both) and both[0].second == common
    assert both == [rare, [4]]
    far = [(FEW + 1, rare), ((FEW + 1) * DEAR, common)]
    assert side_by_side(far) == [rare, common]
    long = [(COUNTED - 1, rare), (COUNTED, common)]
    assert side_by_side(long) == [rare, common]


@pytest.mark.parametrize("newer", [False, True])
def test_a_search_of_the_past_enters_the_index_there(newer: bool) -> None:
    wanted = EventFilter(since=Milliseconds(7), until=Milliseconds(9))
    start = Milliseconds(0 if newer else NOW), EventKey(5)
    where, values = moments(wanted, Course(start, newer))
    assert where.startswith("(at, key) ")
    assert values == ([7, 0, 9] if newer else [10, 0, 7])


def test_a_follower_reads_only_what_is_new(plan: Plan) -> None:
    told = plan(event_search.TAIL, [4711, 100])
    assert "USING INTEGER PRIMARY KEY (rowid>?)" in told
    assert "TEMP B-TREE" not in told


@pytest.mark.parametrize("stage", [Stage.BLURRED, Stage.DROPPED])
@pytest.mark.parametrize("rows", [event_ageing.EVENTS, event_ageing.LINES])
def test_ageing_visits_only_what_is_to_age(plan: Plan, rows: str, stage: Stage) -> None:
    told = plan(rows + event_ageing.stale(stage), [NOW, 200])
    assert "_aged (aged=? AND at<?)" in told
