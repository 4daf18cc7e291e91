"""`glassine queue hold`, `release`, `drop`: what an operator does to entries."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from glassine.cli.arguments import Yes
from glassine.cli.confirm import confirm
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.queue_acts import Act, count_all, do_to_all, drop_these, hold_these
from glassine.cli.queue_filter import NO_FILTER, Asked, Filter
from glassine.cli.refused import Refused
from glassine.cli.uuids import UuidWord
from glassine.events.facts import Action
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.store import Books
from glassine.words.clock import Milliseconds
from glassine.words.public import QueueId

Ids: TypeAlias = tuple[UuidWord, ...]
BOUNCED = "their senders get a bounce."
UNTOLD = "neither sender nor recipient is told."


async def hold(
    *entries: UuidWord, asked: Filter = NO_FILTER, config: ConfigFile = None
) -> None:
    """Hold the entries named, or those the options ask for.

    Parameters
    ----------
    entries
        Their ids, or UUIDs of messages for all their recipients.
    """
    async with open_house(config) as house:
        wanted = _wanted(entries, asked, house.now())
        number = await _change(house, Action.QUEUE_HOLD, wanted, hold_these)
    print(f"{number} held: not tried until released.")


async def release(
    *entries: UuidWord, asked: Filter = NO_FILTER, config: ConfigFile = None
) -> None:
    """Release the entries named, or those the options ask for.

    Parameters
    ----------
    entries
        Their ids, or UUIDs of messages for all their recipients.
    """
    async with open_house(config) as house:
        now = house.now()

        def act(books: Books, rows: Sequence[QueueId]) -> int:
            return books.backlog.release(rows, now)

        wanted = _wanted(entries, asked, now)
        number = await _change(house, Action.QUEUE_RELEASE, wanted, act)
    print(f"{number} released: due now.")


async def drop(
    *entries: UuidWord,
    asked: Filter = NO_FILTER,
    bounce: bool = False,
    yes: Yes = False,
    config: ConfigFile = None,
) -> None:
    """Drop the entries named, or those the options ask for.

    Parameters
    ----------
    entries
        Their ids, or UUIDs of messages for all their recipients.
    bounce
        Tell their senders: the server bounces them, as if they had failed for good.
    """
    async with open_house(config) as house:
        now = house.now()
        wanted = [_no_later(each, now) for each in _wanted(entries, asked, now)]
        if not yes:
            await _confirm(house, wanted, bounce=bounce)

        def condemn(books: Books, rows: Sequence[QueueId]) -> int:
            return books.backlog.condemn(rows, now)

        action, act = (
            (Action.QUEUE_BOUNCE, condemn)
            if bounce
            else (Action.QUEUE_DROP, drop_these)
        )
        number = await _change(house, action, wanted, act)
    print(
        f"{number} given up: the senders are told." if bounce else f"{number} dropped."
    )


def _wanted(entries: Ids, asked: Asked, now: Milliseconds) -> list[QueueFilter]:
    """Return a filter for each entry named, or one for all. Raises `Refused`."""
    if entries:
        return [asked.filter(now, uuid=entry) for entry in entries]
    if asked == NO_FILTER:
        raise Refused("say which: name entries, or ask by --from, --to and the like")
    return [asked.filter(now)]


def _no_later(wanted: QueueFilter, now: Milliseconds) -> QueueFilter:
    """Return it without what comes after the operator has been asked."""
    return replace(wanted, queued_until=min(wanted.queued_until or now, now))


async def _confirm(
    house: House, wanted: Sequence[QueueFilter], *, bounce: bool
) -> None:
    number = sum([await count_all(house, each) for each in wanted])
    if not number:
        raise _none()
    told = BOUNCED if bounce else UNTOLD
    confirm(f"This forgets {number} entries of the queue for ever; {told}", "drop")


async def _change(
    house: House, action: Action, wanted: Sequence[QueueFilter], act: Act
) -> int:
    """Do it to all; return to how many. Raises `Refused` where there is none."""
    done = sum([await do_to_all(house, action, each, act) for each in wanted])
    if not done:
        for each in wanted:
            await count_all(house, each)
        raise _none()
    return done


def _none() -> Refused:
    return Refused("there is no such entry; see: glassine queue list")
