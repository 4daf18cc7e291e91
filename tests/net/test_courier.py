"""A letter is carried from host to host until one has heard it, and no further."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.events.facts_of_sending import Mode
from glassine.flow.sending.carrier import Outcome, Phase, Trouble
from glassine.flow.sending.course import Credentials, Hop
from glassine.net.courier import SmtpCarrier
from glassine.net.dial import Dialler
from glassine.net.waits import Waits
from glassine.vault.suite import Damaged
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.needs import NotAble
from glassine.words.private import Message, Password
from glassine.words.public import Endpoint, HostName, QueueId, ip_address
from net.carrying import (
    BOB,
    EVE,
    HASTY,
    HERE,
    IN_CLEAR,
    LETTER,
    MX,
    QUICK,
    courier,
    course,
    hop,
    load,
    sent,
)
from support.misbehaving_server import misbehaving
from support.misdeeds import (
    CLOSES,
    GARBAGE,
    Deed,
    Drops,
    Hangs,
    Misdeeds,
    Resets,
    Says,
    Step,
)

BACKUP = HostName("backup.example.net")


def once(step: Step, *deeds: Deed) -> Misdeeds:
    """Return what goes wrong at one step."""
    return Misdeeds({step: list(deeds)})


def always(step: Step, deed: Deed) -> Misdeeds:
    """Return what goes wrong at one step each time."""
    return Misdeeds(for_ever={step: deed})


def code(outcome: Outcome) -> int:
    """Return the code that was answered."""
    assert isinstance(outcome.said, Answer)
    return outcome.said.code


def nobody() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


async def carried(*hops: Hop, waits: Waits) -> Outcome:
    """Carry one letter by a courier of its own."""
    async with courier(waits=waits) as carrier:
        return await sent(carrier, *hops)


def carry(*hops: Hop, hasty: bool = False) -> Outcome:
    """Carry one letter; return what became of it."""
    return asyncio.run(carried(*hops, waits=HASTY if hasty else QUICK))


def test_a_letter_arrives_as_it_was_and_it_is_said_where() -> None:
    with misbehaving() as server:
        outcome = carry(hop(server))
        assert outcome.delivered and code(outcome) == 250
        assert outcome.phase is Phase.DOT
        assert outcome.remote == Endpoint(HERE, server.address[1])
        assert (outcome.tls, outcome.auth) == (None, False)
        [letter] = server.letters
        assert letter.content == LETTER
        assert (letter.sender, letter.recipients) == ("ann@example.org", (BOB,))
        assert server.lines[-1] == "QUIT"


def test_a_long_letter_arrives_whole() -> None:
    long = b"Subject: long\r\n\r\n" + (b"x" * 900 + b"\r\n.\r\n") * 1000

    async def test() -> None:
        async with courier() as carrier:
            await carrier.carry(load(content=long), course(hop(server)))

    with misbehaving() as server:
        asyncio.run(test())
        assert server.letters[0].content == long


def test_each_recipient_has_an_answer_of_its_own() -> None:
    async def test() -> None:
        async with courier() as carrier:
            report = await carrier.carry(load(BOB, EVE), course(hop(server)))
        assert report[QueueId(BOB)].delivered
        assert code(report[QueueId(EVE)]) == 550
        assert report[QueueId(EVE)].phase is Phase.RCPT

    with misbehaving(Misdeeds(rcpt={EVE: [Says("550 5.1.1 who?")]})) as server:
        asyncio.run(test())
        assert server.letters[0].recipients == (BOB,)


def test_those_there_was_no_room_for_go_in_the_next_transaction() -> None:
    """RFC 5321 §4.5.3.1.10: the rest is sent at once, not when the schedule says."""

    async def test() -> None:
        async with courier() as carrier:
            report = await carrier.carry(load(BOB, EVE), course(hop(server)))
        assert report[QueueId(BOB)].delivered
        assert report[QueueId(EVE)].delivered

    full = Misdeeds(rcpt={EVE: [Says("452 4.5.3 too many recipients")]})
    with misbehaving(full) as server:
        asyncio.run(test())
        assert [each.recipients for each in server.letters] == [(BOB,), (EVE,)]


def test_a_host_that_takes_nobody_more_is_not_asked_for_ever() -> None:
    async def test() -> None:
        async with courier() as carrier:
            report = await carrier.carry(load(BOB, EVE), course(hop(server)))
        assert code(report[QueueId(EVE)]) == 452

    full = Misdeeds(rcpt={EVE: [Says("452 4.5.3 too many recipients")] * 9})
    with misbehaving(full) as server:
        asyncio.run(test())
        assert [each.recipients for each in server.letters] == [(BOB,)]
        assert server.lines.count(f"RCPT TO:<{EVE}>") == 2


def test_lmtp_over_a_unix_socket_answers_for_each(tmp_path: Path) -> None:
    path = tmp_path / "lmtp"
    way = Hop(host=MX, port=0, ips=(), protection=IN_CLEAR, socket=path)

    async def test() -> None:
        async with courier() as carrier:
            report = await carrier.carry(load(BOB, EVE), course(way, mode=Mode.LMTP))
        assert report[QueueId(BOB)].delivered
        assert report[QueueId(BOB)].remote is None
        assert code(report[QueueId(EVE)]) == 452

    full = Misdeeds(saved={EVE: [Says("452 4.2.2 full")]})
    with misbehaving(full, lmtp=True, socket_path=path):
        asyncio.run(test())


def test_a_unix_socket_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    gone = tmp_path / "none"
    way = Hop(host=MX, port=0, ips=(), protection=IN_CLEAR, socket=gone)
    assert carry(way).said is Trouble.UNREACHABLE


def test_where_nobody_listens_the_next_host_is_tried() -> None:
    with misbehaving() as server:
        outcome = carry(hop(nobody()), hop(server, host=BACKUP))
        assert outcome.delivered
        assert outcome.hop.host == BACKUP


def test_an_address_that_refuses_is_passed_over() -> None:
    with misbehaving() as server:
        outcome = carry(hop(server, ips=(ip_address("127.0.0.2"), HERE)))
        assert outcome.remote == Endpoint(HERE, server.address[1])


def test_who_cannot_be_reached_at_all_is_unreachable() -> None:
    outcome = carry(hop(nobody()))
    assert (outcome.said, outcome.phase) == (Trouble.UNREACHABLE, Phase.CONNECT)
    assert outcome.remote is None


def test_a_host_without_addresses_is_unreachable() -> None:
    assert carry(hop(25, ips=())).said is Trouble.UNREACHABLE


@pytest.mark.parametrize(
    ("step", "deed"),
    [
        (Step.CONNECT, Drops()),
        (Step.CONNECT, Resets()),
        (Step.CONNECT, CLOSES),
        (Step.CONNECT, Says("554 5.7.1 go away")),
        (Step.CONNECT, GARBAGE),
        (Step.HELLO, Drops()),
        (Step.HELLO, CLOSES),
        (Step.MAIL, Drops()),
        (Step.MAIL, CLOSES),
        (Step.MAIL, Says("451 4.3.0 later")),
        (Step.MAIL, GARBAGE),
    ],
    ids=str,
)
def test_who_fails_before_a_recipient_is_spoken_of_is_passed_over(
    step: Step, deed: Deed
) -> None:
    with misbehaving(always(step, deed)) as bad, misbehaving() as good:
        outcome = carry(hop(bad), hop(good, host=BACKUP))
        assert outcome.delivered
        assert outcome.hop.host == BACKUP
        assert not any(letter.content for letter in bad.letters)


@pytest.mark.parametrize(
    ("step", "deed"),
    [
        (Step.MAIL, Says("550 5.7.1 not from you")),
        (Step.RCPT, Says("451 4.3.0 later")),
        (Step.RCPT, Drops()),
        (Step.DATA, Says("451 4.3.0 later")),
        (Step.CONTENT, Drops()),
        (Step.DOT, Says("451 4.3.0 later")),
        (Step.DOT, Drops()),
        (Step.DOT, Resets()),
    ],
    ids=str,
)
def test_once_a_recipient_was_spoken_of_nobody_else_is_asked(
    step: Step, deed: Deed
) -> None:
    with misbehaving(always(step, deed)) as bad, misbehaving() as good:
        outcome = carry(hop(bad), hop(good, host=BACKUP))
        assert not outcome.delivered
        assert outcome.hop.host == MX
        assert good.connections == 0


@pytest.mark.parametrize("deed", [Drops(), Resets()], ids=str)
def test_a_connection_lost_after_the_dot_is_no_delivery(deed: Deed) -> None:
    with misbehaving(once(Step.DOT, deed)) as server:
        outcome = carry(hop(server))
        assert (outcome.said, outcome.phase) == (Trouble.CUT, Phase.DOT)
        assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("step", "phase"),
    [
        (Step.CONNECT, Phase.CONNECT),
        (Step.HELLO, Phase.HELLO),
        (Step.MAIL, Phase.MAIL),
        (Step.RCPT, Phase.RCPT),
        (Step.DATA, Phase.DATA),
        (Step.DOT, Phase.DOT),
    ],
)
def test_who_says_nothing_is_waited_for_and_not_for_ever(
    step: Step, phase: Phase
) -> None:
    with misbehaving(always(step, Hangs())) as server:
        outcome = carry(hop(server), hasty=True)
        assert (outcome.said, outcome.phase) == (Trouble.TIMED_OUT, phase)


class Deaf:
    """Asks for a message, and then reads none of it."""

    def __init__(self) -> None:
        self.left = asyncio.Event()
        self.gone = asyncio.Event()

    async def talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"220 mx\r\n")
        for answer in (b"250 mx", b"250 ok", b"250 ok", b"354 go ahead"):
            await reader.readline()
            writer.write(answer + b"\r\n")
        await self.left.wait()
        writer.transport.abort()
        self.gone.set()


def test_who_takes_nothing_is_not_waited_for_for_ever() -> None:
    endless = b"0123456\r\n" * (1 << 21)

    async def test() -> None:
        deaf = Deaf()
        server = await asyncio.start_server(deaf.talk, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with courier(waits=HASTY) as carrier:
            report = await carrier.carry(load(content=endless), course(hop(port)))
        deaf.left.set()
        await deaf.gone.wait()
        server.close()
        [outcome] = report.values()
        assert (outcome.said, outcome.phase) == (Trouble.TIMED_OUT, Phase.DATA)

    asyncio.run(test())


def test_an_address_that_swallows_our_call_is_given_up() -> None:
    with socket.socket() as silent:  # its queue is full, so a call stays unanswered
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        port = silent.getsockname()[1]
        fill = [socket.socket() for _ in range(3)]
        for each in fill:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))

        async def test() -> None:
            async with courier(dialler=Dialler(within=0.3, pace=0.1)) as carrier:
                outcome = await sent(carrier, hop(port))
            assert (outcome.said, outcome.phase) == (Trouble.TIMED_OUT, Phase.CONNECT)

        asyncio.run(test())
        for each in fill:
            each.close()


def test_what_is_no_smtp_is_garbled() -> None:
    with misbehaving(always(Step.CONNECT, GARBAGE)) as server:
        assert carry(hop(server)).said is Trouble.GARBLED


def test_garbage_after_the_yes_does_not_take_it_back() -> None:
    with misbehaving(once(Step.DOT, Says("250 2.0.0 taken", GARBAGE))) as server:
        assert carry(hop(server)).delivered


def test_what_we_kept_damaged_is_not_sent_and_said_to_be_so() -> None:
    def broken() -> Iterator[Message]:
        yield Message(LETTER)
        raise Damaged

    async def test() -> None:
        async with courier() as carrier:
            report = await carrier.carry(
                replace(load(), content=broken), course(hop(server))
            )
        [outcome] = report.values()
        assert (outcome.said, outcome.phase) == (Trouble.DAMAGED, Phase.DATA)

    with misbehaving() as server:
        asyncio.run(test())
        assert server.letters == []


def test_of_several_failures_one_that_may_pass_counts() -> None:
    never, later = Says("554 5.7.1 go away"), Says("421 4.3.2 later", Drops())
    with (
        misbehaving(always(Step.CONNECT, later)) as first,
        misbehaving(always(Step.HELLO, never)) as second,
    ):
        outcome = carry(hop(first), hop(second, host=BACKUP))
        assert code(outcome) == 421


def test_the_host_that_came_furthest_is_told_of() -> None:
    later = Says("451 4.3.0 later")
    with misbehaving(always(Step.MAIL, later)) as first:
        outcome = carry(hop(first), hop(nobody(), host=BACKUP))
        assert (code(outcome), outcome.hop.host) == (451, MX)


def test_what_one_host_lacks_another_may_have() -> None:
    async def test() -> None:
        utf8 = replace(load(), utf8_header=True)
        async with courier() as carrier:
            report = await carrier.carry(utf8, course(hop(old), hop(new)))
            assert report[QueueId(BOB)].delivered
            report = await carrier.carry(utf8, course(hop(old)))
            assert isinstance(report[QueueId(BOB)].said, NotAble)

    with misbehaving(offers=("8BITMIME",)) as old, misbehaving() as new:
        asyncio.run(test())


class TestLogins:
    """A smarthost wants to know who we are."""

    way: Hop

    async def carried(self, carrier: SmtpCarrier, password: str) -> Outcome:
        who = Credentials("relay", Password(password.encode()))
        report = await carrier.carry(load(), course(self.way, credentials=who))
        [outcome] = report.values()
        return outcome

    def carry(self, password: str = "pencil") -> Outcome:
        async def test() -> Outcome:
            async with courier() as carrier:
                return await self.carried(carrier, password)

        return asyncio.run(test())

    def test_the_right_password_lets_us_in(self) -> None:
        with misbehaving(offers=("AUTH PLAIN",)) as server:
            self.way = hop(server)
            outcome = self.carry()
            assert outcome.delivered and outcome.auth

    def test_a_wrong_password_is_answered(self) -> None:
        with misbehaving(offers=("AUTH PLAIN",)) as server:
            self.way = hop(server)
            outcome = self.carry("pen")
            assert (code(outcome), outcome.phase) == (535, Phase.AUTH)
            assert not outcome.auth

    def test_where_nobody_can_log_in_nothing_is_sent(self) -> None:
        with misbehaving() as server:
            self.way = hop(server)
            outcome = self.carry()
            assert (outcome.said, outcome.phase) == (Trouble.NO_LOGIN, Phase.AUTH)
            assert server.letters == []
