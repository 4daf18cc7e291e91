"""Change messages only as they were seen: if they have changed since, look again.

So two sessions that flag one message at once lose neither's flags, and what is sealed
is made on the event loop's thread, never on the writer's.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.rows import Sealer
from glassine.flow.mailbox.view import View
from glassine.store.api.ids import MailboxId, Modseq, Uid
from glassine.store.api.mailboxes import Filed
from glassine.store.api.store import Books

T = TypeVar("T")


class Stale(Exception):
    """Some of these messages are not any more as they were seen."""


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """What to do to which messages, made from their rows as they are now."""

    messages: Iterable[Filed]
    sealer: Sealer
    work: Callable[[Books], T]


async def write_as_seen(
    desk: MailboxDesk,
    view: View,
    plan: Callable[[], Awaitable[Plan[T] | None]],
) -> T | None:
    """Carry out the plan, made anew as often as others come first.

    Each time somebody has succeeded, so all who try do in the end. None where there
    is nothing to do.
    """
    while (planned := await plan()) is not None:
        seen = {filed.uid: filed.modseq for filed in planned.messages}
        as_seen = partial(_check, view.mailbox, seen, view.modseq)
        try:
            done = await desk.store.write(partial(_carry_out, planned, as_seen))
        except Stale:
            continue
        planned.sealer.committed()
        return done
    return None


def _carry_out(plan: Plan[T], check: Callable[[Books], None], books: Books) -> T:
    check(books)
    plan.sealer.keep_keys(books)
    return plan.work(books)


def _check(
    mailbox: MailboxId, seen: dict[Uid, Modseq], since: Modseq, books: Books
) -> None:
    """Raise `Stale` unless these messages are as they were seen."""
    for filed in books.mailboxes.letters(mailbox, since=since):
        if seen.get(filed.uid, filed.modseq) != filed.modseq:
            raise Stale
    if not seen.keys().isdisjoint(books.mailboxes.expunged(mailbox, since)):
        raise Stale
