"""`glassine backup`: a copy of all that the server keeps, sealed as it is."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.refused import Refused
from glassine.events.facts import Action
from glassine.serve.backup import NotABackup, check_backup, make_backup, note_backup
from glassine.store.api.ids import Duplicate

BEGUN, DONE = "begun", "done"
NEEDED = (
    "To restore it you need this directory, the config, and the server key, which is "
    "not in it: keep a copy of {key} somewhere else."
)
KEY_BESIDE = (
    "The server key lies in it. Whoever has this directory can send as your domains "
    "and read what waits to be sent; keep it as you keep the key."
)


async def backup(
    directory: Path,
    /,
    *,
    check: Annotated[bool, Parameter(name="--check", negative="")] = False,
    with_key: Annotated[bool, Parameter(name="--with-key", negative="")] = False,
    config: ConfigFile = None,
) -> None:
    """Copy the data directory of a server, running or not, as of one moment.

    Parameters
    ----------
    directory
        Where to put it; there must be nothing yet.
    check
        Make none, but see that the one there is as it was made.
    with_key
        Put the server key into it as well. Better keep that somewhere else.
    """
    if check:
        print(_checked(directory))
        return
    async with open_house(config) as house:
        await house.looked(Action.BACKUP, BEGUN)
        files = _made(house, directory, with_key=with_key)
        note_backup(house.config.data_dir, house.now())
        await house.looked(Action.BACKUP, DONE, files)
    print(f"{directory} holds {files} files, and a manifest of them.")
    print(KEY_BESIDE if with_key else NEEDED.format(key=house.config.key_file))


def _made(house: House, directory: Path, *, with_key: bool) -> int:
    config = house.config
    try:
        return make_backup(
            config.data_dir,
            directory,
            hostname=config.hostname,
            now=house.now(),
            key=config.key_file if with_key else None,
        )
    except Duplicate:
        raise Refused(
            f"{directory} or {directory}.unfinished is there already, and nothing was "
            "touched; name another place, or remove what an earlier try has left"
        ) from None
    except OSError:
        raise Refused(
            f"{directory}: it cannot be written there; what there is of it ends in "
            ".unfinished, and may be removed"
        ) from None


def _checked(directory: Path) -> str:
    try:
        found = check_backup(directory)
    except NotABackup:
        raise Refused(
            f"{directory}: there is no backup here, or its manifest.json does not read"
        ) from None
    if found.bad:
        raise Refused(
            f"{len(found.bad)} files are missing, changed or not of it, the first is "
            f"{found.bad[0]}; use another backup"
        )
    return f"All {found.whole} files are as they were made."
