"""The facts of health: what will break soon if nobody looks after it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from glassine.events.facts import Action
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.overview import oldest
from glassine.flow.viewing.witness import check, witnessed
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.store import Books
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What the house knows of itself, given by who put it together."""

    data_dir: Path
    certificate_expires: Callable[[], Milliseconds | None]
    clock_is_set: Callable[[], bool | None]  # None where nobody can tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Facts, without a judgement; the page says which of them are bad."""

    now: Milliseconds
    certificate_expires: Milliseconds | None
    disk_free: Size
    disk_total: Size
    waiting: int
    oldest: Milliseconds | None
    write_failures: int
    clock_is_set: bool | None
    domains: list[Domain]  # their DNS records are for the page to ask after


async def health(desk: ViewingDesk, viewer: Viewer, where: Whereabouts) -> Health:
    """Return the facts as they are now."""
    check(viewer, Action.HEALTH)
    seen = await desk.store.read(lambda books: _facts(books, desk, where))
    await witnessed(desk, viewer, Action.HEALTH)
    return seen


def _facts(books: Books, desk: ViewingDesk, where: Whereabouts) -> Health:
    disk = disk_usage(where.data_dir)
    return Health(
        now=desk.clock.now(),
        certificate_expires=where.certificate_expires(),
        disk_free=Size(disk.free),
        disk_total=Size(disk.total),
        waiting=books.backlog.count(QueueFilter()),
        oldest=oldest(books),
        write_failures=desk.store.failures,
        clock_is_set=where.clock_is_set(),
        domains=books.accounts.domains(),
    )
