"""Sessions are counted by how they ended, a day, for reports to their domains."""

from dataclasses import replace

from glassine.store.api.store import Store
from glassine.store.api.tls_results import (
    Day,
    TlsPolicyType,
    TlsResult,
    TlsResultType,
)
from glassine.words.public import HostName, ip_address
from store.queue_talk import CARL
from store.samples import BOB

TODAY, YESTERDAY = Day(20_780), Day(20_779)
GOOD = TlsResult(
    domain=BOB.domain,
    policy=TlsPolicyType.STS,
    result=TlsResultType.SUCCESS,
    mx=HostName("mx.example.net"),
    sending_ip=ip_address("192.0.2.1"),
    receiving_ip=ip_address("2001:db8::25"),
)
UNREACHED = TlsResult(
    domain=BOB.domain,
    policy=TlsPolicyType.STS,
    result=TlsResultType.VALIDATION_FAILURE,
)


async def count(store: Store, day: Day, result: TlsResult, sessions: int = 1) -> None:
    """Count sessions."""
    await store.write(lambda books: books.tls_results.count(day, result, sessions))


async def test_sessions_that_ended_alike_are_counted_together(store: Store) -> None:
    await count(store, TODAY, GOOD)
    await count(store, TODAY, GOOD, 4)
    for _ in range(2):
        await count(store, TODAY, UNREACHED)
    await count(store, YESTERDAY, GOOD)
    told = await store.look(lambda b: b.tls_results.of(TODAY, BOB.domain))
    assert sorted(told, key=str) == sorted([(GOOD, 5), (UNREACHED, 2)], key=str)


async def test_domains_of_a_day_are_told(store: Store) -> None:
    await count(store, TODAY, GOOD)
    await count(store, TODAY, UNREACHED)
    await count(store, TODAY, replace(GOOD, domain=CARL.domain))
    domains = store.look
    expected = [CARL.domain, BOB.domain]
    assert await domains(lambda b: b.tls_results.domains(TODAY)) == expected
    assert await domains(lambda b: b.tls_results.domains(YESTERDAY)) == []


async def test_old_days_are_forgotten(store: Store) -> None:
    await count(store, YESTERDAY, GOOD)
    await count(store, TODAY, GOOD)
    assert await store.write(lambda b: b.tls_results.prune(TODAY)) == 1
    assert await store.look(lambda b: b.tls_results.domains(YESTERDAY)) == []
    assert await store.look(lambda b: b.tls_results.domains(TODAY)) == [BOB.domain]
