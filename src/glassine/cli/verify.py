"""`glassine verify`: whether the operators' log is whole, from first to last."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.refused import Refused
from glassine.events.facts import Action
from glassine.flow.viewing.checkpoint import (
    Checkpoint,
    NotACheckpoint,
    make_checkpoint,
    read_checkpoint,
)
from glassine.flow.viewing.verify import Verified
from glassine.flow.viewing.verify import verify as walk
from glassine.serve.checkpoints import CheckpointFiles

PUBLIC = "Checkpoints are signed by this key (Ed25519): {key}"


async def verify(
    *checkpoints: Path,
    make: Annotated[bool, Parameter(name="--make", negative="")] = False,
    config: ConfigFile = None,
) -> None:
    """Walk the chain, and check it against checkpoints.

    Parameters
    ----------
    checkpoints
        Files of checkpoints that left this machine, besides those that are here.
    make
        Write today's checkpoint now, over an earlier one of today.
    """
    async with open_house(config) as house:
        key = house.key.checkpoint_key()
        files = CheckpointFiles(house.config.checkpoints)
        if make:
            await _make(house, files)
        known = [*_kept(files), *(_given(file) for file in checkpoints)]
        found = await walk(house.store, known, key.public)
        await house.looked(Action.VERIFY, "", found.rows)
    print(PUBLIC.format(key=key.public.hex()))
    if found.fault is not None:
        raise Refused(_bad(found))
    print(_good(found))


async def _make(house: House, files: CheckpointFiles) -> None:
    key = house.key.checkpoint_key()
    made = await make_checkpoint(house.store, key, house.config.hostname, house.now())
    if made is not None:
        await files.write(made)


def _kept(files: CheckpointFiles) -> list[Checkpoint]:
    try:
        return files.all()
    except NotACheckpoint:
        raise Refused(
            "a file in the directory of checkpoints does not read; look at it, and "
            "move it away"
        ) from None


def _given(file: Path) -> Checkpoint:
    try:
        return read_checkpoint(file.read_text("ascii"))
    except (NotACheckpoint, UnicodeDecodeError):
        raise Refused(f"{file}: this is not a checkpoint; name another") from None
    except OSError:
        raise Refused(f"{file}: it cannot be read; name another") from None


def _bad(found: Verified) -> str:
    return (
        f"row {found.row} of the operators' log is bad: {found.fault}; what lies "
        f"before it, {found.rows} rows from {found.first} on, is whole. Compare a "
        "backup, and ask who had the machine"
    )


def _good(found: Verified) -> str:
    last = f", to {found.last.hash.hex()}" if found.last else ""
    aged = f", {found.aged} of which have aged" if found.aged else ""
    rows = "1 row" if found.rows == 1 else f"{found.rows} rows"
    return (
        f"The operators' log is whole: {rows} from {found.first} on{aged}"
        f"{last}; {_agreeing(found.checkpoints)}."
    )


def _agreeing(checkpoints: int) -> str:
    match checkpoints:
        case 0:
            return "there is no checkpoint to compare it with"
        case 1:
            return "1 checkpoint agrees"
        case _:
            return f"{checkpoints} checkpoints agree"
