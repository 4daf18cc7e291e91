"""Raw lines, in order of time; in colour on a terminal, as they are elsewhere."""

from collections.abc import Iterable

from rich.text import Text

from glassine.cli.screen import console, for_people, write
from glassine.flow.viewing.uuids import belongs, uuid_of
from glassine.store.api.events import StoredLines

_LEVELS = {
    "EMERG": "bold red",
    "ALERT": "bold red",
    "CRIT": "bold red",
    "ERROR": "bold red",
    "WARN": "yellow",
    "NOTICE": "bold",
}
_STAMP = 24  # octets of `2026-11-23T10:02:11.345Z`


def in_order(kept: Iterable[StoredLines], uuid: str | None) -> list[bytes]:
    """Return the lines of this UUID, or all, by the moment they carry."""
    lines = [line for some in kept for line in some.lines.splitlines(keepends=True)]
    if uuid is not None:
        lines = [line for line in lines if belongs(uuid_of(line), uuid)]
    return sorted(lines, key=lambda line: line[:_STAMP])


def show(lines: Iterable[bytes]) -> None:
    """Print lines."""
    if not for_people():
        write(b"".join(lines))
        return
    screen = console()
    for line in lines:
        screen.print(coloured(line.decode("utf-8", "replace").rstrip("\n")))


def coloured(line: str) -> Text:
    """Return one line, its parts told apart."""
    level = line[_STAMP + 2 : _STAMP + 9].partition("]")[0]
    text = Text(line, _LEVELS.get(level, ""))
    text.highlight_regex(r"^\S+", "dim")
    text.highlight_regex(r"(?<=\] \[)[0-9A-F]{8}-[0-9A-F.-]+(?=\])", "dim cyan")
    text.highlight_regex(r"(?<= )[a-z_]+=", "cyan")
    return text
