"""What is kept goes, and ages, when the settings say so, and it is an event."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glassine.config.quantities import DAY, HOUR
from glassine.config.tables.records import Privacy
from glassine.events.milestones import Pruned
from glassine.flow.journal import Journal
from glassine.serve import retention
from glassine.serve.retention import keep_pruning, prune
from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.api.store import Store
from glassine.store.sqlite.opening import create_store, open_store
from glassine.vault.server_key import new_server_key
from glassine.words.clock import Milliseconds, Seconds
from store.samples import ANN, BOB, KEY_ID, NOW, StoppedClock, queued

LINE = b"2020-10-26T23:45:45.000Z [NOTICE] [-] [core] denied code=550 ip=192.0.2.7\n"
DAYS = DAY * 1000
KEY = new_server_key().checkpoint_key()
SOON = Privacy(blur_addresses=Seconds(DAY), drop_addresses=Seconds(3 * DAY))


class House:
    """A store, its journal and its clock."""

    def __init__(self, data_dir: Path) -> None:
        self.clock = StoppedClock()
        self.clock.time = Milliseconds(NOW + 100 * DAYS)
        self.store: Store = open_store(data_dir, key_id=KEY_ID, clock=self.clock)
        self.shown: list[bytes] = []
        self.journal = Journal(
            store=self.store, clock=self.clock, out=self.shown.append
        )

    async def keep(self, *ages: int) -> None:
        """Keep an event and a line for each of these ages in days."""
        moments = [Milliseconds(self.clock.now() - age * DAYS - 1) for age in ages]

        def work(books: Any) -> None:
            books.accounts.add_domain(ANN.domain, [])
            for at in moments:
                books.events.append([queued(at=at, sender=BOB, to=(ANN,))])
                books.events.append_lines(None, at, LINE)

        await self.store.write(work)

    async def prune(self, privacy: Privacy) -> Pruned | None:
        """Do one round."""
        return await prune(self.store, self.journal, self.clock, privacy, KEY)

    async def records(self) -> list[dict[str, Any]]:
        """Return what is kept, the newest first, without our own events."""
        wanted = EventFilter(types=frozenset({"queued"}))
        found = await self.store.read(lambda books: books.events.find(wanted))
        return [json.loads(each.record) for each in found]

    async def lines(self) -> int:
        """Return how many lines are kept."""
        kept = await self.store.read(lambda b: b.events.lines(None, EventKey(0), 99))
        return sum(each.lines == LINE for each in kept)


Live = Callable[[Callable[[House], Awaitable[None]]], None]


@pytest.fixture
def live(tmp_path: Path) -> Live:
    """Run a story in a house of its own."""
    create_store(tmp_path / "data", KEY_ID)

    async def run(story: Callable[[House], Awaitable[None]]) -> None:
        house = House(tmp_path / "data")
        try:
            await story(house)
        finally:
            house.journal.close()
            await house.store.close()

    return lambda story: asyncio.run(run(story))


def test_by_default_things_go_and_nothing_ages(live: Live) -> None:
    async def story(house: House) -> None:
        await house.keep(0, 8, 29, 31)
        done = await house.prune(Privacy())
        assert done == Pruned(at=house.clock.now(), events=1, traces=3, aged=0)
        assert {each["remote"]["ip"] for each in await house.records()} == {"192.0.2.7"}
        assert await house.lines() == 1

    live(story)


def test_to_keep_events_longer_ages_nothing_by_surprise(live: Live) -> None:
    async def story(house: House) -> None:
        await house.keep(0, 90)
        long = Seconds(3650 * DAY)
        assert await house.prune(Privacy(keep_events=long, keep_traces=long)) is None

    live(story)


def test_addresses_are_blurred_and_then_dropped(live: Live) -> None:
    async def story(house: House) -> None:
        await house.keep(0, 2, 4)
        done = await house.prune(SOON)
        assert done
        assert (done.events, done.traces) == (0, 0)
        said = [
            (each["remote"]["ip"], each["mailFrom"]) for each in await house.records()
        ]
        assert said == [
            ("192.0.2.7", "<bob@example.net>"),
            ("192.0.2.0", "<bob@example.net>"),
            ("", "<@example.net>"),
        ]
        assert {each["rcptTo"][0] for each in await house.records()} == {
            "<ann@example.org>"
        }
        assert await house.lines() == 1

    live(story)


def test_a_second_round_finds_nothing_to_do(live: Live) -> None:
    async def story(house: House) -> None:
        await house.keep(0, 2, 4)
        await house.prune(SOON)
        assert await house.prune(SOON) is None

    live(story)


def test_what_is_dropped_at_once_needs_no_blurring(live: Live) -> None:
    async def story(house: House) -> None:
        await house.keep(1)
        await house.prune(Privacy(drop_addresses=Seconds(HOUR)))
        (record,) = await house.records()
        assert record["remote"]["ip"] == ""

    live(story)


def test_a_round_goes_on_until_all_is_done(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PRUNED_AT_ONCE", 2)
    monkeypatch.setattr(retention, "AGED_AT_ONCE", 2)

    async def story(house: House) -> None:
        await house.keep(1, 1, 1, 1, 1, 40, 40, 40, 40, 40)
        privacy = replace(SOON, blur_addresses=Seconds(HOUR))
        done = await house.prune(privacy)
        assert done == Pruned(at=house.clock.now(), events=5, traces=5, aged=10)

    live(story)


def test_pruning_is_an_event_and_a_line(live: Live) -> None:
    async def story(house: House) -> None:
        await house.keep(2)
        await house.prune(SOON)
        await asyncio.sleep(0.2)
        assert b"".join(house.shown).endswith(
            b" [NOTICE] [-] [retention] pruned events=0 traces=0 aged=2\n"
        )
        wanted = EventFilter(types=frozenset({"pruned"}))
        (kept,) = await house.store.read(lambda books: books.events.find(wanted))
        assert json.loads(kept.record)["details"]["aged"] == 2

    live(story)


def test_something_broken_is_told_and_the_rounds_go_on(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "EVERY", 0.01)

    async def story(house: House) -> None:
        await house.keep(2)
        await house.store.write(lambda books: books.events.append_lines(None, NOW, b""))

        async def break_down(_: Any) -> None:
            raise KeyError("someone's letter")

        with monkeypatch.context() as broken:
            broken.setattr(house.store, "write", break_down)
            rounds = asyncio.create_task(
                keep_pruning(house.store, house.journal, house.clock, SOON, KEY)
            )
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.1)
        assert (await house.records())[0]["remote"]["ip"] == "192.0.2.0"
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds
        told = b"".join(house.shown)
        assert b"fault exception=KeyError" in told
        assert b"letter" not in told

    live(story)
