"""What is queued is tried when it is due, here and there at once, and never lost."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.flow.sending.carrier import Trouble
from glassine.flow.sending.course import NoCourse
from glassine.flow.sending.dispatch import LEASE
from glassine.flow.sending.hearing import Hearing
from glassine.flow.sending.throttle import AT_FIRST, Share
from glassine.store.api.hold_rules import HoldBy, HoldRule
from glassine.store.api.queue import QueueState
from glassine.vault.server_key import new_server_key
from glassine.words.clock import Seconds
from glassine.words.public import Domain
from glassine.words.waits import Waits
from support.post_office import (
    DAY,
    HOUR,
    LATER,
    LETTER,
    MINUTE,
    NEVER,
    OURS,
    SCHEDULE,
    post_office,
)

OFTEN = Waits((Seconds(MINUTE),), for_ever=True)


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


async def test_a_dead_domain_is_left_alone_and_holds_up_nobody(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"dead.example": Trouble.UNREACHABLE}
        for _ in range(30):
            await office.post("x@dead.example")
        await office.post("bob@example.net")
        await office.quiet()
        assert len(office.network.times("example.net")) == 1
        assert office.network.most["dead.example"] <= AT_FIRST
        assert len(office.network.times("dead.example")) <= AT_FIRST
        rows = await office.rows()
        assert [row.fails for row in rows] == [1] * 30
        assert all(row.failure and row.failure.code == 451 for row in rows)
        untried = [
            record["details"]["response"]
            for record in await office.records("deferred")
            if record["details"]["response"].startswith("not tried now")
        ]
        assert len(untried) == 30 - len(office.network.times("dead.example"))


async def test_one_load_alone_sees_whether_a_domain_is_well_again(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"ill.example": Trouble.UNREACHABLE}
        for _ in range(8):
            await office.post("x@ill.example")
        await office.quiet()
        first = len(office.network.tries)
        office.network.gates = {"ill.example": asyncio.Event()}
        office.network.says = {}
        office.clock.ahead(2 * MINUTE)
        office.dispatcher.wake()
        await office.until(lambda: len(office.network.tries) > first)
        await asyncio.sleep(0.05)
        assert len(office.network.tries) == first + 1
        office.network.gates["ill.example"].set()
        await office.quiet()
        assert await office.rows() == []


async def test_the_longer_it_is_ill_the_longer_it_is_left_alone(tmp_path: Path) -> None:
    async with post_office(tmp_path, schedule=replace(SCHEDULE, waits=OFTEN)) as office:
        office.network.says = {"ill.example": Trouble.UNREACHABLE}
        await office.post("x@ill.example")
        await office.quiet()
        for _ in range(60):
            await office.pass_time(MINUTE)
        tried = [at / MINUTE for at in office.network.times("ill.example")]
        assert tried == [0, 1, 3, 7, 15, 31, 47]  # 1, 2, 4, 8, 16 and 16 for ever


async def test_a_refusal_of_one_message_is_no_illness(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"late@example.net": LATER}
        await office.post("late@example.net")
        await office.quiet()
        await office.post("bob@example.net")
        await office.quiet()
        assert len(office.network.tries) == 2


async def test_no_more_at_once_than_a_domain_may_have(tmp_path: Path) -> None:
    slow = {Domain("slow.example"): Share(connections=2)}
    async with post_office(tmp_path, share_of=slow) as office:
        office.network.gates = {"slow.example": asyncio.Event()}
        for _ in range(9):
            await office.post("x@slow.example")
        await office.post("bob@example.net")
        await office.until(lambda: bool(office.network.times("example.net")))
        await office.until(lambda: office.network.at_once["slow.example"] == 2)
        office.network.gates["slow.example"].set()
        await office.quiet()
        assert office.network.most["slow.example"] == 2
        assert len(office.network.tries) == 10


async def test_no_more_in_a_minute_than_a_domain_may_have(tmp_path: Path) -> None:
    share = Share(connections=20, messages_per_minute=3)
    async with post_office(tmp_path, share=share) as office:
        for _ in range(7):
            await office.post("x@example.net")
        await office.until(lambda: len(office.network.tries) == 3)
        await asyncio.sleep(0.1)
        assert len(office.network.tries) == 3
        office.clock.ahead(MINUTE)
        office.dispatcher.wake()
        await office.until(lambda: len(office.network.tries) == 6)
        office.clock.ahead(MINUTE)
        office.dispatcher.wake()
        await office.quiet()
        assert await office.rows() == []


async def test_no_more_at_once_than_we_may_have(tmp_path: Path) -> None:
    async with post_office(tmp_path, at_once=3) as office:
        hosts = [f"h{number}.example" for number in range(8)]
        office.network.gates = {host: asyncio.Event() for host in hosts}
        for host in hosts:
            await office.post(f"x@{host}")
        await office.until(lambda: len(office.network.tries) == 3)
        await asyncio.sleep(0.05)
        assert len(office.network.tries) == 3
        for gate in office.network.gates.values():
            gate.set()
        await office.quiet()
        assert len(office.network.tries) == 8


async def test_who_sends_much_makes_nobody_wait_for_all_of_it(tmp_path: Path) -> None:
    async with post_office(tmp_path, share=Share(connections=1)) as office:
        office.network.gates = {"example.net": asyncio.Event()}
        for number in range(60):
            await office.post(f"x{number}@example.net", account="bulk@example.org")
        await office.post("bob@example.net", account="ann@example.org")
        office.network.gates["example.net"].set()
        await office.quiet()
        order = [str(load.sender.path) for _, _, load in office.network.tries]
        assert len(order) == 61
        assert order.index("ann@example.org") < 45  # one claim ahead, and turns then


async def test_what_breaks_ends_one_try_and_no_more(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.breaks = {"odd.example": ZeroDivisionError("a secret")}
        await office.post("x@odd.example")
        await office.post("bob@example.net")
        await office.quiet()
        (row,) = await office.rows()
        assert (row.fails, row.recipient.domain.name) == (1, "odd.example")
        assert len(office.network.times("example.net")) == 1
        (fault,) = [line for line in office.lines() if "fault" in line]
        assert "exception=ZeroDivisionError" in fault
        assert "secret" not in fault


async def test_what_was_taken_is_not_sent_twice_though_its_answer_breaks_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Hearing, "scrubbed", broken)
    async with post_office(tmp_path) as office:
        await office.post("bob@example.net")
        await office.quiet()
        assert await office.rows() == []
        (record,) = await office.records("delivered")
        assert record["details"]["response"] == ""


async def test_what_does_not_open_waits_for_its_key(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        other = new_server_key()
        office.desk = replace(office.desk, server_key=other)
        await office.post("bob@example.net")
        await office.quiet()
        (row,) = await office.rows()
        assert row.failure is not None
        assert row.failure.answer == "what was kept of the message does not open"
        assert office.network.tries == []


async def test_a_domain_that_takes_no_mail_is_told_at_once(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        no = NoCourse(code=556, enhanced="5.1.10", words="example.com takes no mail")
        office.map.answers = {"example.com": no}
        await office.post("bob@example.com")
        await office.quiet()
        (record,) = await office.records("bounce")
        told = record["details"]
        assert (told["code"], told["reason"]) == (556, "unroutable")
        assert any("retval=DENY msg=" in line for line in office.lines())


async def test_what_the_operator_drops_is_bounced_and_not_tried(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"example.net": LATER}
        (row,) = await office.post("bob@example.net")
        await office.quiet()
        now = office.clock.now()
        await office.store.write(lambda books: books.backlog.condemn([row.id], now))
        await office.until(lambda: any(" bounced " in line for line in office.lines()))
        (record,) = await office.records("bounce")
        assert record["details"]["reason"] == "dropped"
        assert len(office.network.tries) == 1


# Leases, restarts and the end


async def test_new_rows_are_sent_without_being_looked_for(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        await office.until(lambda: office.dispatcher.lease(OURS) is not None)
        rows = await office.post("bob@example.net", outbox=office.dispatcher)
        assert rows[0].claimed_until is not None
        await office.quiet()
        assert await office.rows() == []
        assert len(office.network.tries) == 1


async def test_a_new_row_that_a_rule_holds_is_not_sent(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        rule = HoldRule(HoldBy.DOMAIN, Domain("example.net"), office.clock.now())
        await office.store.write(lambda books: books.hold_rules.add(rule))
        await office.until(lambda: office.dispatcher.lease(OURS) is not None)
        await office.post("bob@example.net", outbox=office.dispatcher)
        await asyncio.sleep(0.1)
        assert office.network.tries == []
        (row,) = await office.rows()
        assert row.state is QueueState.HELD


async def test_a_new_row_that_is_held_while_it_waits_for_a_place_is_not_sent(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path) as office:
        office.network.gates = {"example.net": asyncio.Event()}
        await office.until(lambda: office.dispatcher.lease(OURS) is not None)
        for _ in range(AT_FIRST):
            await office.post("bob@example.net", outbox=office.dispatcher)
        (last,) = await office.post("eve@example.net", outbox=office.dispatcher)
        await office.store.write(lambda books: books.backlog.hold([last.id]))
        office.network.gates["example.net"].set()
        await office.until(lambda: not office.dispatcher.sending)
        assert len(office.network.tries) == AT_FIRST
        (row,) = await office.rows()
        assert row.state is QueueState.HELD


async def test_a_long_try_keeps_its_lease(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.gates = {"example.net": asyncio.Event()}
        await office.post("bob@example.net")
        await office.until(lambda: len(office.network.tries) == 1)
        for _ in range(5):
            office.clock.ahead(LEASE / 1000 - 1)
            await office.dispatcher.renew()
            office.dispatcher.wake()
        await asyncio.sleep(0.05)
        assert len(office.network.tries) == 1
        office.network.gates["example.net"].set()
        await office.quiet()


async def test_who_closes_lets_tries_end(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        office.network.gates = {"example.net": asyncio.Event()}
        await office.post("bob@example.net")
        await office.until(lambda: len(office.network.tries) == 1)
        closing = asyncio.create_task(office.close())
        await asyncio.sleep(0.01)
        office.network.gates["example.net"].set()
        await closing
        assert office.network.closed
        await office.open()
        assert await office.rows() == []


async def test_what_does_not_end_in_time_is_given_back_and_due_after_a_restart(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path) as office:
        office.network.gates = {"example.net": asyncio.Event()}
        await office.post("bob@example.net")
        await office.until(lambda: len(office.network.tries) == 1)
        await office.close(grace=0.05)
        office.network.gates.clear()
        await office.open()
        (row,) = await office.rows()
        assert (row.state, row.fails) == (QueueState.WAITING, 0)
        office.begin()
        await office.quiet()
        assert await office.rows() == []


async def test_after_a_restart_one_load_goes_first_where_all_failed(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"dead.example": Trouble.UNREACHABLE}
        for _ in range(10):
            await office.post("x@dead.example")
        await office.quiet()
        await office.close()
        office.network.tries.clear()
        office.clock.ahead(MINUTE)
        await office.open()
        office.begin()
        await office.quiet()
        assert len(office.network.tries) == 1
        assert [row.fails for row in await office.rows()] == [2] * 10
