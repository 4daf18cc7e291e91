"""Folders and what is filed in them: UIDs and modseqs only grow."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from glassine.store.api.ids import (
    BlobId,
    DayKeyId,
    Duplicate,
    MailboxId,
    Missing,
    Uid,
)
from glassine.store.api.mailboxes import Filed, Letter, Mailbox, SealedDayKey
from glassine.store.api.store import Store
from store.samples import StoppedClock, ann_moves_in, kept, letter_of

NOWHERE = MailboxId(4711)


async def now(store: Store, mailbox: Mailbox) -> Mailbox:
    """Return the mailbox as it is now."""
    found = await store.look(lambda books: books.mailboxes.get(mailbox.id))
    assert found is not None
    return found


async def file(store: Store, mailbox: Mailbox, letters: list[Letter]) -> list[Filed]:
    """File these letters."""
    return await store.write(lambda b: b.mailboxes.append(mailbox.id, letters))


async def filed(store: Store, mailbox: Mailbox, count: int) -> list[Filed]:
    """File so many letters of one blob."""
    blob = await store.write(kept(store))
    return await file(store, mailbox, [letter_of(blob) for _ in range(count)])


async def test_a_new_mailbox_is_empty(store: Store) -> None:
    ann, inbox = await store.write(ann_moves_in)
    assert (inbox.account, inbox.uid_next, inbox.messages) == (ann.id, 1, 0)
    assert inbox.uid_validity > 0
    assert inbox.highest_modseq >= 1
    assert await now(store, inbox) == inbox
    assert await store.look(lambda books: books.mailboxes.get(NOWHERE)) is None


async def test_mailboxes_come_in_order_of_creation(store: Store) -> None:
    ann, inbox = await store.write(ann_moves_in)
    made = [
        await store.write(lambda b, d=d: b.mailboxes.create(ann.id, d, b"sealed"))
        for d in (b"z", b"a")
    ]
    assert await store.look(lambda b: b.mailboxes.of(ann.id)) == [inbox, *made]


async def test_a_name_is_taken_once_an_account(store: Store) -> None:
    ann, _ = await store.write(ann_moves_in)
    with pytest.raises(Duplicate):
        await store.write(lambda b: b.mailboxes.create(ann.id, b"inbox", b"sealed"))


async def test_a_mailbox_made_again_has_another_uid_validity(store: Store) -> None:
    ann, inbox = await store.write(ann_moves_in)
    await store.write(lambda books: books.mailboxes.delete(inbox.id))
    again = await store.write(lambda b: b.mailboxes.create(ann.id, b"inbox", b"sealed"))
    assert again.uid_validity > inbox.uid_validity


async def test_uid_validity_grows_even_when_the_clock_goes_back(
    store: Store, clock: StoppedClock
) -> None:
    ann, inbox = await store.write(ann_moves_in)
    clock.time -= 86_400_000
    later = await store.write(lambda b: b.mailboxes.create(ann.id, b"new", b"sealed"))
    assert later.uid_validity > inbox.uid_validity


async def test_a_mailbox_gets_another_name(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    await store.write(lambda b: b.mailboxes.rename(inbox.id, b"post", b"other"))
    assert await now(store, inbox) == replace(inbox, digest=b"post", sealed=b"other")
    await store.write(lambda b: b.mailboxes.rename(inbox.id, b"post", b"facts"))
    assert (await now(store, inbox)).sealed == b"facts"


async def test_a_mailbox_cannot_get_a_name_that_is_taken(store: Store) -> None:
    ann, inbox = await store.write(ann_moves_in)
    await store.write(lambda b: b.mailboxes.create(ann.id, b"post", b"sealed"))
    with pytest.raises(Duplicate):
        await store.write(lambda b: b.mailboxes.rename(inbox.id, b"post", b"sealed"))
    with pytest.raises(Missing):
        await store.write(lambda b: b.mailboxes.rename(NOWHERE, b"x", b"sealed"))
    assert await now(store, inbox) == inbox


async def test_a_deleted_inbox_is_no_longer_named_by_its_account(store: Store) -> None:
    ann, inbox = await store.write(ann_moves_in)
    await filed(store, inbox, 2)
    await store.write(lambda books: books.mailboxes.delete(inbox.id))
    account = await store.look(lambda books: books.accounts.get(ann.id))
    assert account == replace(ann, inbox=None)
    assert await store.look(lambda b: b.mailboxes.letters(inbox.id)) == []
    with pytest.raises(Missing):
        await store.write(lambda books: books.mailboxes.delete(inbox.id))


async def test_letters_are_filed_in_order_under_one_modseq(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    letters = await filed(store, inbox, 3)
    assert [each.uid for each in letters] == [1, 2, 3]
    (modseq,) = {each.modseq for each in letters}
    after = await now(store, inbox)
    assert (after.uid_next, after.messages) == (4, 3)
    assert after.highest_modseq == modseq > inbox.highest_modseq
    assert await store.look(lambda b: b.mailboxes.letters(inbox.id)) == letters


async def test_a_letter_needs_its_mailbox_and_its_blob(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    blob = await store.write(kept(store))
    with pytest.raises(Missing):
        await store.write(lambda b: b.mailboxes.append(NOWHERE, [letter_of(blob)]))
    with pytest.raises(Missing):
        await file(store, inbox, [letter_of(BlobId(b"?" * 16))])
    assert await now(store, inbox) == inbox


async def test_some_letters_are_those_that_are_there(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    one, two, three = [(await filed(store, inbox, 1))[0] for _ in range(3)]
    await store.write(lambda b: b.mailboxes.expunge(inbox.id, [two.uid]))
    wanted = [three.uid, two.uid, one.uid, Uid(99)]
    found = await store.look(lambda b: b.mailboxes.some(inbox.id, wanted))
    assert found == [three, one]
    other = MailboxId(inbox.id + 1)
    assert await store.look(lambda b: b.mailboxes.some(other, wanted)) == []


async def test_letters_above_a_uid_or_changed_after_a_modseq(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    one, two, three = [(await filed(store, inbox, 1))[0] for _ in range(3)]
    look = store.look
    found = await look(lambda b: b.mailboxes.letters(inbox.id, after=one.uid))
    assert found == [two, three]
    found = await look(lambda b: b.mailboxes.letters(inbox.id, since=two.modseq))
    assert found == [three]
    rows = [(one.uid, replace(one.letter, sealed=b"seen"))]
    await store.write(lambda b: b.mailboxes.reseal(inbox.id, rows))
    found = await look(lambda b: b.mailboxes.letters(inbox.id, since=two.modseq))
    assert [each.uid for each in found] == [one.uid, three.uid]
    found = await look(
        lambda b: b.mailboxes.letters(inbox.id, after=one.uid, since=two.modseq)
    )
    assert found == [three]


async def test_resealing_changes_rows_under_one_new_modseq(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    one, two, three = await filed(store, inbox, 3)
    day_key = DayKeyId(b"d" * 16)
    rows = [
        (each.uid, replace(each.letter, sealed=b"seen", day_key=day_key))
        for each in (one, three)
    ]
    gone = (two.uid + 40, two.letter)
    modseq = await store.write(lambda b: b.mailboxes.reseal(inbox.id, [*rows, gone]))
    assert modseq == (await now(store, inbox)).highest_modseq > one.modseq
    expected = [
        Filed(one.uid, modseq, rows[0][1]),
        two,
        Filed(three.uid, modseq, rows[1][1]),
    ]
    assert await store.look(lambda b: b.mailboxes.letters(inbox.id)) == expected
    with pytest.raises(Missing):
        await store.write(lambda b: b.mailboxes.reseal(NOWHERE, []))


async def test_expunged_uids_are_remembered_and_never_given_again(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    one, two, three = await filed(store, inbox, 3)
    uids = [three.uid, one.uid, three.uid + 9]
    gone = await store.write(lambda b: b.mailboxes.expunge(inbox.id, uids))
    assert gone == [one.uid, three.uid]
    after = await now(store, inbox)
    assert (after.messages, after.uid_next) == (1, 4)
    assert after.highest_modseq == one.modseq + 1
    look = store.look
    assert await look(lambda b: b.mailboxes.expunged(inbox.id, one.modseq)) == gone
    late = after.highest_modseq
    assert await look(lambda b: b.mailboxes.expunged(inbox.id, late)) == []
    (four,) = await filed(store, inbox, 1)
    assert four.uid == 4
    assert four.modseq > late
    assert await look(lambda b: b.mailboxes.letters(inbox.id)) == [two, four]


async def test_expunging_nothing_changes_nothing(store: Store) -> None:
    _, inbox = await store.write(ann_moves_in)
    await filed(store, inbox, 1)
    before = await now(store, inbox)
    assert await store.write(lambda b: b.mailboxes.expunge(inbox.id, [77])) == []
    assert await now(store, inbox) == before


async def test_a_day_key_is_kept_once(store: Store) -> None:
    ann, _ = await store.write(ann_moves_in)
    key = SealedDayKey(DayKeyId(b"d" * 16), ann.id, b"sealed")
    for _ in range(2):
        await store.write(lambda books: books.mailboxes.put_day_key(key))
    ids = [key.id, DayKeyId(b"?" * 16)]
    assert await store.look(lambda books: books.mailboxes.day_keys(ids)) == [key]


async def test_uids_grow_by_one_under_concurrent_writers(
    opened: Callable[[], Store],
) -> None:
    stores = [opened(), opened()]
    _, inbox = await stores[0].write(ann_moves_in)
    many = await asyncio.gather(
        *(filed(store, inbox, 2) for _ in range(25) for store in stores)
    )
    uids = sorted(each.uid for letters in many for each in letters)
    assert uids == list(range(1, 101))
    assert len({letters[0].modseq for letters in many}) == 50
    assert (await now(stores[0], inbox)).messages == 100
