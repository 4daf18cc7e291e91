"""`glassine demo`: one message's whole way through a real server, on loopback.

Nothing is acted: server, letters, logs and the search are what the other commands
run. What it claims it checks; where a check fails the exit code is 1.
"""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from glassine.cli.play.acts import Scene, play
from glassine.cli.play.cast import DOMAIN, furnish, new_cast
from glassine.cli.play.server import follow, running
from glassine.cli.play.stage import remove, stage
from glassine.cli.play.telling import Telling
from glassine.cli.screen import write
from glassine.config.read import read_config

PLACE = Path("glassine-demo")


def demo(
    *,
    once: bool = False,
    directory: Annotated[Path, Parameter(name="--dir")] = PLACE,
) -> None:
    """Run a server of its own, post three letters, show who sees what, and search.

    It stays up then, for a mail program of yours, until Ctrl-C.

    Parameters
    ----------
    once
        End after the checks and leave nothing behind. Records and raw lines are then
        alone on standard output.
    directory
        Where to make the server. What an earlier demo left there is replaced.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with stage(directory):
        if once:
            _once(directory)
        else:
            _and_stay(directory)


def _once(directory: Path) -> None:
    tell = Telling(Console(stderr=True), plain=write)
    with scene(directory, tell) as set_up:
        play(set_up)
    remove(directory)
    tell.say(f"\nAll of it holds. {directory} is removed.")


def _and_stay(directory: Path) -> None:
    tell = Telling(Console())
    with scene(directory, tell) as set_up:
        play(set_up)
        tell.act("Now you", "The server stays up for a mail program of yours:")
        tell.connect(set_up.server, set_up.cast.person, set_up.certificate)
        tell.say("\nCtrl-C ends it. What the operator sees, as it happens:")
        try:
            for line in follow(set_up.server):
                tell.line(line)
        except KeyboardInterrupt:
            tell.say("\nThe server is ending.")
    tell.say(f"Nothing runs any more. {directory} is kept until the next demo.")


@contextmanager
def scene(directory: Path, tell: Telling) -> Iterator[Scene]:
    """Make the server in the directory and run it; it has ended when this returns."""
    cast = new_cast()
    tell.act(
        "A mail server of its own",
        f"for {DOMAIN}, in {directory}, with two accounts: "
        f"{cast.app.address} can only send, {cast.person.address} has a mailbox.",
    )
    config = asyncio.run(furnish(directory, (cast.app, cast.person)))
    with running(config) as server:
        yield Scene(
            directory=directory,
            config=config,
            certificate=read_config(config).tls.certificate,
            server=server,
            cast=cast,
            tell=tell,
        )


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
