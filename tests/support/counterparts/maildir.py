"""What a counterpart has taken, as it filed it: a maildir."""

from dataclasses import dataclass
from pathlib import Path

from support.counterparts.place import wait_for

_WHOLE = "[nc]*/*"  # `new` and `cur`, for in `tmp` they are not whole yet


@dataclass(frozen=True, slots=True)
class Maildir:
    """Messages in a maildir; lines end with LF there."""

    path: Path

    def messages(self, count: int = 1) -> list[bytes]:
        """Return all messages once there are at least so many."""
        return [each.read_bytes() for each in wait_for(self.path, _WHOLE, count)]

    def now(self) -> list[bytes]:
        """Return what is there, without waiting."""
        return [each.read_bytes() for each in sorted(self.path.glob(_WHOLE))]
