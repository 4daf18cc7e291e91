"""The book of events: what is kept is found, by anything the operator may see."""

import json
from dataclasses import replace
from ipaddress import ip_network

import pytest

from glassine.events.ageing import Ageing, Stage
from glassine.events.facts import Action, FilterText, OperatorName
from glassine.events.milestones import Operated
from glassine.store.api.events import EventFilter, StoredEvent
from glassine.store.api.ids import EventKey
from glassine.store.api.store import Store
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    ConnectionId,
    Direction,
    MessageIdDigest,
    SpamStatus,
    parse_address,
)
from store.samples import ANN, BOB, CONNECTION, NOW, queued

OTHER = "0D1B1F3C-0000-4000-8000-000000000000"
CARL = parse_address("Carl@example.com")
HERE = ConnectionId(CONNECTION)
THERE = ConnectionId(OTHER)
# Each event has a time of its own, by which the tests know it.
EVENTS = [
    queued(f"{CONNECTION}.1", at=NOW, message_id="<1@digest>"),
    queued(f"{CONNECTION}.1.2", at=NOW + 1, to=(BOB, CARL), ip="198.51.100.1"),
    queued(f"{CONNECTION}.10", at=NOW + 2, sender=None, direction=Direction.INBOUND),
    queued(f"{OTHER}.1", at=NOW + 3, sender=CARL, ip="2001:db8::7"),
    queued(OTHER, at=NOW + 4, to=(), spam=SpamStatus.SPAM, ip="192.0.2.8"),
    Operated(
        at=Milliseconds(NOW + 5),
        who=OperatorName("root"),
        action=Action.LOG,
        filter=FilterText(""),
    ),
]
FILTERS = {
    "everything": ({}, [5, 4, 3, 2, 1, 0]),
    "type": ({"types": frozenset({"operator"})}, [5]),
    "types": ({"types": frozenset({"operator", "queued"})}, [5, 4, 3, 2, 1, 0]),
    "unknown type": ({"types": frozenset({"nonsense"})}, []),
    "direction": ({"direction": Direction.INBOUND}, [2]),
    "sender": ({"mail_from": parse_address("ANN@example.org")}, [4, 1, 0]),
    "recipient": ({"rcpt_to": parse_address("carl@example.com")}, [1]),
    "one of few": ({"rcpt_to": BOB}, [3, 2, 1, 0]),
    "address": ({"ip": ip_network("198.51.100.1/32")}, [1]),
    "network": ({"ip": ip_network("192.0.2.0/24")}, [4, 2, 0]),
    "IPv6": ({"ip": ip_network("2001:db8::/32")}, [3]),
    "message": ({"message_id": MessageIdDigest("<1@digest>")}, [0]),
    "connection": ({"uuid": CONNECTION}, [2, 1, 0]),
    "transaction": ({"uuid": f"{CONNECTION}.1"}, [1, 0]),
    "delivery": ({"uuid": f"{CONNECTION}.1.2"}, [1]),
    "spam": ({"spam": SpamStatus.SPAM}, [4]),
    "unjudged": ({"spam": SpamStatus.UNKNOWN}, [3, 2, 1, 0]),
    "since": ({"since": NOW + 4}, [5, 4]),
    "until": ({"until": NOW + 1}, [1, 0]),
    "since and until": ({"since": NOW + 1, "until": NOW + 2}, [2, 1]),
    "limit": ({"limit": 2}, [5, 4]),
    "sender and recipient": ({"mail_from": ANN, "rcpt_to": BOB}, [1, 0]),
    "types and sender": ({"types": frozenset({"queued"}), "mail_from": CARL}, [3]),
    "recipient and type": ({"types": frozenset({"operator"}), "rcpt_to": BOB}, []),
    "recipient since": ({"rcpt_to": BOB, "since": NOW + 2}, [3, 2]),
    "network and direction": (
        {"ip": ip_network("192.0.2.0/24"), "direction": Direction.OUTBOUND},
        [4, 0],
    ),
}


def moments(found: list[StoredEvent]) -> list[int]:
    """Return which of the events these are."""
    return [json.loads(event.record)["ts"] - NOW for event in found]


async def fill(store: Store) -> None:
    """Keep all the events."""
    await store.write(lambda books: books.events.append(EVENTS))


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_finds_newest_first(store: Store, name: str) -> None:
    await fill(store)
    asked, expected = FILTERS[name]
    wanted = EventFilter(**asked)
    found = await store.read(lambda books: books.events.find(wanted))
    assert moments(found) == expected


@pytest.mark.parametrize("name", FILTERS)
async def test_a_follower_sees_what_the_filter_finds(store: Store, name: str) -> None:
    await fill(store)
    asked, expected = FILTERS[name]
    wanted = EventFilter(**{**asked, "limit": 100})
    found = await store.read(lambda books: books.events.after(EventKey(0), wanted))
    if "limit" not in asked:
        assert moments(found) == sorted(expected)


@pytest.mark.parametrize("name", FILTERS)
async def test_pages_of_one_make_up_the_whole(store: Store, name: str) -> None:
    await fill(store)
    asked, expected = FILTERS[name]
    wanted = EventFilter(**{**asked, "limit": 1})
    found: list[StoredEvent] = []
    before: EventKey | None = None
    while page := await store.read(lambda b, k=before: b.events.find(wanted, k)):
        found += page
        before = page[-1].key
    if "limit" not in asked:
        assert moments(found) == expected


async def test_newest_is_by_time_and_then_by_when_it_was_kept(store: Store) -> None:
    late, early, again = queued(at=NOW + 9), queued(at=NOW), queued(at=NOW)
    await store.write(lambda books: books.events.append([late, early, again]))
    found = await store.read(lambda books: books.events.find(EventFilter()))
    assert moments(found) == [9, 0, 0]
    assert found[1].key > found[2].key


async def test_a_follower_gets_what_it_lacks(store: Store) -> None:
    await fill(store)
    key, _ = await store.look(lambda books: books.events.last())
    assert await store.look(lambda b: b.events.after(key, EventFilter())) == []
    await store.write(lambda books: books.events.append([queued(at=NOW + 50)]))
    found = await store.look(lambda b: b.events.after(key, EventFilter()))
    assert moments(found) == [50]
    assert found[0].key > key


async def test_lines_come_back_in_order_by_connection_or_all(store: Store) -> None:
    def keep(books):  # type: ignore[no-untyped-def]
        books.events.append_lines(HERE, NOW, b"one\n")
        books.events.append_lines(None, NOW, b"two\n")
        books.events.append_lines(THERE, NOW, b"three\nfour\n")
        books.events.append_lines(HERE, NOW, b"five\n")

    await store.write(keep)
    start = EventKey(0)
    mine = await store.look(lambda books: books.events.lines(HERE, start, 10))
    assert [each.lines for each in mine] == [b"one\n", b"five\n"]
    everybody = await store.look(lambda books: books.events.lines(None, start, 10))
    assert [each.connection for each in everybody] == [HERE, None, THERE, HERE]
    rest = await store.look(lambda b: b.events.lines(None, everybody[1].key, 1))
    assert rest == [everybody[2]]
    assert rest[0].at == NOW


async def test_the_newest_keys_outlive_what_they_named(store: Store) -> None:
    assert await store.look(lambda books: books.events.last()) == (0, 0)
    await fill(store)
    await store.write(lambda books: books.events.append_lines(HERE, NOW, b"one\n"))
    last = await store.look(lambda books: books.events.last())
    await store.write(lambda b: b.events.prune(NOW + 99, NOW + 99))
    assert await store.look(lambda books: books.events.last()) == last
    await store.write(lambda books: books.events.append([EVENTS[0]]))
    assert (await store.look(lambda books: books.events.last()))[0] > last[0]


async def test_pruning_removes_what_is_older(store: Store) -> None:
    await fill(store)
    for at in (NOW, NOW + 1):
        await store.write(lambda b, at=at: b.events.append_lines(HERE, at, b"one\n"))
    gone = await store.write(lambda books: books.events.prune(NOW + 2, NOW + 1))
    assert gone == (2, 1)
    found = await store.read(lambda books: books.events.find(EventFilter(rcpt_to=BOB)))
    assert moments(found) == [3, 2]
    (line,) = await store.look(lambda books: books.events.lines(HERE, EventKey(0), 9))
    assert line.at == NOW + 1


async def test_pruning_goes_by_portions(store: Store) -> None:
    await fill(store)
    prune = lambda books: books.events.prune(NOW + 99, NOW + 99, limit=4)
    assert [(await store.write(prune))[0] for _ in range(3)] == [4, 2, 0]


AGED_FILTERS = {
    "its network": ({"ip": ip_network("198.51.100.0/24")}, [1], []),
    "its address": ({"ip": ip_network("198.51.100.1/32")}, [], []),
    "a stranger who wrote": ({"mail_from": CARL}, [3], []),
    "a stranger written to": ({"rcpt_to": CARL}, [1], []),
    "ours who wrote": ({"mail_from": ANN}, [4, 1, 0], [4, 1, 0]),
    "the connection": ({"uuid": CONNECTION}, [2, 1, 0], [2, 1, 0]),
    "all": ({}, [5, 4, 3, 2, 1, 0], [5, 4, 3, 2, 1, 0]),
}
BLUR, DROP = (Ageing(stage, [ANN.domain]) for stage in (Stage.BLURRED, Stage.DROPPED))
NEWEST_OF_ANN = EventFilter(mail_from=ANN, limit=1)
LINE = b"2020-10-26T23:45:45.000Z [NOTICE] [-] [core] denied code=550 ip=192.0.2.7\n"


@pytest.mark.parametrize("name", AGED_FILTERS)
async def test_an_event_is_not_found_by_an_address_that_it_lost(
    store: Store, name: str
) -> None:
    await fill(store)
    asked, *expected = AGED_FILTERS[name]
    found = []
    for ageing in (BLUR, DROP):
        await store.write(lambda b, a=ageing: b.events.age(a, NOW + 99))
        found.append(await store.read(lambda b: b.events.find(EventFilter(**asked))))
    assert [moments(each) for each in found] == expected


@pytest.mark.parametrize("number", [1, 300])  # waiting, and in the indexes
async def test_an_address_with_a_tag_is_found_without_it_too(
    store: Store, number: int
) -> None:
    tagged = parse_address("Bob+Shop@example.net")
    mail = [queued(at=NOW + each, to=(tagged,)) for each in range(number)]
    await store.write(lambda books: books.events.append(mail))
    other = parse_address("bob+other@example.net")
    for asked, expected in ((tagged, number), (BOB, number), (other, 0)):
        for wanted in (EventFilter(rcpt_to=asked), EventFilter(about=(asked,))):
            many = replace(wanted, limit=1000)
            found = await store.read(lambda books, it=many: books.events.find(it))
            assert len(found) == expected


async def test_records_and_lines_say_less_once_they_aged(store: Store) -> None:
    await fill(store)
    await store.write(lambda books: books.events.append_lines(HERE, NOW, LINE))
    ips, lines = [], []
    for ageing in (BLUR, DROP):
        await store.write(lambda b, a=ageing: b.events.age(a, NOW + 99))
        (kept,) = await store.look(lambda b: b.events.lines(HERE, EventKey(0), 9))
        (event,) = await store.look(lambda b: b.events.find(NEWEST_OF_ANN))
        lines.append(kept.lines.rpartition(b"=")[2])
        ips.append(json.loads(event.record)["remote"]["ip"])
    assert (ips, lines) == (["192.0.2.0", ""], [b"192.0.2.0\n", b'""\n'])


async def test_only_what_is_older_ages(store: Store) -> None:
    await fill(store)
    await store.write(lambda books: books.events.append_lines(HERE, NOW + 2, LINE))
    assert await store.write(lambda b: b.events.age(DROP, NOW + 2)) == (2, 0)
    wanted = EventFilter(ip=ip_network("::/0"))
    found = await store.read(lambda books: books.events.find(wanted))
    assert moments(found) == [4, 3, 2]


async def test_ageing_goes_by_portions_and_visits_nothing_twice(store: Store) -> None:
    await fill(store)
    for _ in range(5):
        await store.write(lambda books: books.events.append_lines(HERE, NOW, LINE))
    age = lambda a: store.write(lambda b: b.events.age(a, NOW + 99, limit=4))
    assert [await age(BLUR) for _ in range(3)] == [(4, 4), (2, 1), (0, 0)]
    assert [await age(DROP) for _ in range(3)] == [(4, 4), (2, 1), (0, 0)]
    assert await age(BLUR) == (0, 0)


async def test_what_was_never_blurred_is_dropped_all_the_same(store: Store) -> None:
    await fill(store)
    assert await store.write(lambda b: b.events.age(DROP, NOW + 99)) == (6, 0)
    wanted = EventFilter(ip=ip_network("::/0"))
    assert await store.read(lambda books: books.events.find(wanted)) == []


async def test_shredding_changes_nothing_that_is_kept(store: Store) -> None:
    await fill(store)
    everything = lambda books: books.events.find(EventFilter(rcpt_to=BOB))
    before = await store.read(everything)
    await store.write(lambda books: books.events.shred())
    assert await store.read(everything) == before
