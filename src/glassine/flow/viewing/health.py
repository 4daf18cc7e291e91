"""The facts of health: what will break soon if nobody looks after it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import NamedTuple

from glassine.events.facts import Action
from glassine.flow.domains import domain_records
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.overview import oldest
from glassine.flow.viewing.published import (
    Published,
    Reverse,
    published,
    reverses,
)
from glassine.flow.viewing.witness import check, witnessed
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.store import Books
from glassine.trust.resolver import Resolver
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import Domain, HostName, Size

MOST = 50  # domains whose records are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What the house knows of itself, given by who put it together."""

    data_dir: Path
    certificate_expires: Callable[[], Milliseconds | None]
    clock_is_set: Callable[[], bool | None]  # None where nobody can tell
    hostname: HostName
    resolver: Resolver
    last_backup: Callable[[], Milliseconds | None]
    backup_due: Seconds


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
    last_backup: Milliseconds | None
    backup_due: Seconds
    published: Mapping[Domain, Sequence[Published]]
    reverses: Sequence[Reverse] | None  # None where DNS does not say what is ours


async def health(desk: ViewingDesk, viewer: Viewer, where: Whereabouts) -> Health:
    """Return the facts as they are now."""
    check(viewer, Action.HEALTH)
    kept = await desk.store.read(_kept)
    names, leading_back = await asyncio.gather(
        asyncio.gather(*(_names(desk, where, domain) for domain in kept.domains)),
        reverses(where.resolver, where.hostname),
    )
    disk = disk_usage(where.data_dir)
    seen = Health(
        now=desk.clock.now(),
        certificate_expires=where.certificate_expires(),
        disk_free=Size(disk.free),
        disk_total=Size(disk.total),
        waiting=kept.waiting,
        oldest=kept.oldest,
        write_failures=desk.store.failures,
        clock_is_set=where.clock_is_set(),
        last_backup=where.last_backup(),
        backup_due=where.backup_due,
        published=dict(zip(kept.domains, names, strict=True)),
        reverses=leading_back,
    )
    await witnessed(desk, viewer, Action.HEALTH)
    return seen


async def _names(
    desk: ViewingDesk, where: Whereabouts, domain: Domain
) -> list[Published]:
    wanted = await domain_records(
        desk.store, desk.server_key, domain, hostname=where.hostname
    )
    return await published(where.resolver, wanted)


class _Kept(NamedTuple):
    waiting: int
    oldest: Milliseconds | None
    domains: list[Domain]


def _kept(books: Books) -> _Kept:
    waiting = books.backlog.count(QueueFilter())
    return _Kept(waiting, oldest(books), books.accounts.domains()[:MOST])
