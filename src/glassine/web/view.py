"""What somebody looks at, as the URL says it: so a view can be shared and kept.

The text as it was typed stays beside its meaning: the form and the links of a page are
made of it again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from glassine.web import reading
from glassine.web.reading import Reading
from glassine.web.records import COLUMNS, TYPES, USUAL
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    Direction,
    HostName,
    IpNetwork,
    SpamStatus,
    parse_address,
)

MINUTES = {"15m": 15, "1h": 60, "6h": 360, "24h": 1440, "7d": 10_080, "30d": 43_200}
PRESETS = {
    "15m": "15 minutes",
    "1h": "hour",
    "6h": "6 hours",
    "24h": "24 hours",
    "7d": "7 days",
    "30d": "30 days",
}
KINDS = {
    "mail": ("received", "queued", "delivered", "deferred", "bounce", "spam"),
    "trouble": ("deferred", "bounce", "denied", "spam"),
    "sign-ins": ("auth",),
    "operators": ("operator",),
}
"""Types that are asked for together, by the name of the question."""
FIELDS = (
    "last",
    "since",
    "until",
    "type",
    "direction",
    "from",
    "to",
    "account",
    "ip",
    "host",
    "spam",
    "code",
    "q",
    "mid",
    "uuid",
    "cols",
)
CHOICES = ("type", "cols")  # fields that may be given more than once
SINGLE = tuple(name for name in FIELDS if name not in CHOICES)
_SPAM = {status.value: status for status in SpamStatus if status}
_DIRECTION = {direction.value: direction for direction in Direction}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which records, and which of their columns; what is None does not limit."""

    types: tuple[str, ...] = ()
    direction: Direction | None = None
    mail_from: Address | None = None
    rcpt_to: Address | None = None
    account: Address | None = None
    ip: IpNetwork | None = None
    host: HostName | None = None
    spam: SpamStatus | None = None
    code: int | None = None
    text: str | None = None
    message_id: str | None = None
    uuid: str | None = None
    last: str | None = None
    since: Milliseconds | None = None
    until: Milliseconds | None = None
    columns: tuple[str, ...] = USUAL
    typed: tuple[tuple[str, str], ...] = ()
    faults: Mapping[str, str]

    def begins(self, now: Milliseconds) -> Milliseconds | None:
        """Return the moment before which nothing is asked for."""
        if self.last is None:
            return self.since
        ago = Milliseconds(now - MINUTES[self.last] * 60_000)
        return max(ago, self.since) if self.since is not None else ago

    def said(self, name: str) -> str:
        """Return a field as it was typed."""
        return next((text for field, text in self.typed if field == name), "")

    def query(self, **instead: str) -> str:
        """Return the query string of this view, some fields changed or left out."""
        kept = [(name, text) for name, text in self.typed if name not in instead]
        return urlencode([*kept, *((n, text) for n, text in instead.items() if text)])

    @property
    def limits(self) -> int:
        """How many fields of the form are in use, time apart."""
        quiet = ("last", "since", "until", "cols", "q")
        return len({name for name, _ in self.typed if name not in quiet})


def read_view(params: QueryParams, columns: tuple[str, ...] = USUAL) -> View:
    """Return the view of a query string; what did not read is in `faults`.

    Where it names no columns it has these.
    """
    read = Reading(params)
    address = "an address such as ann@example.org"
    network = "an address or network such as 192.0.2.0/24"
    time = "a time such as 2026-11-23T10:02 (UTC)"
    spam = read.one("spam", reading.one_of(tuple(_SPAM)), "ham, probable or spam")
    way = read.one("direction", reading.one_of(tuple(_DIRECTION)), "a direction")
    return View(
        types=read.some("type", TYPES),
        direction=_DIRECTION[way] if way else None,
        mail_from=read.one("from", _address, address),
        rcpt_to=read.one("to", _address, address),
        account=read.one("account", _address, address),
        ip=read.one("ip", reading.network, network),
        host=read.one("host", HostName, "a host's name"),
        spam=_SPAM[spam] if spam else None,
        code=read.one("code", reading.code, "a code from 200 to 599"),
        text=read.one("q", reading.plain, "text that prints"),
        message_id=read.one("mid", reading.plain, "a Message-ID or its digest"),
        uuid=read.one("uuid", reading.uuid, "a UUID of the log: C, C.1 or C.1.1"),
        last=read.one("last", reading.one_of(tuple(MINUTES)), "a time of the list"),
        since=read.one("since", reading.moment, time),
        until=read.one("until", reading.moment, time),
        columns=read.some("cols", COLUMNS) or columns,
        typed=tuple(_in_force(params)),
        faults=read.faults,
    )


def _in_force(params: QueryParams) -> Iterator[tuple[str, str]]:
    """Yield the fields that count: of one given twice the last, of a choice all."""
    for name, text in params.multi_items():
        if name in CHOICES and (asked := reading.words(text)):
            yield name, ",".join(asked)
        elif name in SINGLE and text == params.get(name) and text.strip():
            yield name, text.strip()


def _address(text: str) -> Address:
    return parse_address(text.strip("<>"))
