"""Addresses that are sent nothing more, until somebody or their time lets them go."""

from dataclasses import replace

from glassine.events.facts import ScrubbedText
from glassine.store.api.store import Store
from glassine.store.api.suppressions import SuppressedBy, Suppression
from glassine.words.public import Address, Domain, EnhancedCode, parse_address
from store.queue_talk import CARL, LATER, SOON
from store.samples import BOB, NOW

BOUNCED = Suppression(
    address=BOB,
    since=NOW,
    by=SuppressedBy.BOUNCE,
    code=550,
    enhanced=EnhancedCode(5, 1, 1),
    answer=ScrubbedText("550 5.1.1 user unknown"),
    expires=LATER,
)
STOPPED = Suppression(address=CARL, since=NOW, by=SuppressedBy.OPERATOR)


async def put(store: Store, *suppressions: Suppression) -> None:
    """Suppress these."""
    for each in suppressions:
        await store.write(lambda books, each=each: books.suppressions.put(each))


async def of(store: Store, address: Address, now: int = NOW) -> Suppression | None:
    """Return why an address is suppressed."""
    return await store.look(lambda b: b.suppressions.of(address, now))


async def test_a_suppressed_address_is_found_however_it_is_spelt(store: Store) -> None:
    await put(store, BOUNCED, STOPPED)
    assert await of(store, parse_address("BOB@example.net")) == BOUNCED
    assert await of(store, parse_address("carl@example.com")) == STOPPED
    assert await of(store, parse_address("dan@example.com")) is None


async def test_the_last_word_counts(store: Store) -> None:
    await put(store, BOUNCED, replace(BOUNCED, code=551))
    found = await of(store, BOB)
    assert found is not None
    assert found.code == 551


async def test_a_suppression_expires_and_is_forgotten(store: Store) -> None:
    await put(store, BOUNCED, STOPPED)
    assert await of(store, BOB, LATER - 1) == BOUNCED
    assert await of(store, BOB, LATER) is None
    assert await store.write(lambda books: books.suppressions.prune(SOON)) == 0
    assert await store.write(lambda books: books.suppressions.prune(LATER)) == 1
    assert await store.look(lambda books: books.suppressions.find(10)) == [STOPPED]


async def test_an_address_may_have_mail_again(store: Store) -> None:
    await put(store, BOUNCED)
    assert await store.write(lambda books: books.suppressions.remove(BOB))
    assert await of(store, BOB) is None
    assert not await store.write(lambda books: books.suppressions.remove(BOB))


async def test_suppressions_come_in_pages_by_address(store: Store) -> None:
    names = ("b@example.com", "A@example.com", "c@example.com", "d@example.net")
    rows = [replace(STOPPED, address=parse_address(name)) for name in names]
    await put(store, *rows)
    second, first, third, elsewhere = rows
    page = await store.look(lambda books: books.suppressions.find(2))
    assert page == [first, second]
    after = page[-1].address
    rest = await store.look(lambda b: b.suppressions.find(9, after=after))
    assert rest == [third, elsewhere]
    at = Domain("example.com")
    there = await store.look(lambda b: b.suppressions.find(9, domain=at))
    assert there == [first, second, third]
    there = await store.look(lambda b: b.suppressions.find(9, domain=at, after=after))
    assert there == [third]
