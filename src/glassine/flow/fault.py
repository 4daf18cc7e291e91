"""Something unexpected broke. The log says what kind and where, never its words.

`str(exc)` is not looked at: `int("secret")` and `{}["secret"]` quote their input.
"""

from pathlib import PurePath
from types import TracebackType

from glassine.events.facts import CodeName, EventId
from glassine.events.steps import Faulted
from glassine.words.clock import Milliseconds


def faulted(
    broken: BaseException, at: Milliseconds, uuid: EventId | None = None
) -> Faulted:
    """Return the event for an exception: its type, and the innermost place of ours."""
    return Faulted(
        at=at,
        uuid=uuid,
        exception=CodeName(type(broken).__name__),
        place=CodeName(_place(broken.__traceback__)),
    )


def _place(traceback: TracebackType | None) -> str:
    place = "?"
    while traceback is not None:
        path = PurePath(traceback.tb_frame.f_code.co_filename)
        if "glassine" in path.parts:
            place = f"{path.name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
