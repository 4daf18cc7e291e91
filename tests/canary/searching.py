"""Search everything a server wrote, and what appeared in the temporary directories."""

from collections.abc import Mapping
from pathlib import Path

from glassine.cli.leak.files import Tally, scan
from glassine.cli.leak.search import Search
from glassine.cli.leakscan import describe
from glassine.words.private import Text
from support.running_server import RunningServer

COMMON = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))


def entries() -> set[Path]:
    """Return what lies in the machine's temporary directories now."""
    return {path for place in COMMON if place.is_dir() for path in place.iterdir()}


def leaks(words: Mapping[str, str], *places: Path) -> list[str]:
    """Return a line for each hit under the places. Raises if one cannot be read."""
    search = Search({name: Text(word.encode()) for name, word in words.items()})
    tally = Tally()
    found = [describe(leak) for leak in scan([*places], search, tally, deep=True)]
    assert tally.files, "nothing was searched"
    assert not tally.unread
    assert not tally.cut
    return found


def leaks_of(
    server: RunningServer, words: Mapping[str, str], before: set[Path]
) -> list[str]:
    """Return a line for each hit in all this server wrote since `before` was taken."""
    fresh = {p for p in entries() - before if not server.home.is_relative_to(p)}
    return leaks(words, server.home, *(p for p in fresh if p.exists()))
