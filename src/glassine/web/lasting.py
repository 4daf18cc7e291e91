"""What streams ends with the session or token of who asked for it.

A page is answered at once. A tail or an export goes on for as long as somebody reads
it, and whoever signs out, or is let go, is not to read on.
"""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from typing import TypeVar

from starlette.responses import Response, StreamingResponse

from glassine.web.room import Room
from glassine.words.clock import Clock

T = TypeVar("T")
EVERY = 1.0  # seconds, at least, between two questions whether they are still in


def while_in(
    room: Room, answer: Response, still_in: Callable[[], Awaitable[bool]]
) -> Response:
    """Return the answer; one that streams ends when who asked for it is out."""
    if isinstance(answer, StreamingResponse):
        answer.body_iterator = until_out(answer.body_iterator, still_in, room.clock)
    return answer


async def until_out(
    pieces: AsyncIterable[T], still_in: Callable[[], Awaitable[bool]], clock: Clock
) -> AsyncIterator[T]:
    """Yield the pieces for as long as they are still in."""
    asked = clock.ticks()
    async for piece in pieces:
        if clock.ticks() - asked >= EVERY:
            if not await still_in():
                return
            asked = clock.ticks()
        yield piece
