"""Does DNS know the client by the name it gives in HELO? The checks that ask.

Large senders greet by a name of the house that has no address, and come from another
of its machines: a name of the same house as a confirmed one is good enough.
"""

import asyncio
from collections.abc import Sequence
from typing import TypeAlias

from glassine.trust.helo import folded
from glassine.trust.helo_names import is_full_name
from glassine.trust.kindred_names import is_within, same_house
from glassine.trust.resolver import Ending, Resolver
from glassine.trust.reverse_dns import Reverse, Standing
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Domain, HostName, IpAddress
from glassine.words.reason import Reason

FORWARD = 0.5  # weights: honest servers behind a router often greet so
UNMATCHED = 0.3
BIG_COMPANY = 2.5  # nobody honest does that

Companies: TypeAlias = Sequence[tuple[Domain, Sequence[Domain]]]
"""Names that are often borrowed, and where their owners' machines are."""


def big_company(host: HostName, reverse: Reverse, companies: Companies) -> Finding:
    """Look whether one who says that they are of a well-known house is."""
    check, name = CheckName.BIG_COMPANY, folded(host)
    claimed = [homes for known, homes in companies if is_within(name, known.name)]
    if not claimed:
        return Finding(check, Result.PASS)
    if reverse.standing is Standing.UNKNOWN:
        return Finding(check, Result.ERR, Reason.TEMPERROR)
    homes = [home.name for homes in claimed for home in homes]
    if any(is_within(_confirmed(reverse), home) for home in homes):
        return Finding(check, Result.PASS)
    return Finding(check, Result.FAIL, Reason.MISMATCH, host, BIG_COMPANY)


def rdns_match(host: HostName, reverse: Reverse) -> Finding:
    """Look whether the name is of one house with the confirmed one."""
    check, name = CheckName.RDNS_MATCH, folded(host)
    if not is_full_name(name):
        return Finding(check, Result.SKIP, Reason.INVALID)
    match reverse.standing:
        case Standing.UNKNOWN:
            return Finding(check, Result.ERR, Reason.TEMPERROR)
        case Standing.NAMELESS | Standing.UNCONFIRMED:
            return Finding(check, Result.SKIP, Reason.UNCONFIRMED)
        case Standing.CONFIRMED:
            same = name == _confirmed(reverse) or same_house(name, _confirmed(reverse))
    if same:
        return Finding(check, Result.PASS)
    return Finding(check, Result.FAIL, Reason.MISMATCH, host, UNMATCHED)


async def forward_dns(
    resolver: Resolver, host: HostName, ip: IpAddress, reverse: Reverse
) -> Finding:
    """Look whether the name leads to the client's address."""
    check, name = CheckName.FORWARD_DNS, folded(host)
    if not is_full_name(name):
        return Finding(check, Result.SKIP, Reason.INVALID)
    v4, v6 = await asyncio.gather(resolver.a(name), resolver.aaaa(name))
    addresses: tuple[IpAddress, ...] = (*v4.records, *v6.records)
    if ip in addresses or same_house(name, _confirmed(reverse)):
        return Finding(check, Result.PASS)
    if Ending.FAILED in (v4.ending, v6.ending):
        return Finding(check, Result.ERR, Reason.TEMPERROR)
    why = Reason.MISMATCH if addresses else Reason.NO_RECORD
    return Finding(check, Result.FAIL, why, host, FORWARD)


def _confirmed(reverse: Reverse) -> str:
    if reverse.standing is not Standing.CONFIRMED or reverse.name is None:
        return ""
    return folded(reverse.name)
