"""Keys that were unlocked a moment ago, so that ten connections cost one Argon2 run."""

from dataclasses import dataclass

from glassine.flow.login import Entry
from glassine.store.api.accounts import Account, Slot
from glassine.vault.credential_digests import CredentialDigests
from glassine.words.clock import Clock, Seconds
from glassine.words.private import Password


@dataclass(frozen=True, slots=True)
class _Kept:
    entry: Entry
    slot: Slot
    until: Seconds


class KeyCache:
    """Entries by account and credential, for a settable time since the last login."""

    def __init__(self, life: Seconds, clock: Clock, digests: CredentialDigests) -> None:
        self.life = life
        self._clock = clock
        self._digests = digests
        self._kept: dict[bytes, _Kept] = {}

    def find(
        self, account: Account, slots: list[Slot], password: Password
    ) -> Entry | None:
        """Return the entry, if the slot it came by is still there as it was."""
        self.drop_old()
        name = self._digests.digest(account.id, password)
        kept = self._kept.get(name)
        if kept is None or kept.slot not in slots:
            self._kept.pop(name, None)
            return None
        self._keep(name, kept.entry, kept.slot)
        return kept.entry

    def keep(
        self, account: Account, password: Password, entry: Entry, slot: Slot
    ) -> None:
        """Remember an entry that has just been made."""
        if self.life:
            self._keep(self._digests.digest(account.id, password), entry, slot)

    def drop_old(self) -> None:
        """Forget what has had its time."""
        now = self._clock.ticks()
        old = [name for name, kept in self._kept.items() if kept.until <= now]
        for name in old:
            del self._kept[name]

    def _keep(self, name: bytes, entry: Entry, slot: Slot) -> None:
        until = Seconds(self._clock.ticks() + self.life)
        self._kept[name] = _Kept(entry, slot, until)
