"""What was destroyed is gone from every octet of the data directory."""

import asyncio
import os
import random
from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv6Address
from pathlib import Path
from threading import Event

from glassine.events.ageing import Ageing, Stage
from glassine.store.api.accounts import Slot
from glassine.store.api.ids import SlotId
from glassine.store.api.store import Books
from glassine.store.sqlite.store import SqliteStore
from glassine.store.sqlite.writer import SHRED_AFTER
from glassine.words.public import parse_address
from store.samples import (
    ANN,
    NOW,
    ann_moves_in,
    kept,
    letter_of,
    queued,
    slot_of,
)

LINE = "2020-10-26T23:45:45.209Z [NOTICE] [A.1] [core]"
Opener = Callable[..., SqliteStore]


def on_disk(data_dir: Path) -> bytes:
    """Return all octets of the data directory."""
    files = (path for path in data_dir.rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in files)


def secret(size: int = 100) -> bytes:
    """Return octets that occur nowhere else."""
    return os.urandom(16) + bytes(size)


def traces(secrets: list[bytes], data_dir: Path) -> int:
    """Return how many of the secrets are still on disk."""
    octets = on_disk(data_dir)
    return sum(each[:32] in octets for each in secrets)


async def until_gone(secret: bytes, data_dir: Path) -> None:
    """Return once there is no trace of the secret."""
    async with asyncio.timeout(30):
        while traces([secret], data_dir):  # noqa: ASYNC110 (a disk tells no event)
            await asyncio.sleep(0.05)


async def test_a_dropped_slot_leaves_no_trace(data_dir: Path, opened: Opener) -> None:
    store = opened()
    ann, _ = await store.write(ann_moves_in)
    slot = slot_of(ann, secret())
    await store.write(lambda books: books.accounts.put_slot(slot))
    assert traces([slot.sealed], data_dir) == 1
    await store.write(lambda books: books.accounts.drop_slot(slot.id))
    assert traces([slot.sealed], data_dir) == 0


async def test_a_changed_password_leaves_no_trace_of_the_old_slot(
    data_dir: Path, opened: Opener
) -> None:
    store = opened()
    ann, _ = await store.write(ann_moves_in)
    old = slot_of(ann, secret())
    new = replace(old, sealed=secret(300))
    await store.write(lambda books: books.accounts.put_slot(old))
    await store.write(lambda books: books.accounts.put_slot(new))
    assert traces([old.sealed], data_dir) == 0
    assert traces([new.sealed], data_dir) == 1


async def test_a_deleted_account_leaves_no_trace(
    data_dir: Path, opened: Opener
) -> None:
    store = opened()
    ann, inbox = await store.write(ann_moves_in)
    slot, row = slot_of(ann, secret()), secret()
    small, large = secret(), secret(100_000)
    blobs = [await store.write(kept(store, octets)) for octets in (small, large)]

    def fill(books: Books) -> None:
        books.accounts.put_slot(slot)
        books.mailboxes.append(inbox.id, [letter_of(blob, row) for blob in blobs])

    await store.write(fill)
    secrets = [slot.sealed, row, small, large]
    assert traces(secrets, data_dir) == 4
    await store.write(lambda books: books.accounts.delete(ann.id))
    assert traces(secrets, data_dir) == 0


async def expunged(store: SqliteStore) -> bytes:
    """Expunge a letter; return what stood in its row."""
    _, inbox = await store.write(ann_moves_in)
    row = secret()
    blob = await store.write(kept(store))
    await store.write(lambda b: b.mailboxes.append(inbox.id, [letter_of(blob, row)]))
    await store.write(lambda books: books.mailboxes.expunge(inbox.id, [1]))
    return row


async def test_an_expunged_letter_soon_leaves_no_trace(
    data_dir: Path, opened: Opener
) -> None:
    store = opened()
    row = await expunged(store)
    await until_gone(row, data_dir)


async def test_a_log_that_is_never_left_alone_is_emptied_now_and_then(
    data_dir: Path, opened: Opener
) -> None:
    store = opened()
    row = await expunged(store)
    for _ in range(SHRED_AFTER):
        await store.write(lambda books: None)
    assert traces([row], data_dir) == 0


async def test_a_log_that_somebody_reads_is_emptied_when_they_have_done(
    data_dir: Path, opened: Opener
) -> None:
    store, begun, done = opened(), Event(), Event()
    ann, _ = await store.write(ann_moves_in)
    slot = slot_of(ann, secret())
    await store.write(lambda books: books.accounts.put_slot(slot))

    def hold_a_snapshot(books: Books) -> None:
        books.accounts.slots(ann.id)
        begun.set()
        done.wait(30)

    reading = asyncio.create_task(store.read(hold_a_snapshot))
    await asyncio.to_thread(begun.wait)
    await store.write(lambda books: books.accounts.drop_slot(slot.id))
    assert traces([slot.sealed], data_dir) == 1
    done.set()
    await reading
    await until_gone(slot.sealed, data_dir)


async def test_no_slot_of_many_is_left_behind_where_pages_split_and_merge(
    data_dir: Path, opened: Opener
) -> None:
    store, chance = opened(), random.Random(1)
    ann, _ = await store.write(ann_moves_in)
    live: dict[SlotId, Slot] = {}
    dead: list[bytes] = []
    for _ in range(900):
        slot = slot_of(ann, secret(chance.choice([100, 150])))
        if len(live) > 60:
            old = live.pop(chance.choice(list(live)))
            dead.append(old.sealed)
            await store.write(lambda b, old=old: b.accounts.drop_slot(old.id))
        live[slot.id] = slot
        await store.write(lambda b, slot=slot: b.accounts.put_slot(slot))
    assert traces(dead, data_dir) == 0
    assert traces([slot.sealed for slot in live.values()], data_dir) == len(live)


Stranger = tuple[str, str]  # a local part and an IP address, like nobody else's


def strangers(chance: random.Random, many: int) -> list[Stranger]:
    """Return as many strangers."""
    return [
        (
            f"{chance.randbytes(8).hex()}{'x' * chance.randrange(40)}",
            str(IPv6Address(chance.randbytes(16))),
        )
        for _ in range(many)
    ]


def marks(known: list[Stranger]) -> list[bytes]:
    """Return what there is of strangers on a disk: names, and addresses in digits."""
    names = [name.encode()[:16] for name, _ in known]
    return [*names, *(IPv6Address(ip).packed.hex().encode() for _, ip in known)]


async def visit(store: SqliteStore, known: list[Stranger]) -> None:
    """Keep what their messages leave, one moment after another: events and lines."""

    def keep(books: Books, at: int) -> None:
        name, ip = known[at - NOW]
        sender = parse_address(f"{name}@example.net")
        to = (ANN, sender)
        books.events.append([queued(at=at, sender=sender, to=to, ip=ip)])
        line = f"{LINE} sender <{sender}> ip={ip}\n"
        books.events.append_lines(None, at, line.encode())

    def keep_some(books: Books, start: int) -> None:
        for at in range(NOW + start, NOW + start + 10):
            keep(books, at)

    for start in range(0, len(known), 10):
        await store.write(lambda books, start=start: keep_some(books, start))


async def until_all_gone(secrets: list[bytes], data_dir: Path) -> None:
    """Return once there is no trace of any."""
    async with asyncio.timeout(60):
        while traces(secrets, data_dir):  # noqa: ASYNC110 (a disk tells no event)
            await asyncio.sleep(0.05)


async def test_pruned_events_leave_no_trace_among_those_that_stay(
    data_dir: Path, opened: Opener
) -> None:
    store, known = opened(), strangers(random.Random(1), 2000)
    await visit(store, known)
    await store.write(lambda books: books.events.prune(NOW + 1000, NOW + 1000))
    await store.write(lambda books: books.events.shred())
    await until_all_gone(marks(known[:1000]), data_dir)
    young = marks(known[1000:1100])
    assert traces(young, data_dir) == len(young)


async def test_dropped_addresses_leave_no_trace_in_what_stays(
    data_dir: Path, opened: Opener
) -> None:
    store, known = opened(), strangers(random.Random(1), 2000)
    await visit(store, known)
    drop = Ageing(Stage.DROPPED, [ANN.domain])
    while any(await store.write(lambda b: b.events.age(drop, NOW + 1000))):
        pass
    await store.write(lambda books: books.events.shred())
    await until_all_gone(marks(known[:1000]), data_dir)
    young = marks(known[1000:1100])
    assert traces(young, data_dir) == len(young)
