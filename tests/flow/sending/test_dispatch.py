"""What is queued is tried when it is due, here and there at once, and never lost."""

from pathlib import Path

from support.post_office import (
    DAY,
    HOUR,
    LATER,
    LETTER,
    MINUTE,
    NEVER,
    post_office,
)


async def test_what_is_queued_goes_out_and_leaves_the_queue(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        await office.post("bob@example.net")
        await office.quiet()
        assert await office.rows() == []
        assert office.network.letters == [b"Received: by mail.example.org\r\n" + LETTER]
        (record,) = await office.records("delivered")
        assert record["details"]["host"] == "mx.example.net"


async def test_those_at_one_place_go_in_one_load(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        await office.post("a@example.net", "b@example.net", "c@example.com")
        await office.quiet()
        loads = [len(load.addressed) for _, _, load in office.network.tries]
        assert sorted(loads) == [1, 2]


async def test_each_recipient_has_an_end_of_its_own(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"late@example.net": LATER, "no@example.net": NEVER}
        await office.post("yes@example.net", "late@example.net", "no@example.net")
        await office.until(lambda: len(office.network.tries) == 1)
        await office.quiet()
        (row,) = await office.rows()
        assert str(row.recipient) == "late@example.net"
        assert (row.fails, row.next_try - office.clock.now()) == (1, MINUTE * 1000)
        for kind, who in (
            ("delivered", "<yes@example.net>"),
            ("deferred", "<late@example.net>"),
            ("bounce", "<no@example.net>"),
        ):
            (record,) = await office.records(kind)
            assert record["rcptTo"] == [who]


async def test_the_schedule_is_kept(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"example.net": LATER}
        await office.post("bob@example.net")
        await office.quiet()
        for _ in range(90):
            await office.pass_time(MINUTE)
        tried = [at / MINUTE for at in office.network.times("example.net")]
        assert tried == [0, 1, 6, 11, 26, 86]


async def test_who_is_late_is_told_once_and_given_up_in_the_end(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"example.net": LATER}
        await office.post("bob@example.net")
        await office.quiet()
        for _ in range(8):
            await office.pass_time(HOUR)
        (row,) = await office.rows()
        assert row.warned
        for _ in range(18):
            await office.pass_time(HOUR)
        assert await office.rows() == []
        (bounce,) = await office.records("bounce")
        assert bounce["details"]["reason"] == "expired"
        assert bounce["details"]["code"] == 451
        assert office.network.times("example.net")[-1] == DAY
