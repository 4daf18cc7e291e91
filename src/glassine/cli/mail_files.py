"""Mail in files of an operator's own: mbox files, Maildirs, and letters one a file.

Only the beginning of each letter is read, as much as the classifier looks at.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from glassine.cli.refused import Refused
from glassine.spam.letter import LOOKED_AT
from glassine.words.private import Message

FROM = b"From "  # begins each message of an mbox
LINE = 64 * 1024  # octets read at once; a longer line comes in pieces


def letters_in(places: Iterable[Path]) -> Iterator[Message]:
    """Yield the letters of all these files and directories. Raises `Refused`."""
    return chain.from_iterable(map(_letters_of, places))


def _letters_of(place: Path) -> Iterator[Message]:
    try:
        if place.is_dir():
            for file in _files_of(place):
                yield _whole(file)
        else:
            yield from _of_file(place)
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise Refused(f"{place}: {why}; name an mbox file or a Maildir") from None


def _files_of(place: Path) -> list[Path]:
    """Return a Maildir's messages; of another directory, its files."""
    parts = [part for part in (place / "cur", place / "new") if part.is_dir()]
    return sorted(
        file for part in parts or [place] for file in part.iterdir() if file.is_file()
    )


def _whole(file: Path) -> Message:
    with file.open("rb") as opened:
        return Message(opened.read(LOOKED_AT))


def _of_file(file: Path) -> Iterator[Message]:
    with file.open("rb") as opened:
        if opened.read(len(FROM)) != FROM:
            yield _whole(file)
            return
        opened.readline()
        kept, is_fresh = bytearray(), True
        while line := opened.readline(LINE):
            if is_fresh and line.startswith(FROM):
                yield Message(bytes(kept))
                kept.clear()
            elif len(kept) < LOOKED_AT:
                kept += line
            is_fresh = line.endswith(b"\n")
        yield Message(bytes(kept))
