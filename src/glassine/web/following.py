"""What comes from now on: asked for again whenever somebody has committed something."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar

from glassine.flow.viewing.desk import ViewingDesk
from glassine.flow.viewing.look import changed
from glassine.flow.viewing.wanted import NEVER
from glassine.words.clock import Seconds

T = TypeVar("T")
AT_LEAST = Seconds(0.5)  # between two looks: many commits are one look
AT_MOST = Seconds(10.0)  # a wait; then it is asked all the same


async def following(
    desk: ViewingDesk,
    ask: Callable[[], Awaitable[Sequence[T]]],
    rest: Callable[[Seconds], Awaitable[None]],
) -> AsyncIterator[T]:
    """Yield what `ask` returns each time that something has changed."""
    mark = NEVER
    while True:
        mark = await changed(desk, mark, AT_MOST)
        for each in await ask():
            yield each
        await rest(AT_LEAST)
