"""What mail is judged by is kept, found, and forgotten in time."""

import pytest

from glassine.store.api.greylist import Greyed
from glassine.store.api.ids import AccountId, Missing
from glassine.store.api.reputations import Standing
from glassine.store.api.store import Books, Store
from glassine.store.api.tls_results import Day
from glassine.words.access import (
    AccessAction,
    AccessBy,
    AccessRule,
    OperatorText,
    keys,
    parse_match,
)
from glassine.words.clock import Milliseconds
from glassine.words.public import ip_address, parse_address
from store.samples import NOW, ann_moves_in

LATER = Milliseconds(NOW + 1000)
DENIED = AccessRule(
    match=parse_match(AccessBy.IP, "192.0.2.0/24"),
    action=AccessAction.DENY,
    reason=OperatorText("a dictionary attack"),
    until=LATER,
)
ALLOWED = AccessRule(
    match=parse_match(AccessBy.SENDER, "Zoe@example.net"), action=AccessAction.ALLOW
)


async def put(store: Store, *rules: AccessRule) -> None:
    """Keep these rules."""
    for rule in rules:
        await store.write(lambda books, rule=rule: books.access_rules.put(rule))


async def every(store: Store) -> list[AccessRule]:
    """Return all rules."""
    return await store.look(lambda books: books.access_rules.all())


async def test_rules_are_found_by_what_they_match(store: Store) -> None:
    await put(store, DENIED, ALLOWED)
    inside = keys(ip_address("192.0.2.7"))
    outside = keys(ip_address("192.0.3.7"))
    zoe = keys(parse_address("zoe@example.net"))

    async def look(
        by: AccessBy, known: tuple[str, ...], now: Milliseconds = NOW
    ) -> list[AccessRule]:
        return await store.look(lambda b: b.access_rules.among(by, known, now))

    assert await look(AccessBy.IP, inside) == [DENIED]
    assert await look(AccessBy.IP, outside) == []
    assert await look(AccessBy.SENDER, zoe) == [ALLOWED]
    assert await look(AccessBy.RECIPIENT, zoe) == []
    assert await look(AccessBy.IP, inside, LATER) == []


async def test_one_rule_a_match_and_the_last_word_counts(store: Store) -> None:
    again = AccessRule(match=DENIED.match, action=AccessAction.ALLOW)
    await put(store, DENIED, again)
    assert await every(store) == [again]


async def test_rules_are_removed_and_expire(store: Store) -> None:
    await put(store, DENIED, ALLOWED)
    assert await every(store) == [DENIED, ALLOWED]
    assert await store.write(lambda books: books.access_rules.prune(NOW)) == 0
    assert await store.write(lambda books: books.access_rules.prune(LATER)) == 1
    match = parse_match(AccessBy.SENDER, "zoe@EXAMPLE.net")
    assert await store.write(lambda books: books.access_rules.remove(match))
    assert not await store.write(lambda books: books.access_rules.remove(match))
    assert await every(store) == []


async def test_the_greylist_keeps_the_last_that_is_known(store: Store) -> None:
    first, passed = Greyed(NOW), Greyed(NOW, LATER)
    assert await store.look(lambda books: books.greylist.of(b"digest")) is None
    await store.write(lambda books: books.greylist.put(b"digest", first))
    assert await store.look(lambda books: books.greylist.of(b"digest")) == first
    await store.write(lambda books: books.greylist.put(b"digest", passed))
    assert await store.look(lambda books: books.greylist.of(b"digest")) == passed


async def test_who_passed_is_kept_longer_than_who_did_not_come_again(
    store: Store,
) -> None:
    def fill(books: Books) -> None:
        books.greylist.put(b"waits", Greyed(NOW))
        books.greylist.put(b"passed", Greyed(NOW, LATER))

    await store.write(fill)
    after = Milliseconds(NOW + 1)
    assert await store.write(lambda books: books.greylist.prune(NOW, NOW, 9)) == 0
    assert await store.write(lambda books: books.greylist.prune(after, after, 9)) == 1
    assert await store.look(lambda books: books.greylist.of(b"waits")) is None
    beyond = Milliseconds(LATER + 1)
    assert await store.write(lambda books: books.greylist.prune(after, beyond, 9)) == 1


async def test_of_those_who_never_come_again_the_newest_are_kept(store: Store) -> None:
    def fill(books: Books) -> None:
        for number in range(5):
            first = Milliseconds(NOW + number)
            books.greylist.put(b"waits%d" % number, Greyed(first))
            books.greylist.put(b"passed%d" % number, Greyed(first, LATER))

    await store.write(fill)
    assert await store.write(lambda books: books.greylist.prune(NOW, NOW, 5)) == 0
    assert await store.write(lambda books: books.greylist.prune(NOW, NOW, 2)) == 3
    for name, there in ((b"waits2", False), (b"waits3", True), (b"passed0", True)):
        known = await store.look(lambda books, name=name: books.greylist.of(name))
        assert bool(known) is there


async def test_reputations_are_kept_to_the_thousandth(store: Store) -> None:
    standing = Standing(12.345, 0.001, NOW)
    await store.write(lambda books: books.reputations.put({"192.0.2.7": standing}))
    asked = ["192.0.2.7", "example.net"]
    known = await store.look(lambda books: books.reputations.among(asked))
    assert known == {"192.0.2.7": standing}
    assert await store.write(lambda books: books.reputations.prune(NOW)) == 0
    assert await store.write(lambda books: books.reputations.prune(LATER)) == 1


async def test_correspondents_are_an_account_s_own_and_go_with_it(
    store: Store,
) -> None:
    account, _ = await store.write(ann_moves_in)

    async def known(digest: bytes, who: AccountId = account.id) -> bool:
        return await store.look(lambda b: b.correspondents.is_known(who, digest))

    async def wrote(digests: list[bytes], day: int) -> None:
        today = Day(day)
        await store.write(lambda b: b.correspondents.wrote(account.id, digests, today))

    await wrote([b"zoe", b"max"], 10)
    await wrote([b"zoe"], 20)
    assert await known(b"zoe")
    assert not await known(b"eve")
    assert not await known(b"zoe", AccountId(bytes(16)))
    assert await store.write(lambda books: books.correspondents.prune(Day(20))) == 1
    assert not await known(b"max")
    await store.write(lambda books: books.accounts.delete(account.id))
    assert not await known(b"zoe")
    with pytest.raises(Missing):
        await wrote([b"zoe"], 20)
