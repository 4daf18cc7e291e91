"""`glassine leakscan`: search every byte of files for what should not be there.

Words come from a file or standard input, never as arguments: those show in `ps` and
stay in a shell's history. The words are never printed either.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from glassine.cli.leak.files import Found, Tally, scan
from glassine.cli.leak.search import SHORTEST, Search
from glassine.cli.leak.streams import KINDS
from glassine.cli.leak.suspects import CLEAR_MAIL, SUSPECTS
from glassine.words.private import Text

CLEAN, LEAKS, NOT_DONE = 0, 1, 2
"""The exit codes: nothing found, something found, not everything could be read."""


class BadWords(Exception):
    """The list of words cannot be used; the text says which line, not what it holds."""


def leakscan(
    paths: Annotated[list[Path], Parameter(negative=())],
    /,
    *,
    deep: bool = False,
    words_file: Annotated[Path | None, Parameter(allow_leading_hyphen=True)] = None,
) -> int:
    """Search files for words that must not be there, however they are encoded.

    Exit code 0: nothing found. 1: something found. 2: not everything could be read.

    Parameters
    ----------
    paths
        Files and directories: the data directory, logs, core files, backups.
    deep
        Also undo compressed streams (gzip, zlib, bzip2, xz, zstd) wherever one begins.
    words_file
        The words, one a line; `-` is standard input. Without it the search is for
        anything that looks like clear mail or a password.
    """
    try:
        search = _what_to_search(words_file)
    except BadWords as problem:
        print(f"leakscan: {problem}", file=sys.stderr)
        return NOT_DONE
    tally, found = Tally(), 0
    for leak in scan(paths, search, tally, deep=deep):
        print(describe(leak))
        found += 1
    print(f"{found or 'nothing'} found in {tally.files} files, {tally.octets} bytes")
    for warning in shortfalls(tally, deep=deep):
        print(f"leakscan: {warning}", file=sys.stderr)
    if found:
        return LEAKS
    return NOT_DONE if tally.unread or tally.cut or not tally.files else CLEAN


def _what_to_search(words_file: Path | None) -> Search:
    if words_file is None:
        return Search(CLEAR_MAIL, SUSPECTS)
    try:
        data = (
            sys.stdin.buffer.read()
            if words_file == Path("-")
            else words_file.read_bytes()
        )
    except OSError:
        raise BadWords(f"cannot read {words_file}") from None
    return Search(read_words(data.splitlines()))


def read_words(lines: Iterable[bytes]) -> dict[str, Text]:
    """Return the words, called by their line's number. Raises `BadWords`."""
    words = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) < SHORTEST:
            raise BadWords(f"line {number}: a word needs {SHORTEST} bytes or more")
        try:
            line.decode()
        except UnicodeDecodeError:
            raise BadWords(f"line {number} is not UTF-8") from None
        words[f"word {number}"] = Text(line)
    if not words:
        raise BadWords("the list of words is empty")
    return words


def describe(found: Found) -> str:
    """Return one line that says where and how, and never what."""
    hit = found.hit
    streams = "".join(f", inside {kind}" for kind in reversed(hit.inside))
    place = "in the name of an entry" if found.in_name else f"offset {hit.offset}"
    return f"{found.path}: {place}: {hit.word}, {hit.form}{streams}"


def shortfalls(tally: Tally, *, deep: bool) -> Iterator[str]:
    """Yield what keeps the answer from being whole."""
    if not tally.files:
        yield "there was no file to read"
    for path in tally.unread:
        yield f"cannot read {path}"
    for path in tally.cut:
        yield f"a compressed stream is too long to be searched to its end: {path}"
    if deep and not any(kind.name == "zstd" for kind in KINDS):
        yield "zstd streams were not opened: pip install 'glassine[deep]'"
