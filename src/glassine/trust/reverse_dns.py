"""Has the client's address a name that leads back to it? "iprev" of RFC 8601 §2.7.3.

Whoever runs a server can have its address named; most senders of spam cannot. A name
that does not lead back proves nothing: anybody writes any name into their own zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from glassine.events.facts import Checked
from glassine.trust.dynamic_names import is_of_a_pool
from glassine.trust.helo import folded
from glassine.trust.resolver import Ending, Resolver
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import HostName, IpAddress
from glassine.words.reason import Reason

NO_RDNS = 1.5  # weights; honest servers without a name are few, and are some
UNCONFIRMED = 1.0
GENERIC = 1.0

MOST_NAMES = 3  # of one address; as many as `Resolver.reverse` looks at


class Standing(Enum):
    """What reverse DNS says of an address."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    NAMELESS = "nameless"
    UNKNOWN = "unknown"  # it did not answer


@dataclass(frozen=True, slots=True)
class Reverse:
    """How an address stands, and a name that it has, led back to it or not."""

    standing: Standing
    name: HostName | None = None


async def reverse_of(
    resolver: Resolver, ip: IpAddress, confirmed: HostName | None
) -> Reverse:
    """Return how an address stands; `confirmed` is what was found when it came.

    Where nothing was, DNS is asked why not.
    """
    if confirmed is not None:
        return Reverse(Standing.CONFIRMED, confirmed)
    pointers = await resolver.pointers(ip)
    if pointers.ending is Ending.FAILED:
        return Reverse(Standing.UNKNOWN)
    for name in pointers.records[:MOST_NAMES]:
        ask = resolver.a if ip.version == 4 else resolver.aaaa
        if (await ask(name.name)).ending is Ending.FAILED:
            return Reverse(Standing.UNKNOWN, name)
    if pointers.records:
        return Reverse(Standing.UNCONFIRMED, pointers.records[0])
    return Reverse(Standing.NAMELESS)


def look_at_reverse(found: Reverse, ip: IpAddress) -> Iterator[Finding]:
    """Yield what reverse DNS says for or against an address."""
    match found.standing:
        case Standing.UNKNOWN:
            why = Reason.TEMPERROR
            if found.name is None:
                yield Finding(CheckName.NO_RDNS, Result.ERR, why, ip)
            yield Finding(CheckName.FCRDNS, Result.ERR, why, ip)
        case Standing.NAMELESS:
            why = Reason.NO_RECORD
            yield Finding(CheckName.NO_RDNS, Result.FAIL, why, ip, NO_RDNS)
        case Standing.UNCONFIRMED:
            why = Reason.UNCONFIRMED
            yield Finding(CheckName.FCRDNS, Result.FAIL, why, found.name, UNCONFIRMED)
        case Standing.CONFIRMED:
            yield Finding(CheckName.FCRDNS, Result.PASS)
    if found.name is not None:
        yield _generic(found.name, ip)


def iprev(confirmed: HostName | None, findings: Iterable[Finding]) -> Checked:
    """Return what was found, in the words of RFC 8601 §2.7.3.

    An address without a PTR record is an error that will not pass, and no failure;
    where nobody asked why there is no name, nothing is said.
    """
    if confirmed is not None:
        return Checked.PASS
    found = {(each.check, each.result) for each in findings}
    if found & {(CheckName.FCRDNS, Result.ERR), (CheckName.NO_RDNS, Result.ERR)}:
        return Checked.TEMPERROR
    if (CheckName.NO_RDNS, Result.FAIL) in found:
        return Checked.PERMERROR
    unconfirmed = (CheckName.FCRDNS, Result.FAIL) in found
    return Checked.FAIL if unconfirmed else Checked.UNCHECKED


def _generic(name: HostName, ip: IpAddress) -> Finding:
    if not is_of_a_pool(folded(name), ip):
        return Finding(CheckName.GENERIC_RDNS, Result.PASS)
    return Finding(CheckName.GENERIC_RDNS, Result.FAIL, Reason.POOL, name, GENERIC)
