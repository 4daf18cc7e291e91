"""The day keys of a process: one for each account it files for, replaced in time.

Each is replaced after a day or 10,000 messages, whichever is first: the first
bounds what a look into memory gives away, the second what random nonces allow.
"""

import os
from collections import OrderedDict

from glassine.vault.day_key import DayKey, new_day_key
from glassine.words.chance import Chance
from glassine.words.clock import Clock, Seconds


class _Current:
    """The day key that an account has now, and what is left of its life."""

    __slots__ = ("day_key", "expires", "public_half", "uses")

    def __init__(self, day_key: DayKey, public_half: bytes, expires: Seconds) -> None:
        self.day_key = day_key
        self.public_half = public_half
        self.expires = expires
        self.uses = 0


class DayKeys:
    """The day keys of one process: one at a time for each account it files for."""

    LIFE = Seconds(24 * 3600)
    USES = 10_000  # two random nonces a use; docs/box.md, "Limits"

    def __init__(
        self, clock: Clock, random: Chance = os.urandom, accounts: int = 10_000
    ) -> None:
        self._clock = clock
        self._random = random
        self._accounts = accounts
        self._current: OrderedDict[bytes, _Current] = OrderedDict()

    def for_account(self, account_id: bytes, public_half: bytes) -> DayKey:
        """Return the key to seal one message with; ask again for the next one."""
        current = self._current.get(account_id)
        if current is None or self._is_spent(current, public_half):
            current = self._renew(account_id, public_half)
        current.uses += 1
        return current.day_key

    def forget(self, account_id: bytes) -> None:
        """Drop the account's key from memory."""
        self._current.pop(account_id, None)

    def _is_spent(self, current: _Current, public_half: bytes) -> bool:
        return (
            current.uses >= self.USES
            or self._clock.ticks() >= current.expires
            or current.public_half != public_half
        )

    def _renew(self, account_id: bytes, public_half: bytes) -> _Current:
        day_key = new_day_key(account_id, public_half, self._random)
        expires = Seconds(self._clock.ticks() + self.LIFE)
        current = _Current(day_key, public_half, expires)
        self.forget(account_id)
        self._current[account_id] = current
        if len(self._current) > self._accounts:
            self._current.popitem(last=False)
        return current
