"""Work on the queue: done and told in one commit, by those who may."""

import pytest

from flow.viewing.viewers import ADA, DUSTIN, Window
from glassine.events.facts import Action
from glassine.flow.viewing.handle import bounce, drop, hold, release
from glassine.flow.viewing.overview import AGES, overview
from glassine.flow.viewing.witness import NotAllowed
from glassine.store.api.queue import Queueing, QueueState
from glassine.words.clock import Milliseconds
from glassine.words.public import QueueId
from store.samples import ANN, kept, queueing

HOUR = Milliseconds(3_600_000)
VERBS = {
    Action.QUEUE_HOLD: hold,
    Action.QUEUE_RELEASE: release,
    Action.QUEUE_DROP: drop,
    Action.QUEUE_BOUNCE: bounce,
}


@pytest.fixture
def row(here: Window) -> Queueing:
    """Return a recipient that waits."""

    async def add() -> Queueing:
        row = queueing(await here.desk.store.write(kept(here.desk.store)))
        await here.desk.store.write(lambda books: books.queue.add([row]))
        return row

    return here.run(add())


def test_what_waits_is_counted_by_its_age(here: Window, row: Queueing) -> None:
    def ages(after: int) -> list[int]:
        until = Milliseconds(row.queued + after)
        seen = here.run(overview(here.desk, ADA, Milliseconds(0), until, HOUR))
        assert [age for age, _ in seen.ages] == list(AGES)
        return [count for _, count in seen.ages]

    assert ages(0) == [1, 0, 0, 0, 0]
    assert ages(AGES[1]) == [0, 1, 0, 0, 0]
    assert ages(10 * AGES[-1]) == [0, 0, 0, 0, 1]


def now(here: Window, row: Queueing) -> Queueing | None:
    return here.write(lambda books: books.backlog.get(row.id))


@pytest.mark.parametrize("action", VERBS)
def test_what_is_done_is_told_and_names_its_owner(
    here: Window, row: Queueing, action: Action
) -> None:
    assert here.run(VERBS[action](here.desk, DUSTIN, row.id))
    said = here.last_look(action)
    assert said["filter"] == f"id={row.id}"
    assert str(ANN) in said["touched"]


def test_a_held_row_is_held_until_released(here: Window, row: Queueing) -> None:
    here.run(hold(here.desk, DUSTIN, row.id))
    held = now(here, row)
    assert held is not None
    assert held.state is QueueState.HELD
    here.run(release(here.desk, DUSTIN, row.id))
    due = now(here, row)
    assert due is not None
    assert due.state is QueueState.WAITING


def test_a_dropped_row_is_gone(here: Window, row: Queueing) -> None:
    here.run(drop(here.desk, DUSTIN, row.id))
    assert now(here, row) is None


def test_a_condemned_row_is_due_to_be_given_up(here: Window, row: Queueing) -> None:
    here.run(bounce(here.desk, DUSTIN, row.id))
    left = now(here, row)
    assert left is not None
    assert left.condemned


@pytest.mark.parametrize("action", VERBS)
def test_what_is_not_there_is_not_told(here: Window, action: Action) -> None:
    assert not here.run(VERBS[action](here.desk, DUSTIN, QueueId("none")))
    assert here.looks() == []


@pytest.mark.parametrize("action", VERBS)
def test_an_auditor_may_not(here: Window, row: Queueing, action: Action) -> None:
    with pytest.raises(NotAllowed):
        here.run(VERBS[action](here.desk, ADA, row.id))
    assert now(here, row) == row
