"""Raw lines as they come. Lines that tell of such a look are left out, as in `tail`."""

import re

from glassine.events.facts import Action
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.look import in_order
from glassine.flow.viewing.uuids import belongs, connection_of, uuid_of
from glassine.flow.viewing.witness import addresses_in, check, witnessed
from glassine.store.api.ids import EventKey

AT_ONCE = 1000  # rows of lines
_OWN = re.compile(rb"\S+ \[NOTICE\] \[-\] \[operator\] .* action=(?:log|tail) ")


async def newest_lines(desk: ViewingDesk) -> EventKey:
    """Return the key from which a tail of lines begins."""
    return (await desk.store.look(lambda books: books.events.last()))[1]


async def tail_lines(
    desk: ViewingDesk, viewer: Viewer, after: EventKey, uuid: str | None = None
) -> tuple[list[bytes], EventKey]:
    """Return the lines above a key, and the key to go on from; a look is kept.

    With a UUID, those of it, of what it is part of and of its parts.
    """
    check(viewer, Action.LOG)
    of = connection_of(uuid) if uuid else None
    rows = await desk.store.read(lambda books: books.events.lines(of, after, AT_ONCE))
    lines = [line for line in in_order(rows) if _is_wanted(line, uuid)]
    if lines:
        await witnessed(
            desk,
            viewer,
            Action.LOG,
            asked=f"follow uuid={uuid}" if uuid else "follow",
            rows=len(lines),
            shown=addresses_in(lines),
        )
    return lines, rows[-1].key if rows else after


def _is_wanted(line: bytes, uuid: str | None) -> bool:
    if uuid is not None:
        return belongs(uuid_of(line), uuid)
    return not _OWN.match(line)
