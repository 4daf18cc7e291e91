"""Which lists in DNS are fit to be asked: each is tried at the start, and every day.

A list that was given up one day lists nobody, or everybody; one that has had enough
of our questions answers nothing. None of it may be found out at the cost of mail.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.steps import ListTried
from glassine.flow.journal import Journal
from glassine.trust.dns_list import try_out
from glassine.trust.resolver import Resolver
from glassine.words.clock import Clock
from glassine.words.dns_list import DnsListing, ListTrial

DAY = 86_400.0  # seconds that a list which is fit is believed to be
SOON = 600.0  # until one which is not is tried again


@dataclass(slots=True)
class _Trial:
    """One that has begun, and may have ended."""

    ending: asyncio.Task[ListTrial]
    good_until: float


class ListTrials:
    """Tries each list before it is first asked, and again when its time is over."""

    def __init__(
        self,
        listings: Sequence[DnsListing],
        *,
        resolver: Resolver,
        journal: Journal,
        clock: Clock,
    ) -> None:
        self._listings = listings
        self._resolver = resolver
        self._journal = journal
        self._clock = clock
        self._trials: dict[DnsListing, _Trial] = {}
        self._unanswered: Counter[DnsListing] = Counter()

    async def is_fit(self, listing: DnsListing) -> bool:
        """Tell whether a list may be asked; whoever gives up waiting stops no trial."""
        trial = self._trials.get(listing)
        if trial is None or trial.good_until <= self._clock.ticks():
            trial = self._trials[listing] = self._begin(listing)
        return await asyncio.shield(trial.ending) is ListTrial.FIT

    def note_unanswered(self, listing: DnsListing) -> None:
        """Count a question that a list did not answer, for its next trial's line."""
        self._unanswered[listing] += 1

    async def keep_trying(self) -> None:
        """Try all lists, and each again when it is due; it does not end."""
        while self._listings:
            await asyncio.gather(*map(self.is_fit, self._listings))
            await asyncio.sleep(SOON)

    async def close(self) -> None:
        """Give up the trials that have not ended."""
        endings = [trial.ending for trial in self._trials.values()]
        for ending in endings:
            ending.cancel()
        await asyncio.gather(*endings, return_exceptions=True)

    def _begin(self, listing: DnsListing) -> _Trial:
        ending = asyncio.ensure_future(self._try(listing))
        return _Trial(ending, self._clock.ticks() + DAY)

    async def _try(self, listing: DnsListing) -> ListTrial:
        found = await try_out(self._resolver, listing)
        if found is not ListTrial.FIT:
            self._trials[listing].good_until = self._clock.ticks() + SOON
        self._journal.note(
            ListTried(
                at=self._clock.now(),
                zone=listing.zone,
                about=listing.about,
                trial=found,
                unanswered=self._unanswered.pop(listing, 0),
            )
        )
        return found
