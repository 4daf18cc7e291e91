"""Lanes of the queue: what one account has waiting for one domain.

When the first row of each is due is kept by triggers, so that it is right after every
commit. Whose turn it is shows in when each was served last; a lane that was not due
then waits since it is.
"""

import json
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from glassine.store.sqlite.database import Database
from glassine.store.sqlite.spelling import folded_if
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain

CONDEMNED = ""
"""The domain of rows that go to none any more."""

SENDER = "INSERT INTO sender (account, served) VALUES (?, 0) ON CONFLICT DO NOTHING"
# A moment of service that is later than now, by a clock that was wrong then, must not
# make a lane wait.
LANE = """
    INSERT INTO lane (sender, domain, served)
    SELECT number, ?2, 0 FROM sender WHERE account = ?1
    ON CONFLICT DO UPDATE SET served = ?3 WHERE served > ?3
"""
NUMBER = """
    SELECT l.number, l.served FROM lane l JOIN sender s ON s.number = l.sender
    WHERE s.account = ? AND l.domain = ?
"""
DUE = """
    WITH excluded AS (SELECT value FROM json_each(?2)),
    first AS (
        SELECT number, served FROM sender s WHERE EXISTS (
            SELECT 1 FROM lane WHERE sender = s.number AND turn <= ?1
            AND domain NOT IN excluded
        ) ORDER BY served, number LIMIT ?3
    )
    SELECT first.number, lane.number, domain FROM first JOIN lane ON lane.number IN (
        SELECT number FROM lane WHERE sender = first.number AND turn <= ?1
        AND domain NOT IN excluded ORDER BY turn, number LIMIT ?3
    ) ORDER BY first.served, first.number, turn, lane.number
"""
NEXT_DUE = """
    SELECT due FROM lane WHERE due IS NOT NULL
    AND domain NOT IN (SELECT value FROM json_each(?)) ORDER BY due LIMIT 1
"""
SERVED = "UPDATE lane SET served = ? WHERE number IN (SELECT value FROM json_each(?))"
SENDERS_SERVED = """
    UPDATE sender SET served = ?
    WHERE number IN (SELECT sender FROM lane, json_each(?) WHERE number = value)
"""


class Lane(NamedTuple):
    """One lane, and whose it is."""

    sender: int
    number: int
    domain: str


class Turns:
    """Lanes in the order of their turns: an account after the other."""

    def __init__(self, lanes: Iterable[Lane]) -> None:
        by_sender = groupby(lanes, key=itemgetter(0))
        self._ring = deque(deque(lanes) for _, lanes in by_sender)

    def __iter__(self) -> Iterator[Lane]:
        while self._ring:
            yield self._ring[0].popleft()
            if self._ring[0]:
                self._ring.rotate(-1)
            else:
                self._ring.popleft()

    def again(self, lane: Lane) -> None:
        """Let a lane that was just met have another turn, after its account's others.

        To be called before the next is asked for.
        """
        self._ring[0].append(lane)


class Lanes:
    """Lanes, made as rows come; the schema removes them when the last row goes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def made(self, account: Address | None, domain: str, now: Milliseconds) -> int:
        """Return the number of a lane, made where there was none."""
        name = folded_if(account) or ""
        lane = self._db.row(NUMBER, (name, domain))
        if lane is None or lane[1] > now:
            self._db.run(SENDER, (name,))
            self._db.run(LANE, (name, domain, now))
            lane = self._db.row(NUMBER, (name, domain))
            assert lane is not None  # it was just made
        return int(lane[0])

    def due(
        self, now: Milliseconds, excluding: Collection[Domain], limit: int
    ) -> Turns:
        """Return the lanes in which something is due, as many as may be of use."""
        rows = self._db.rows(DUE, (now, _names(excluding), limit))
        return Turns(Lane(*row) for row in rows)

    def next_due(self, excluding: Collection[Domain]) -> Milliseconds | None:
        """Return when the first row of any other domain's is due."""
        row = self._db.row(NEXT_DUE, (_names(excluding),))
        return Milliseconds(row[0]) if row else None

    def serve(self, lanes: Iterable[int], now: Milliseconds) -> None:
        """Note that these lanes, and their accounts, have had their turn."""
        numbers = json.dumps(list(lanes))
        self._db.run(SERVED, (now, numbers))
        self._db.run(SENDERS_SERVED, (now, numbers))


def _names(domains: Collection[Domain]) -> str:
    return json.dumps([domain.name for domain in domains])
