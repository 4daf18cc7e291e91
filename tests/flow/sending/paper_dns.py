"""DNS on paper, and what else a planner asks: a test writes down the answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from typing import Any, TypeVar, cast

from glassine.flow.sending.by_mx import MxPlanner
from glassine.flow.sending.course import Course, NoCourse
from glassine.flow.sending.plan import Planner
from glassine.flow.sending.steps import Step
from glassine.flow.sending.sts import MtaSts, NotFetched
from glassine.flow.sending.ways import Ways
from glassine.store.api.store import Books, Store
from glassine.store.api.sts_policies import StsPolicy
from glassine.trust.resolver import Ending, Found, Mx, Tlsa
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import Domain, HostName, IpAddress

T = TypeVar("T")
US = HostName("mail.example.org")
DAY = 86_400_000  # milliseconds


@dataclass
class PaperDns:
    """Answers what is written down: `"mx example.net": Found(...)`."""

    known: dict[str, Found[Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def write(self, question: str, *records: object, secure: bool = False) -> None:
        """Write an answer down; without records, the name has none of that type."""
        ending = Ending.FOUND if records else Ending.NO_DATA
        self.known[question] = Found(ending, records, secure)

    def host(self, name: str, *ips: str, secure: bool = False) -> None:
        """Write the IPv4 addresses of a host down."""
        self.write(f"a {name}", *map(IPv4Address, ips), secure=secure)

    def fail(self, question: str) -> None:
        """Let a question end without an answer."""
        self.known[question] = Found(Ending.FAILED)

    async def mx(self, name: str) -> Found[Mx]:
        return self._of(f"mx {name}", Ending.NO_NAME)

    async def a(self, name: str) -> Found[IPv4Address]:
        return self._of(f"a {name}")

    async def aaaa(self, name: str) -> Found[IPv6Address]:
        return self._of(f"aaaa {name}")

    async def txt(self, name: str) -> Found[bytes]:
        return self._of(f"txt {name}")

    async def tlsa(self, host: HostName, port: int) -> Found[Tlsa]:
        return self._of(f"tlsa _{port}._tcp.{host}")

    async def reverse(self, ip: IpAddress) -> HostName | None:
        return None

    async def pointers(self, ip: IpAddress) -> Found[HostName]:
        return self._of(f"ptr {ip}")

    def _of(self, question: str, otherwise: Ending = Ending.NO_DATA) -> Found[Any]:
        self.asked.append(question)
        return self.known.get(question, Found(otherwise))


@dataclass
class PaperStore:
    """A store with the two books that planning reads."""

    domains: set[Domain] = field(default_factory=set)
    policies: dict[Domain, StsPolicy] = field(default_factory=dict)

    @property
    def accounts(self) -> "PaperStore":
        return self

    @property
    def sts_policies(self) -> "PaperStore":
        return self

    def has_domain(self, domain: Domain) -> bool:
        return domain in self.domains

    def of(self, domain: Domain, now: Milliseconds) -> StsPolicy | None:
        known = self.policies.get(domain)
        return known if known and known.expires > now else None

    def put(self, policy: StsPolicy) -> None:
        self.policies[policy.domain] = policy

    async def look(self, work: Callable[[Books], T]) -> T:
        return work(cast(Books, self))

    async def write(self, work: Callable[[Books], T]) -> T:
        return work(cast(Books, self))


@dataclass
class PaperWeb:
    """Serves policies, and counts who comes for them."""

    served: dict[str, bytes | NotFetched] = field(default_factory=dict)
    visits: int = 0

    async def fetch(self, domain: Domain) -> bytes | NotFetched:
        self.visits += 1
        return self.served.get(domain.name, NotFetched.UNREACHABLE)


@dataclass
class Calendar:
    """A clock that stands until a test moves it."""

    moment: int = 1_000 * DAY

    def now(self) -> Milliseconds:
        return Milliseconds(self.moment)

    def ticks(self) -> Seconds:
        return Seconds(self.moment / 1000)


def unshuffled(octets: int) -> bytes:
    """Leave equal preferences as they are."""
    return bytes(octets)


@dataclass
class Paper:
    """All that a planner asks, on paper."""

    ways: Ways = field(default_factory=lambda: Ways(hostname=US, private_mx=True))
    dns: PaperDns = field(default_factory=PaperDns)
    store: PaperStore = field(default_factory=PaperStore)
    web: PaperWeb = field(default_factory=PaperWeb)
    clock: Calendar = field(default_factory=Calendar)
    ours: set[tuple[str, int]] = field(default_factory=set)
    chance: Callable[[int], bytes] = unshuffled
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mta_sts = MtaSts(
            store=cast(Store, self.store),
            resolver=self.dns,
            fetcher=self.web,
            clock=self.clock,
        )

    async def course(
        self, domain: str, *, require_tls: bool = False
    ) -> Course | NoCourse:
        """Plan, and keep the steps."""
        by_mx = MxPlanner(
            ways=self.ways,
            resolver=self.dns,
            mta_sts=self.mta_sts,
            is_ours=lambda ip, port: (str(ip), port) in self.ours,
            chance=self.chance,
        )
        self.steps.clear()
        return await Planner(store=cast(Store, self.store), by_mx=by_mx).course(
            Domain(domain), require_tls=require_tls, note=self.steps.append
        )
