"""Follow the store live: commits of every process wake whoever follows."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from glassine.cli.screen import nobody_reads
from glassine.store.api.ids import NEVER
from glassine.store.api.store import Store
from glassine.words.clock import Seconds

LOOK_UP = Seconds(0.5)
"""How long it may take to notice that nobody reads any more."""


async def follow(store: Store, show_new: Callable[[], Awaitable[None]]) -> None:
    """Call `show_new` after each commit, until Ctrl-C or until nobody reads."""
    mark = NEVER
    with suppress(asyncio.CancelledError):  # Ctrl-C is how one stops following
        while not nobody_reads():
            seen, mark = mark, await store.changed(mark, LOOK_UP)
            if mark != seen:
                await show_new()
