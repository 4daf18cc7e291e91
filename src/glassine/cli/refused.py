"""What a command cannot do, in one line that ends with the way out.

The line is made of the operator's own words (paths, addresses) and ours; nothing of a
message or a password is ever in it.
"""

from pathlib import Path

from glassine.store.api.ids import (
    BlobLost,
    Damaged,
    Full,
    NewerFormat,
    NotAStore,
    OtherKey,
    StoreError,
)

REFUSED = 1
WRONG_WORDS = 2
"""Exit codes: the command could not do it; it, or the config, is not understood."""


class Refused(Exception):
    """The command was not done; the text says why, and the way out."""


def because_of(error: StoreError, data_dir: Path) -> Refused:
    """Return what an operator needs to know of a store that would not."""
    return Refused(f"{data_dir}: {_why(error)}")


def _why(error: StoreError) -> str:
    match error:
        case NotAStore():
            return (
                "this is not a data directory of glassine; name the right one by "
                "data_dir in the config, or make one: glassine init DIR"
            )
        case NewerFormat():
            return (
                "a newer glassine made this data directory, and nothing was touched; "
                "install that version again"
            )
        case OtherKey():
            return (
                "this data directory belongs to another server key, and nothing was "
                "touched; put its own key file back, or name it by key_file"
            )
        case Full():
            return "the disk is full, and nothing was changed; make room and try again"
        case BlobLost():
            return "a sealed file is missing; put it back from a backup"
        case Damaged():
            return (
                "the database is damaged, and nothing more is written to it; "
                "put a backup in its place"
            )
        case _:
            return (
                "the database cannot be opened or is busy, and nothing was changed; "
                "run this as the user that the server runs as, or try again"
            )
