"""Can a client be what it says in HELO? The checks of the name that ask nobody.

They have Haraka's names and meaning. Each says of one thing how it ended; a name that
a check is not about is skipped, with the reason.
"""

import re
from collections.abc import Iterator, Sequence

from glassine.trust.dynamic_names import is_of_a_pool
from glassine.trust.helo import folded
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import HostName, IpAddress, ip_address, is_address_literal
from glassine.words.reason import Reason

# Weights. A bot does several of these at once; a server whose owner was careless does
# one or two, and is not spam for that.
MATCHED = 3.0  # the operator has met it before
BARE_IP = 1.5
DYNAMIC = 1.0
LITERAL_MISMATCH = 1.5
INVALID = 1.0

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")  # RFC 5321 §4.1.2
# Names that no server has in public: RFC 6761, RFC 6762, RFC 8375, and what boxes at
# home call themselves. `example` and `test` are left to those who rehearse.
_NOWHERE = {
    *("arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local"),
    *("localdomain", "localhost"),
}


def look_at_name(
    host: HostName, ip: IpAddress, patterns: Sequence[re.Pattern[str]]
) -> Iterator[Finding]:
    """Yield what each check finds of a name given in HELO by a client at `ip`."""
    yield _matched(host, patterns)
    yield _bare_ip(host)
    yield _dynamic(host, ip)
    yield _literal_mismatch(host, ip)
    yield _valid_hostname(host)


def is_full_name(name: str) -> bool:
    """Tell whether a folded name can be a host's in public DNS. RFC 5321 §2.3.5"""
    labels = name.split(".")
    return (
        len(labels) > 1
        and all(map(_LABEL.match, labels))
        and not labels[-1].isdigit()
        and labels[-1] not in _NOWHERE
    )


def _matched(host: HostName, patterns: Sequence[re.Pattern[str]]) -> Finding:
    name = folded(host)
    hit = any(pattern.search(name) for pattern in patterns)
    return _judged(CheckName.MATCH_RE, hit, Reason.MATCHED, host, MATCHED)


def _bare_ip(host: HostName) -> Finding:
    """An address stands in brackets. RFC 5321 §4.1.3"""
    bare = _address(host.name) is not None
    return _judged(CheckName.BARE_IP, bare, Reason.ADDRESS, host, BARE_IP)


def _dynamic(host: HostName, ip: IpAddress) -> Finding:
    if _names_address(host):
        return Finding(CheckName.DYNAMIC, Result.SKIP, Reason.LITERAL)
    lent = is_of_a_pool(folded(host), ip)
    return _judged(CheckName.DYNAMIC, lent, Reason.POOL, host, DYNAMIC)


def _literal_mismatch(host: HostName, ip: IpAddress) -> Finding:
    check = CheckName.LITERAL_MISMATCH
    if not is_address_literal(host.name):
        return Finding(check, Result.PASS)
    inner = host.name[1:-1]
    v6 = inner[:5].lower() == "ipv6:"
    other = ip_address(inner[5:] if v6 else inner) != ip
    return _judged(check, other, Reason.MISMATCH, host, LITERAL_MISMATCH)


def _valid_hostname(host: HostName) -> Finding:
    if _names_address(host):
        return Finding(CheckName.VALID_HOSTNAME, Result.SKIP, Reason.LITERAL)
    invalid = not is_full_name(folded(host))
    return _judged(CheckName.VALID_HOSTNAME, invalid, Reason.INVALID, host, INVALID)


def _names_address(host: HostName) -> bool:
    """Tell whether it is an address, in brackets or without."""
    return is_address_literal(host.name) or _address(host.name) is not None


def _address(text: str) -> IpAddress | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _judged(
    check: CheckName, failed: bool, why: Reason, host: HostName, weight: float
) -> Finding:
    if not failed:
        return Finding(check, Result.PASS)
    return Finding(check, Result.FAIL, why, host, weight)
