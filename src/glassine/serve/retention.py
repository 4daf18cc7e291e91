"""Forget what has had its time: addresses first, then raw lines, then events."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from glassine.config.tables.judging import Judging
from glassine.config.tables.memory import Correspondents, Greylisting, Reputation
from glassine.config.tables.records import Privacy
from glassine.events.ageing import Ageing, Stage
from glassine.events.milestones import Pruned
from glassine.flow import rejects
from glassine.flow.fault import faulted
from glassine.flow.journal import Journal
from glassine.flow.viewing.checkpoint import sign_beginning
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Books, Store
from glassine.store.api.tls_results import Day
from glassine.vault.checkpoint_key import CheckpointKey
from glassine.words.clock import Clock, Milliseconds, Seconds

EVERY = 600.0  # seconds between two looks
DAY = 86_400_000  # milliseconds
SHREDDED_EVERY = DAY  # indexes are made anew, which takes long
PRUNED_AT_ONCE = 10_000  # rows a transaction, so that no message waits long for it
AGED_AT_ONCE = 50  # these are read and written again, which takes longer
USAGE_KEPT = 2 * DAY  # limits look back no longer than a day
RARE_TOKENS_KEPT = 120  # days: what the classifier has met once, and not again
MOST_TOKENS = 300_000  # that one owner knows, about 10 MB
MOST_WAITING = 500_000  # of the greylist that have not come again, about 30 MB
TLS_RESULTS_KEPT = 30  # days: a report that could not be sent may be made again

HALF_LIVES_KEPT = 8  # then a reputation says nothing any more

Counts: TypeAlias = tuple[int, int]  # of events, and of rows of lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How long it is remembered by whom mail is judged."""

    greylisting: Greylisting
    reputation: Reputation
    correspondents: Correspondents
    judging: Judging


BY_DEFAULT = Memory(
    greylisting=Greylisting(),
    reputation=Reputation(),
    correspondents=Correspondents(),
    judging=Judging(),
)


async def keep_pruning(
    store: Store,
    journal: Journal,
    clock: Clock,
    privacy: Privacy,
    key: CheckpointKey,
    memory: Memory = BY_DEFAULT,
) -> None:
    """Prune, age and shred now and again, until cancelled."""
    shredded, unshredded = 0, False
    while True:
        try:
            unshredded |= bool(await prune(store, journal, clock, privacy, key, memory))
            if unshredded and clock.now() - shredded >= SHREDDED_EVERY:
                await store.write(lambda books: books.events.shred())
                shredded, unshredded = clock.now(), False
        except StoreError:
            pass  # who is in trouble says so elsewhere; next time
        except Exception as error:
            journal.note(faulted(error, clock.now()))
        await asyncio.sleep(EVERY)


async def prune(
    store: Store,
    journal: Journal,
    clock: Clock,
    privacy: Privacy,
    key: CheckpointKey,
    memory: Memory = BY_DEFAULT,
) -> Pruned | None:
    """Remove what is too old, then age what is left; return the event of it, if any."""
    now = clock.now()
    await store.write(lambda books: _forget_counts(books, now))
    while await store.write(lambda books: _forget_tokens(books, now)):
        pass  # an owner a transaction, so that no message waits long for it
    await store.write(lambda books: _forget_strangers(books, now, memory))
    events, traces = await _pruned(store, now, privacy, key)
    blurred = await _aged(store, Stage.BLURRED, _ago(now, privacy.blur_addresses))
    dropped = await _aged(store, Stage.DROPPED, _ago(now, privacy.drop_addresses))
    done = Pruned(at=now, events=events, traces=traces, aged=blurred + dropped)
    if not (done.events or done.traces or done.aged):
        return None
    journal.note(done)
    return done


def _forget_counts(books: Books, now: Milliseconds) -> None:
    """Forget what sending counted or learnt, and what has expired of it."""
    books.suppressions.prune(now)
    books.sts_policies.prune(now)
    books.usage.prune(Milliseconds(now - USAGE_KEPT))
    books.tls_results.prune(Day(now // DAY - TLS_RESULTS_KEPT))


def _forget_strangers(books: Books, now: Milliseconds, memory: Memory) -> None:
    """Forget what mail was judged by, once its time is over."""
    grey, half_life = memory.greylisting, memory.reputation.half_life
    books.access_rules.prune(now)
    waiting, let_in = _ago(now, grey.retry_within), _ago(now, grey.keep)
    books.greylist.prune(waiting, let_in, MOST_WAITING)
    books.reputations.prune(_ago(now, Seconds(HALF_LIVES_KEPT * half_life)))
    books.correspondents.prune(Day(_ago(now, memory.correspondents.keep) // DAY))
    rejects.prune(books, _ago(now, memory.judging.rejects_keep))


def _forget_tokens(books: Books, now: Milliseconds) -> bool:
    """Let the next owner forget what the classifier needs no more; tell if one did."""
    return books.spam_counts.prune(now, RARE_TOKENS_KEPT, MOST_TOKENS)


async def _pruned(
    store: Store, now: Milliseconds, privacy: Privacy, key: CheckpointKey
) -> Counts:
    events, traces = (
        _ago(now, age) for age in (privacy.keep_events, privacy.keep_traces)
    )

    def work(books: Books) -> Counts:
        removed = books.events.prune(events, traces, PRUNED_AT_ONCE)
        sign_beginning(books, key)  # what is left of the chain is still provable
        return removed

    return await _by_portions(store, work, PRUNED_AT_ONCE)


async def _aged(store: Store, stage: Stage, before: Milliseconds) -> int:
    def work(books: Books) -> Counts:
        ageing = Ageing(stage, books.accounts.domains())
        return books.events.age(ageing, before, AGED_AT_ONCE)

    return sum(await _by_portions(store, work, AGED_AT_ONCE))


async def _by_portions(
    store: Store, work: Callable[[Books], Counts], portion: int
) -> Counts:
    events = lines = 0
    while True:
        some = await store.write(work)
        events, lines = events + some[0], lines + some[1]
        if max(some) < portion:
            return events, lines


def _ago(now: Milliseconds, age: Seconds) -> Milliseconds:
    return Milliseconds(now - int(age * 1000))
