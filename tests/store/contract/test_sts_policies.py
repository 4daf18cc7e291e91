"""What other domains have said of TLS is remembered until it expires."""

from dataclasses import replace

from glassine.store.api.store import Store
from glassine.store.api.sts_policies import StsPolicy
from store.queue_talk import CARL, LATER, SOON
from store.samples import BOB, NOW

POLICY = StsPolicy(
    domain=BOB.domain,
    id="20261123T0800",
    text="version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 3600\n",
    fetched=NOW,
    expires=LATER,
)


async def put(store: Store, *policies: StsPolicy) -> None:
    """Keep these."""
    for each in policies:
        await store.write(lambda books, each=each: books.sts_policies.put(each))


async def test_a_policy_is_kept_until_it_expires(store: Store) -> None:
    await put(store, POLICY)
    of = store.look
    assert await of(lambda b: b.sts_policies.of(BOB.domain, LATER - 1)) == POLICY
    assert await of(lambda b: b.sts_policies.of(BOB.domain, LATER)) is None
    assert await of(lambda b: b.sts_policies.of(CARL.domain, NOW)) is None
    assert await store.write(lambda b: b.sts_policies.prune(LATER - 1)) == 0
    assert await store.write(lambda b: b.sts_policies.prune(LATER)) == 1


async def test_a_newer_policy_takes_its_place(store: Store) -> None:
    newer = replace(POLICY, id="20261124", fetched=SOON)
    await put(store, POLICY, newer)
    assert await store.look(lambda b: b.sts_policies.of(BOB.domain, NOW)) == newer
