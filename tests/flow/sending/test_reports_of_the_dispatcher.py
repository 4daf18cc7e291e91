"""What the dispatcher gives up or hands over, the sender is told in one commit."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glassine.flow.accounts import add_account
from glassine.flow.sending.carrier import Report
from glassine.flow.sending.course import Course
from glassine.flow.sending.load import Load
from glassine.store.api.mailboxes import Filed
from glassine.store.api.store import Books
from glassine.vault.password_slot import Cost
from glassine.words.envelope import Notify
from glassine.words.private import Password
from glassine.words.public import parse_address
from support.post_office import (
    ANN,
    HOUR,
    LATER,
    NEVER,
    TAKEN,
    Network,
    PostOffice,
    post_office,
)

SUCCESS = frozenset({Notify.SUCCESS})


async def ann_moves_in(office: PostOffice) -> None:
    await add_account(
        office.store,
        office.key,
        parse_address(ANN),
        Password(b"correct horse battery staple"),
        now=office.clock.now(),
        cost=Cost(memory=64, passes=1),
        only_sends=False,
        scram=False,
    )


async def inbox(office: PostOffice) -> list[Filed]:
    def look(books: Books) -> list[Filed]:
        account = books.accounts.at(parse_address(ANN))
        assert account is not None and account.inbox is not None
        return books.mailboxes.letters(account.inbox)

    return await office.store.read(look)


async def linked(office: PostOffice, kind: str) -> list[dict[str, Any]]:
    """Return the records of one kind, and see that reports name them back."""
    records = await office.records(kind)
    reports = {r["uuid"]: r for r in await office.records("queued")}
    for record in records:
        named = reports[record["details"]["dsn"]]["details"]["dsnOf"]
        assert record["uuid"].startswith(named)
    return records


async def test_a_bounce_is_filed_with_its_event(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        await ann_moves_in(office)
        office.network.says = {"no@example.net": NEVER}
        await office.post("no@example.net")
        await office.quiet()
        assert len(await linked(office, "bounce")) == 1
        assert len(await inbox(office)) == 1


async def test_a_delay_is_told_once_after_four_hours(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        await ann_moves_in(office)
        office.network.says = {"example.net": LATER}
        await office.post("bob@example.net")
        await office.quiet()
        assert await inbox(office) == []
        for _ in range(10):
            await office.pass_time(HOUR)
        assert len(await inbox(office)) == 1


@pytest.mark.parametrize(("dsn", "told"), [(True, 0), (False, 1)])
async def test_a_server_with_dsn_tells_the_sender_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dsn: bool, told: int
) -> None:
    carry = Network.carry

    async def offering(self: Network, load: Load, course: Course) -> Report:
        report = await carry(self, load, course)
        return {row: replace(outcome, dsn=dsn) for row, outcome in report.items()}

    monkeypatch.setattr(Network, "carry", offering)
    async with post_office(tmp_path) as office:
        await ann_moves_in(office)
        await office.post("bob@example.net", notify=SUCCESS)
        await office.quiet()
        assert len(await inbox(office)) == told


async def test_who_did_not_ask_hears_nothing_of_success(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        await ann_moves_in(office)
        office.network.says = {"bob@example.net": TAKEN}
        await office.post("bob@example.net")
        await office.quiet()
        assert await inbox(office) == []


async def test_a_report_to_elsewhere_goes_out_and_still_names_its_cause(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"no@example.net": NEVER}
        rows = await office.post("no@example.net", account="eve@example.com")
        await office.quiet()
        (_, where, load) = office.network.tries[-1]
        assert (where, load.sender.path) == ("example.com", None)
        (delivered,) = await office.records("delivered")
        assert delivered["details"]["dsnOf"] == rows[0].id
        assert delivered["mailFrom"] == "<>"


async def test_a_report_that_nobody_takes_ends_there(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"no@example.net": NEVER, "example.com": NEVER}
        await office.post("no@example.net", account="eve@example.com")
        await office.quiet()
        first, second = await office.records("bounce")
        assert first["details"]["dsn"] + ".1" == second["uuid"]
        assert second["details"]["untold"] == "null sender"
        assert await office.rows() == []
