"""An account while its owner is here: the unlocked key, and all that it opens.

Made from what a key slot gave, kept in the session, forgotten with it. Nothing else
in the server can read a row, a folder's name or a message of the account.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from glassine.vault import record
from glassine.vault.account_keys import PrivateHalf, public_half
from glassine.vault.day_key import MESSAGE_ROW, DayKey, RowContent, open_day_key
from glassine.vault.day_keys import DayKeys
from glassine.vault.folders import Folders
from glassine.words.chance import Chance
from glassine.words.clock import Clock
from glassine.words.private import Key, Private


class UnknownDayKey(Exception):
    """Its day key has not been learnt in this session; `missing` names it."""


class Forgotten(Exception):
    """The session is over and the key is gone."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """What a session forgets at its end."""

    private_half: Key
    opener: PrivateHalf
    folders: Folders


class OpenAccount:
    """The unlocked key of a session."""

    def __init__(
        self,
        account_id: bytes,
        private_half: Key,
        clock: Clock,
        random: Chance = os.urandom,
    ) -> None:
        self.id = account_id
        self.public_half = public_half(private_half)
        self._keys: _Keys | None = _Keys(
            private_half,
            PrivateHalf(private_half),
            Folders(account_id, private_half, random),
        )
        self._own = DayKeys(clock, random)
        self._known: dict[bytes, DayKey] = {}
        self._random = random

    @property
    def private_half(self) -> Key:
        """The private half, to write a new slot with; else `Forgotten`."""
        return self._unlocked().private_half

    @property
    def folders(self) -> Folders:
        """The account's folder names; else `Forgotten`."""
        return self._unlocked().folders

    def day_key(self) -> DayKey:
        """Return this session's own day key, to seal one thing with."""
        self._unlocked()
        day_key = self._own.for_account(self.id, self.public_half)
        self._known[day_key.id] = day_key
        return day_key

    def missing(self, day_key_ids: Iterable[bytes]) -> set[bytes]:
        """Return those of these day keys that are to be learnt."""
        return set(day_key_ids) - self._known.keys()

    def learn(self, day_key_id: bytes, sealed: bytes) -> None:
        """Open a day key that the store kept, or raise `Damaged`."""
        opener = self._unlocked().opener
        if day_key_id not in self._known:
            self._known[day_key_id] = open_day_key(
                opener, self.id, day_key_id, sealed, self._random
            )

    def open_row(
        self, sealed: bytes, message_id: bytes, kind: bytes = MESSAGE_ROW
    ) -> RowContent:
        """Return a row's content. Raises `UnknownDayKey`, `Damaged`."""
        return self._key_of(sealed).open_row(sealed, message_id, kind)

    def unwrap(self, wrapped: bytes, message_id: bytes) -> Key:
        """Return the key of a message's box. Raises `UnknownDayKey`, `Damaged`."""
        return self._key_of(wrapped).unwrap(wrapped, message_id)

    def reseal(
        self, content: Private, message_id: bytes, kind: bytes = MESSAGE_ROW
    ) -> tuple[DayKey, bytes]:
        """Return the row sealed anew, and the day key to store if it is not yet."""
        day_key = self.day_key()
        return day_key, day_key.seal_row(content, message_id, kind)

    def forget(self) -> None:
        """Drop every key; Python cannot wipe memory, it can only let go of it."""
        self._keys = None
        self._known.clear()
        self._own.forget(self.id)

    def _unlocked(self) -> _Keys:
        if self._keys is None:
            raise Forgotten
        return self._keys

    def _key_of(self, sealed: bytes) -> DayKey:
        self._unlocked()
        known = self._known.get(record.key_id(sealed))
        if known is None:
            raise UnknownDayKey
        return known
