"""Tell the sender of rows that failed; the message is opened for it where it is not."""

from collections.abc import Sequence
from functools import partial

from glassine.flow.sending.bounce import Bounce, tell
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.entries import Ends, Waits
from glassine.flow.sending.fate import fate_of, origin_of
from glassine.flow.sending.loading import Opened, open_rows
from glassine.mail.report import Action


async def report(
    desk: SendingDesk,
    opened: Opened | None,
    fates: Sequence[Waits | Ends],
    action: Action,
) -> Bounce:
    """Return the report of these rows, ready to be kept. Raises `StoreError`."""
    if opened is not None:
        return await _told(desk, opened, fates, action)
    loads, _ = await open_rows(desk, [each.row for each in fates])
    try:
        return await _told(desk, loads[0] if loads else None, fates, action)
    finally:
        for each in loads:
            each.close()


async def _told(
    desk: SendingDesk,
    opened: Opened | None,
    fates: Sequence[Waits | Ends],
    action: Action,
) -> Bounce:
    spooled = opened.spooled if opened else {}
    first = fates[0].row
    content = opened.load.content if opened else partial(iter, ())
    origin = origin_of(first, spooled.get(first.id), content)
    return await tell(
        desk,
        origin,
        [
            fate_of(
                each.row,
                spooled.get(each.row.id),
                action=action,
                said=each.failed.said,
                host=each.failed.host,
                until=desk.schedule.ends(each.row)
                if action is Action.DELAYED
                else None,
            )
            for each in fates
        ],
    )
