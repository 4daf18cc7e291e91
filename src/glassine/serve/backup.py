"""A backup: a copy of the data directory, with a manifest of all that is in it.

It is made beside its place and put there whole, so a directory of that name is always
a finished one. What it holds is sealed as the original is.
"""

import json
import os
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from shutil import copyfile

from glassine.serve.storeroom import copy_storeroom
from glassine.store.api.ids import Duplicate
from glassine.words.clock import Milliseconds
from glassine.words.public import HostName

MANIFEST = "manifest.json"
DATA = "data"
KEY = "glassine.key"
NOTE = "last-backup"  # in the data directory; it outlives the log of it
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many files are as they were, and which are not."""

    made: Milliseconds
    whole: int
    bad: tuple[str, ...]


class NotABackup(Exception):
    """There is no manifest here that reads."""


def make_backup(
    data_dir: Path, to: Path, *, hostname: HostName, now: Milliseconds, key: Path | None
) -> int:
    """Make a backup at a place where nothing is; return how many files it has.

    Raises `Duplicate` where there is something, or something unfinished, and what
    `copy_storeroom` raises.
    """
    unfinished = to.with_name(f"{to.name}.unfinished")
    if to.exists():
        raise Duplicate
    try:
        unfinished.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        raise Duplicate from None
    copy_storeroom(data_dir, unfinished / DATA)
    if key is not None:
        copyfile(key, unfinished / KEY)
        (unfinished / KEY).chmod(0o600)
        _sync(unfinished / KEY)
    files = _digests(unfinished)
    _write_manifest(unfinished, {"host": hostname.name, "made": now, "files": files})
    unfinished.rename(to)
    _sync(to.parent)
    return len(files)


def check_backup(at: Path) -> Checked:
    """Hold every file against the manifest. Raises `NotABackup`."""
    try:
        said = json.loads((at / MANIFEST).read_bytes())
        if said["format"] != FORMAT:
            raise NotABackup
        made, promised = Milliseconds(said["made"]), dict(said["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise NotABackup from None
    found = _digests(at)
    names = sorted({*promised, *found})
    bad = tuple(name for name in names if promised.get(name) != found.get(name))
    return Checked(made, len(names) - len(bad), bad)


def note_backup(data_dir: Path, now: Milliseconds) -> None:
    """Keep that a backup was made now, for the health page."""
    new = data_dir / f"{NOTE}.new"
    new.write_text(f"{now}\n")
    _sync(new)
    new.rename(data_dir / NOTE)


def last_backup(data_dir: Path) -> Milliseconds | None:
    """Return when the last backup was made; None where none is known."""
    try:
        return Milliseconds(int((data_dir / NOTE).read_text("ascii")))
    except (OSError, ValueError):
        return None


def _digests(at: Path) -> dict[str, str]:
    """Return the SHA-256 of every file but the manifest, by its path from here."""
    files = sorted(each for each in at.rglob("*") if each.is_file())
    return {
        str(each.relative_to(at)): _digest(each)
        for each in files
        if each != at / MANIFEST
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _write_manifest(at: Path, said: dict[str, object]) -> None:
    text = json.dumps({"format": FORMAT, **said}, indent=1)
    (at / MANIFEST).write_text(f"{text}\n")
    _sync(at / MANIFEST)
    _sync(at)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
