"""Connections are kept for the next letter, on the same terms, while they are good."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.flow.sending.carrier import Outcome
from glassine.flow.sending.course import Course, Credentials, Hop
from glassine.net.courier import SmtpCarrier
from glassine.net.pool import Keeping
from glassine.words.private import Password
from glassine.words.public import Domain, ip_address
from net.carrying import (
    HERE,
    IN_CLEAR,
    LENIENT,
    STRICT,
    courier,
    course,
    hop,
    load,
    sent,
    showing,
    trusting,
)
from support.authority import Authority
from support.misbehaving_server import MisbehavingServer, misbehaving
from support.misdeeds import CLOSES, Deed, Drops, Hangs, Misdeeds, Resets, Says, Step


async def carried(carrier: SmtpCarrier, way: Course) -> Outcome:
    """Carry one letter."""
    [outcome] = (await carrier.carry(load(), way)).values()
    return outcome


async def until_alone(server: MisbehavingServer) -> None:
    """Wait until nobody is connected any more."""
    async with asyncio.timeout(10):
        while server.at_once:  # noqa: ASYNC110 (it is on another thread)
            await asyncio.sleep(0.01)


async def test_letters_of_one_course_go_by_one_connection() -> None:
    with misbehaving() as server:
        async with courier() as carrier:
            for _ in range(5):
                assert (await sent(carrier, hop(server))).delivered
        assert server.connections == 1
        assert len(server.letters) == 5
        assert server.lines.count("QUIT") == 1


async def test_letters_at_the_same_time_have_a_connection_each() -> None:
    with misbehaving() as server:
        async with courier() as carrier:
            await asyncio.gather(*(sent(carrier, hop(server)) for _ in range(3)))
            await asyncio.gather(*(sent(carrier, hop(server)) for _ in range(3)))
        assert server.connections == 3
        assert len(server.letters) == 6


async def test_a_connection_is_worn_out_by_so_many_letters() -> None:
    with misbehaving() as server:
        async with courier(keeping=Keeping(messages=2)) as carrier:
            for _ in range(5):
                await sent(carrier, hop(server))
        assert server.connections == 3


async def test_a_domain_may_have_a_number_of_letters_of_its_own() -> None:
    own = {Domain("example.net"): 1}
    with misbehaving() as server:
        async with courier(keeping=Keeping(messages_of=own)) as carrier:
            for _ in range(3):
                await sent(carrier, hop(server))
        assert server.connections == 3


async def test_a_connection_that_nobody_needs_ends_politely() -> None:
    with misbehaving() as server:
        async with courier(keeping=Keeping(idle=0.05)) as carrier:
            await sent(carrier, hop(server))
            await until_alone(server)
            assert server.lines[-1] == "QUIT"
            await sent(carrier, hop(server))
        assert server.connections == 2


async def test_so_many_are_kept_and_the_oldest_goes() -> None:
    with misbehaving() as first, misbehaving() as second:
        async with courier(keeping=Keeping(most=1)) as carrier:
            await sent(carrier, hop(first))
            await sent(carrier, hop(second))
            await until_alone(first)
            await sent(carrier, hop(second))
        assert (first.connections, second.connections) == (1, 1)


async def test_none_is_kept_where_none_may_be() -> None:
    with misbehaving() as server:
        async with courier(keeping=Keeping(most=0)) as carrier:
            await sent(carrier, hop(server))
            await until_alone(server)
        assert server.lines[-1] == "QUIT"


@pytest.mark.parametrize(
    "deed", [Drops(), Resets(), CLOSES, Says("451 4.3.0 later")], ids=str
)
async def test_a_kept_connection_that_fails_is_not_the_letters_failure(
    deed: Deed,
) -> None:
    second_mail = Misdeeds({Step.MAIL: [Says("250 2.1.0 ok"), deed]})
    with misbehaving(second_mail) as server:
        async with courier() as carrier:
            assert (await sent(carrier, hop(server))).delivered
            assert (await sent(carrier, hop(server))).delivered
        assert server.connections == 2


async def test_a_connection_that_was_closed_meanwhile_is_not_used() -> None:
    after_dot = Misdeeds({Step.DOT: [Says("250 2.0.0 taken", CLOSES)]})
    with misbehaving(after_dot) as server:
        async with courier() as carrier:
            assert (await sent(carrier, hop(server))).delivered
            await until_alone(server)
            assert (await sent(carrier, hop(server))).delivered
        assert server.connections == 2


async def test_a_kept_connection_is_not_tried_twice_once_it_has_spoken() -> None:
    second = Misdeeds({Step.DOT: [Says("250 2.0.0 taken"), Drops()]})
    with misbehaving(second) as server:
        async with courier() as carrier:
            assert (await sent(carrier, hop(server))).delivered
            assert not (await sent(carrier, hop(server))).delivered
        assert (server.connections, len(server.letters)) == (1, 2)


async def test_goodbye_is_not_waited_for_for_ever() -> None:
    with misbehaving(Misdeeds({Step.QUIT: [Hangs()]})) as server:
        async with courier() as carrier:
            await sent(carrier, hop(server))


@asynccontextmanager
async def secure(place: Path) -> AsyncIterator[tuple[SmtpCarrier, MisbehavingServer]]:
    """Lend a courier and a receiver that it can prove."""
    authority = Authority()
    shown = showing(authority.issue("mx.example.net"), place)
    with misbehaving(tls=shown, offers=("AUTH PLAIN",)) as server:
        async with courier(trusted=trusting(authority, place)) as carrier:
            yield carrier, server


async def test_connections_of_other_terms_are_not_used(tmp_path: Path) -> None:
    async with secure(tmp_path) as (carrier, server):
        way = hop(server, STRICT)
        who = [Credentials("relay", Password(b"pencil")) for _ in range(2)]
        ways = [
            course(hop(server, IN_CLEAR)),
            course(hop(server, LENIENT)),
            course(way),
            course(way, credentials=who[0]),
            course(way, credentials=who[1]),
        ]
        for count, each in enumerate(ways, 1):
            for _ in range(2):
                outcome = await carried(carrier, each)
                assert outcome.delivered
                assert outcome.auth is (each.credentials is not None)
            assert server.connections == count


async def test_a_letter_that_asks_for_proof_takes_no_unproven_connection(
    tmp_path: Path,
) -> None:
    async with secure(tmp_path) as (carrier, server):
        way = course(hop(server, LENIENT))
        assert (await carried(carrier, way)).delivered
        await carrier.carry(load(require_tls=True), way)
        assert server.connections == 2


async def test_a_kept_connection_counts_only_for_an_address_of_the_host() -> None:
    with misbehaving() as server:
        way = hop(server)
        moved: Hop = replace(way, ips=(ip_address("127.0.0.9"),))
        async with courier() as carrier:
            assert (await sent(carrier, way)).remote is not None
            assert not (await sent(carrier, moved)).delivered
            assert (await sent(carrier, replace(way, ips=(HERE,)))).delivered
        assert server.connections == 1
