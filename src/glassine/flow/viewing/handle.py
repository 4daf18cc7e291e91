"""Work on the queue: what is done and that it was done are one commit."""

from collections.abc import Callable

from glassine.events.facts import Action, FilterText
from glassine.events.milestones import Operated
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.witness import check, concerned, keep, ours
from glassine.store.api.store import Books
from glassine.words.public import QueueId


async def hold(desk: ViewingDesk, viewer: Viewer, row: QueueId) -> bool:
    """Keep it from being tried; tell whether it was there."""
    return await _do(
        desk,
        viewer,
        Action.QUEUE_HOLD,
        row,
        lambda books: books.backlog.hold([row]) > 0,
    )


async def release(desk: ViewingDesk, viewer: Viewer, row: QueueId) -> bool:
    """Make it due now, held or waiting; tell whether it was there."""
    now = desk.clock.now()
    return await _do(
        desk,
        viewer,
        Action.QUEUE_RELEASE,
        row,
        lambda books: books.backlog.release([row], now) > 0,
    )


async def drop(desk: ViewingDesk, viewer: Viewer, row: QueueId) -> bool:
    """Forget it, and tell nobody; tell whether it was there."""
    return await _do(
        desk, viewer, Action.QUEUE_DROP, row, lambda books: books.queue.drop(row)
    )


async def bounce(desk: ViewingDesk, viewer: Viewer, row: QueueId) -> bool:
    """Have it given up, and its sender told; tell whether it was there."""
    now = desk.clock.now()
    return await _do(
        desk,
        viewer,
        Action.QUEUE_BOUNCE,
        row,
        lambda books: books.backlog.condemn([row], now) > 0,
    )


async def _do(
    desk: ViewingDesk,
    viewer: Viewer,
    action: Action,
    row: QueueId,
    act: Callable[[Books], bool],
) -> bool:
    check(viewer, action)
    at = desk.clock.now()

    def work(books: Books) -> bool:
        found = books.backlog.get(row)
        if found is None or not act(books):
            return False
        event = Operated(
            at=at,
            who=viewer.who,
            action=action,
            filter=FilterText(f"id={row}"),
            rows=1,
            touched=ours(books, concerned([found])),
        )
        keep(books, event)
        return True

    return await desk.store.write(work)
