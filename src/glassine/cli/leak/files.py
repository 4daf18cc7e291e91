"""Scan files and the names of files: every byte under a path, links not followed.

Files are read, not mapped: a write-ahead log that its server truncates under a
mapping would kill the scan with SIGBUS.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glassine.cli.leak.search import DEPTH, Hit, Scan, Search

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A hit in a file, or in the name of one (`path` is then where it lies)."""

    path: Path
    hit: Hit
    in_name: bool = False


@dataclass(slots=True)
class Tally:
    """What has been looked at, and what could not be looked at in full."""

    files: int = 0
    octets: int = 0
    unread: list[Path] = field(default_factory=list)
    cut: list[Path] = field(default_factory=list)


def scan(
    paths: list[Path], search: Search, tally: Tally, *, deep: bool
) -> Iterator[Found]:
    """Yield every hit under the paths, and keep the tally."""
    for root in paths:
        for path in _walk(root, tally):
            shown = _shown(root, path, search)
            if path != root:
                for hit in search.window(os.fsencode(path.name)):
                    yield Found(shown.parent, hit, in_name=True)
            try:
                for hit in _in_file(path, search, tally, deep=deep):
                    yield Found(shown, hit)
            except FileNotFoundError:
                continue  # a living server tidies up
            except OSError:
                tally.unread.append(shown)


def _walk(root: Path, tally: Tally) -> Iterator[Path]:
    """Yield the path and all that lies under it, in order."""
    yield root
    if root.is_symlink() or not root.is_dir():
        return
    try:
        inside = sorted(root.iterdir())
    except OSError:
        tally.unread.append(root)
        return
    for path in inside:
        yield from _walk(path, tally)


def _shown(root: Path, path: Path, search: Search) -> Path:
    """Return the path without the names that hold a word."""
    parts = path.relative_to(root).parts
    leaks = (any(search.window(os.fsencode(part))) for part in parts)
    return root.joinpath(
        *("▒" if leak else part for part, leak in zip(parts, leaks, strict=True))
    )


def _in_file(path: Path, search: Search, tally: Tally, *, deep: bool) -> Iterator[Hit]:
    if not stat.S_ISREG(path.lstat().st_mode):
        return
    work = Scan(search, depth=DEPTH if deep else 0)
    with path.open("rb", buffering=0) as file:
        tally.files += 1
        while chunk := file.read(CHUNK):
            tally.octets += len(chunk)
            yield from work.feed(chunk)
    if work.cut:
        tally.cut.append(path)
