"""Domains, accounts, slots: what every backend promises of them."""

from dataclasses import replace

import pytest

from glassine.store.api.accounts import SigningKey, SlotKind
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.ids import AccountId, DayKeyId, Duplicate, Missing, SlotId
from glassine.store.api.mailboxes import SealedDayKey
from glassine.store.api.store import Books, Store
from glassine.words.public import Domain, parse_address
from store.samples import (
    ANN,
    BOB,
    account_of,
    ann_moves_in,
    kept,
    letter_of,
    queueing,
    slot_of,
)

HOME = Domain("example.org")
KEY = SigningKey(HOME, "2026", "ed25519-sha256", b"sealed")


async def test_a_domain_of_ours_is_known_with_its_signing_keys(store: Store) -> None:
    other = replace(KEY, selector="2025", algorithm="rsa-sha256")
    await store.write(lambda books: books.accounts.add_domain(HOME, [KEY, other]))
    assert await store.look(lambda books: books.accounts.has_domain(HOME))
    assert await store.look(lambda books: books.accounts.signing_keys(HOME)) == [
        other,
        KEY,
    ]


async def test_a_foreign_domain_has_nothing(store: Store) -> None:
    foreign = Domain("example.net")
    assert not await store.look(lambda books: books.accounts.has_domain(foreign))
    assert await store.look(lambda books: books.accounts.signing_keys(foreign)) == []


async def test_domains_come_in_order(store: Store) -> None:
    for name in ("example.org", "example.com", "example.net"):
        await store.write(lambda b, n=name: b.accounts.add_domain(Domain(n), []))
    names = [str(d) for d in await store.look(lambda books: books.accounts.domains())]
    assert names == ["example.com", "example.net", "example.org"]


async def test_a_domain_is_added_once(store: Store) -> None:
    await store.write(lambda books: books.accounts.add_domain(HOME, []))
    with pytest.raises(Duplicate):
        await store.write(lambda books: books.accounts.add_domain(HOME, []))


async def test_an_account_is_found_by_id_and_by_address_in_any_case(
    store: Store,
) -> None:
    ann, _ = await store.write(ann_moves_in)
    shouted = parse_address("ANN@example.org")
    assert await store.look(lambda books: books.accounts.at(shouted)) == ann
    assert await store.look(lambda books: books.accounts.get(ann.id)) == ann
    assert await store.look(lambda books: books.accounts.at(BOB)) is None
    assert await store.look(lambda b: b.accounts.get(AccountId(b"?" * 16))) is None


async def test_an_address_has_one_account(store: Store) -> None:
    await store.write(ann_moves_in)
    again = account_of(parse_address("Ann@example.org"))
    with pytest.raises(Duplicate):
        await store.write(lambda books: books.accounts.add(again))


async def test_an_account_needs_a_domain_of_ours(store: Store) -> None:
    with pytest.raises(Missing):
        await store.write(lambda books: books.accounts.add(account_of(BOB)))


async def test_an_account_that_only_sends_has_neither_key_nor_mailbox(
    store: Store,
) -> None:
    app = replace(account_of(), public_key=None)
    await store.write(lambda books: books.accounts.add_domain(HOME, []))
    await store.write(lambda books: books.accounts.add(app))
    assert await store.look(lambda books: books.accounts.at(ANN)) == app


async def test_accounts_are_listed_by_address(store: Store) -> None:
    await store.write(lambda books: books.accounts.add_domain(HOME, []))
    for local in ("carl", "Ann", "bob"):
        one = account_of(parse_address(f"{local}@example.org"))
        await store.write(lambda books, one=one: books.accounts.add(one))
    everybody = await store.look(lambda books: books.accounts.all())
    assert [account.address.local for account in everybody] == ["Ann", "bob", "carl"]


async def test_slots_come_oldest_first_and_by_kind(store: Store) -> None:
    ann, _ = await store.write(ann_moves_in)
    young = replace(slot_of(ann), created=ann.created + 1, kind=SlotKind.APP)
    old = slot_of(ann)
    for slot in (young, old):
        await store.write(lambda books, slot=slot: books.accounts.put_slot(slot))
    slots = await store.look(lambda books: books.accounts.slots(ann.id))
    assert slots == [old, young]
    apps = await store.look(lambda b: b.accounts.slots(ann.id, SlotKind.APP))
    assert apps == [young]


async def test_a_slot_is_replaced_under_its_id(store: Store) -> None:
    ann, _ = await store.write(ann_moves_in)
    slot = slot_of(ann)
    await store.write(lambda books: books.accounts.put_slot(slot))
    changed = replace(slot, sealed=b"wrapped anew", name="tablet")
    await store.write(lambda books: books.accounts.put_slot(changed))
    assert await store.look(lambda books: books.accounts.slots(ann.id)) == [changed]


async def test_a_slot_needs_its_account(store: Store) -> None:
    with pytest.raises(Missing):
        await store.write(lambda books: books.accounts.put_slot(slot_of(account_of())))


async def test_a_dropped_slot_is_gone(store: Store) -> None:
    ann, _ = await store.write(ann_moves_in)
    slot = slot_of(ann)
    await store.write(lambda books: books.accounts.put_slot(slot))
    assert await store.look(lambda books: books.accounts.has_slot(slot.id))
    assert await store.write(lambda books: books.accounts.drop_slot(slot.id))
    assert not await store.look(lambda books: books.accounts.has_slot(slot.id))
    assert not await store.write(lambda books: books.accounts.drop_slot(slot.id))
    assert await store.look(lambda books: books.accounts.slots(ann.id)) == []
    assert not await store.write(lambda b: b.accounts.drop_slot(SlotId(b"?" * 16)))


async def test_a_deleted_account_takes_all_that_was_its_own(store: Store) -> None:
    ann, inbox = await store.write(ann_moves_in)
    blob = await store.write(kept(store))
    day_key = SealedDayKey(DayKeyId(b"d" * 16), ann.id, b"sealed")

    def fill(books: Books) -> None:
        books.accounts.put_slot(slot_of(ann))
        books.mailboxes.put_day_key(day_key)
        books.mailboxes.append(inbox.id, [letter_of(blob)])

    await store.write(fill)
    await store.write(lambda books: books.accounts.delete(ann.id))

    def rest(books: Books) -> list[object]:
        keys = books.mailboxes.day_keys([day_key.id])
        slots = books.accounts.slots(ann.id)
        return [books.accounts.get(ann.id), keys, slots, books.mailboxes.of(ann.id)]

    assert await store.look(rest) == [None, [], [], []]
    with pytest.raises(Missing):
        await store.look(lambda books: books.blobs.open(blob))


async def test_mail_accepted_from_a_deleted_account_is_still_sent(store: Store) -> None:
    ann, _ = await store.write(ann_moves_in)
    blob = await store.write(kept(store))
    row = queueing(blob)
    await store.write(lambda books: books.queue.add([row]))
    await store.write(lambda books: books.accounts.delete(ann.id))
    assert await store.look(lambda books: books.backlog.find(QueueFilter())) == [row]
    await store.look(lambda books: books.blobs.open(blob).close())


async def test_an_unknown_account_cannot_be_deleted(store: Store) -> None:
    with pytest.raises(Missing):
        await store.write(lambda books: books.accounts.delete(account_of().id))
