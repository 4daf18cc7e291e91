"""Which MTA-STS policy holds for a domain now: fetched, or known from before.

A policy once seen holds until it expires or a newer one is fetched over HTTPS; whoever
can silence DNS or the web server weakens nothing. RFC 8461 §5.1, §10.2
"""

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from glassine.store.api.store import Store
from glassine.store.api.sts_policies import StsPolicy as KnownPolicy
from glassine.trust.mta_sts import NotAPolicy, StsPolicy, parse_policy, record_id
from glassine.trust.resolver import Resolver
from glassine.words.clock import Clock, Milliseconds
from glassine.words.public import Domain

RENEWED = 24 * 3600.0  # seconds after which a policy is fetched again. RFC 8461 §10.2
PAUSE = 300.0  # seconds between fetches that fail. RFC 8461 §3.3
MOST_PAUSES = 10_000


class NotFetched(StrEnum):
    """Why there is no policy file."""

    UNREACHABLE = "its web server cannot be reached"
    UNTRUSTED = "its web server's certificate is not valid"
    NOT_SERVED = "its web server does not serve it"  # not 200; §3.3: no redirects
    NOT_TEXT = "it is not text/plain"
    TOO_LARGE = "it is larger than 64 KiB"
    TIMED_OUT = "its web server takes too long"


class StsFetcher(Protocol):
    """Fetches policy files; `net` has the one that opens sockets."""

    async def fetch(self, domain: Domain) -> bytes | NotFetched:
        """Return https://mta-sts.DOMAIN/.well-known/mta-sts.txt. RFC 8461 §3.3"""


class Unusable(StrEnum):
    """Why no policy holds although the domain says that it has one."""

    MALFORMED = "it is not a policy"
    PAUSED = "it could not be fetched a moment ago"


StsFailure: TypeAlias = NotFetched | Unusable


@dataclass(frozen=True, slots=True, kw_only=True)
class StsAnswer:
    """The policy that holds, or None; and why none was fetched, if one should be."""

    policy: StsPolicy | None = None
    fresh: bool = False  # fetched just now
    failure: StsFailure | None = None


class MtaSts:
    """Tells which policy holds."""

    def __init__(
        self, *, store: Store, resolver: Resolver, fetcher: StsFetcher, clock: Clock
    ) -> None:
        self._store = store
        self._resolver = resolver
        self._fetcher = fetcher
        self._clock = clock
        self._failed: OrderedDict[Domain, float] = OrderedDict()

    async def of(self, domain: Domain) -> StsAnswer:
        """Return what holds for a domain's mail hosts now. Raises `StoreError`."""
        now = self._clock.now()
        known = await self._store.look(lambda books: books.sts_policies.of(domain, now))
        found = await self._resolver.txt(f"_mta-sts.{domain}")
        name = record_id(found.records)
        if name is None or (known and known.id == name and not _is_old(known, now)):
            return StsAnswer(policy=_read(known))
        return await self._renewed(domain, name, known)

    async def _renewed(
        self, domain: Domain, name: str, known: KnownPolicy | None
    ) -> StsAnswer:
        """Return the policy that is there now; the known one if it cannot be had."""
        if self._is_paused(domain):
            return StsAnswer(policy=_read(known), failure=Unusable.PAUSED)
        fetched = await self._fetched(domain)
        if isinstance(fetched, StrEnum):
            self._pause(domain)
            return StsAnswer(policy=_read(known), failure=fetched)
        text, policy = fetched
        now = self._clock.now()
        expires = Milliseconds(now + policy.max_age * 1000)
        renewed = KnownPolicy(
            domain=domain, id=name, text=text, fetched=now, expires=expires
        )
        await self._store.write(lambda books: books.sts_policies.put(renewed))
        return StsAnswer(policy=policy, fresh=True)

    async def _fetched(self, domain: Domain) -> tuple[str, StsPolicy] | StsFailure:
        data = await self._fetcher.fetch(domain)
        if isinstance(data, NotFetched):
            return data
        try:
            return data.decode("latin-1"), parse_policy(data)
        except NotAPolicy:
            return Unusable.MALFORMED

    def _is_paused(self, domain: Domain) -> bool:
        return self._failed.get(domain, -PAUSE) + PAUSE > self._clock.ticks()

    def _pause(self, domain: Domain) -> None:
        self._failed[domain] = self._clock.ticks()
        self._failed.move_to_end(domain)
        if len(self._failed) > MOST_PAUSES:
            self._failed.popitem(last=False)


def _is_old(known: KnownPolicy, now: Milliseconds) -> bool:
    """Tell whether it is time to fetch it again, well before it expires."""
    half = (known.expires - known.fetched) / 2
    return now - known.fetched > min(RENEWED * 1000, half)


def _read(known: KnownPolicy | None) -> StsPolicy | None:
    if known is None:
        return None
    try:
        return parse_policy(known.text.encode("latin-1"))
    except (NotAPolicy, UnicodeEncodeError):
        return None
