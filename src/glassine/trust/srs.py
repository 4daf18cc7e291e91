"""Return paths that lead back through us: the Sender Rewriting Scheme.

Mail that an alias sends on to elsewhere would fail SPF under its own sender, whose
domain does not name us. So it goes out as `SRS0=HASH=DAY=domain=local@ours`, and a
bounce to that address is sent on to `local@domain`. What another forwarder has
rewritten already becomes `SRS1=HASH=forwarder=…@ours`, which leads back to that
forwarder at once, however many there were.

The hash is keyed: nobody else can make an address that we would send bounces on from,
and an address of ours is good for three weeks. Case may be lost on the way, so it does
not count.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain, NotPublic

DAYS = 21  # that an address is good for; the queue gives up long before
_DAY = 24 * 3600 * 1000
_HASH = 6  # letters of base32: 30 bits, and one guess costs a RCPT
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_ROUND = len(_LETTERS) ** 2  # days until the day's two letters come again
_LONGEST_LOCAL = 64  # octets. RFC 5321 §4.5.3.1.1

_OURS = re.compile(r"SRS[01]=", re.IGNORECASE)
_SRS0 = re.compile(r"SRS0=([^=]*)=([^=]*)=([^=]*)=(.+)\Z", re.IGNORECASE | re.DOTALL)
_SRS1 = re.compile(r"SRS1=([^=]*)=([^=]*)=(.+)\Z", re.IGNORECASE | re.DOTALL)
_FOREIGN_SRS0 = re.compile(r"SRS0([=+-].+)\Z", re.IGNORECASE | re.DOTALL)
_FOREIGN_SRS1 = re.compile(
    r"SRS1[=+-][^=]*=([^=]+)=([=+-].+)\Z", re.IGNORECASE | re.DOTALL
)
_TELLABLE = re.compile(r"[^\s\"(),:;<>@\[\\\]]+\Z")  # without quotes. RFC 5321 §4.1.2


class Forged(Exception):
    """The address was not made with our key."""


class Expired(Exception):
    """The address was made here, too long ago."""


def is_return_path(address: Address) -> bool:
    """Tell whether an address has the form of those made here."""
    return _OURS.match(address.local) is not None


@dataclass(frozen=True, slots=True)
class ReturnPaths:
    """Makes and reads return paths. `digest` is keyed."""

    digest: Callable[[bytes], bytes]

    def through(
        self, domain: Domain, sender: Address, now: Milliseconds
    ) -> Address | None:
        """Return the address of this domain that leads back to the sender.

        None where there is none: the sender's address is too long, or has quotes.
        """
        local = self._rewritten(sender, now)
        if len(local.encode()) > _LONGEST_LOCAL or not _TELLABLE.match(local):
            return None
        return Address(local, domain)

    def back(self, address: Address, now: Milliseconds) -> Address:
        """Return whom an address made here leads to. Raises `Forged`, `Expired`."""
        if found := _SRS0.match(address.local):
            given, day, domain, local = found.groups()
            self._check(given, "SRS0", day, domain, local)
            if not _is_fresh(day, now):
                raise Expired
            return _address(local, domain)
        if found := _SRS1.match(address.local):
            given, forwarder, rest = found.groups()
            self._check(given, "SRS1", forwarder, rest)
            return _address(f"SRS0{rest}", forwarder)
        raise Forged

    def _rewritten(self, sender: Address, now: Milliseconds) -> str:
        if (forwarded := _forwarded(sender)) is not None:
            forwarder, rest = forwarded
            return f"SRS1={self._hash('SRS1', forwarder, rest)}={forwarder}={rest}"
        day, domain = _day(now), sender.domain.name
        told = self._hash("SRS0", day, domain, sender.local)
        return f"SRS0={told}={day}={domain}={sender.local}"

    def _check(self, given: str, *words: str) -> None:
        made = self._hash(*words)
        if not compare_digest(given.upper().encode(), made.encode()):
            raise Forged

    def _hash(self, *words: str) -> str:
        said = "=".join(words).casefold().encode()
        return base64.b32encode(self.digest(said)).decode("ascii")[:_HASH]


def _forwarded(sender: Address) -> tuple[str, str] | None:
    """Return the first forwarder and what it made, if the mail has come by one."""
    if found := _FOREIGN_SRS0.match(sender.local):
        return sender.domain.name, found[1]
    found = _FOREIGN_SRS1.match(sender.local)
    if found is None:
        return None
    try:
        return Domain(found[1].lower()).name, found[2]
    except NotPublic:  # it only looks like one
        return None


def _address(local: str, domain: str) -> Address:
    try:
        return Address(local, Domain(domain.lower()))
    except NotPublic:  # it is not what was hashed, whatever its hash says
        raise Forged from None


def _day(now: Milliseconds) -> str:
    number = now // _DAY % _ROUND
    return _LETTERS[number // len(_LETTERS)] + _LETTERS[number % len(_LETTERS)]


def _is_fresh(day: str, now: Milliseconds) -> bool:
    return day.upper() in {_day(Milliseconds(now - n * _DAY)) for n in range(DAYS + 1)}
