"""Moments as people write them: `2h` ago, `2026-11-23`, `2026-11-23T10:02:11Z`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from glassine.cli.arguments import read_by
from glassine.words.clock import Milliseconds

_AGO = re.compile(r"([0-9]{1,6})([smhdw])\Z")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, or how many milliseconds before now it was."""

    at: Milliseconds | None = None
    ago: int = 0

    def seen_from(self, now: Milliseconds) -> Milliseconds:
        """Return the moment itself."""
        return self.at if self.at is not None else Milliseconds(now - self.ago)


def parse_moment(text: str) -> Moment:
    """Return the moment. A time without a zone is UTC, as in the log."""
    if ago := _AGO.match(text):
        return Moment(ago=int(ago[1]) * _UNITS[ago[2]] * 1000)
    when = datetime.fromisoformat(text)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return Moment(at=Milliseconds(round(when.timestamp() * 1000)))


MomentWord: TypeAlias = Annotated[
    Moment,
    read_by(
        parse_moment, "a time such as 2h, 3d, 2026-11-23 or 2026-11-23T10:02:11Z (UTC)"
    ),
]
