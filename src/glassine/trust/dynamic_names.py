"""Names that providers give to the addresses they lend out, by the thousand.

Such a name holds the address in one of a few ways, or says what it is ("pool",
"dhcp"). A server that was set up to send mail has a name that somebody has chosen.
"""

import re
from ipaddress import IPv4Address
from itertools import pairwise

from glassine.words.public import IpAddress

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+")
_POOLS = {
    *("adsl", "broadband", "cable", "cpe", "dhcp", "dial", "dialin", "dialup", "dsl"),
    *("dyn", "dynamic", "dynip", "fios", "ftth", "ipoe", "mobile", "pool", "ppp"),
    *("pppoe", "vdsl", "wifi", "wireless", "xdsl"),
}
_CHOSEN = {
    *("mail", "mailout", "mta", "mx", "out", "relay", "sip", "smtp", "smtpout"),
    "static",
}


def holds_address(name: str, ip: IpAddress) -> bool:
    """Tell whether a name, folded, was made from this address."""
    if isinstance(ip, IPv4Address):
        return _holds_octets(name, list(ip.packed)) or f"{int(ip):08x}" in name
    digits = ip.exploded.replace(":", "")
    packed = name.replace("-", "").replace(".", "")
    return digits in packed or digits[::-1] in packed or _holds_groups(name, ip)


def is_of_a_pool(name: str, ip: IpAddress) -> bool:
    """Tell whether a name reads like one that is lent out; a chosen one does not.

    Words are those of labels below the last two, which are the provider's own.
    """
    words = _words(name)
    if words & _CHOSEN:
        return False
    return bool(words & _POOLS) or holds_address(name, ip)


def _words(name: str) -> set[str]:
    below = name.split(".")[:-2]
    return {word for label in below for word in _WORD.findall(label)}


def _holds_octets(name: str, octets: list[int]) -> bool:
    """Tell whether all four stand there, in order or turned round.

    They stand apart (`192-0-2-1`), or each in three digits (`192000002001`).
    """
    runs = _NUMBER.findall(name)
    if any(
        len(run) == 12 and _by_threes(run) in (octets, octets[::-1]) for run in runs
    ):
        return True
    numbers = [int(run) if len(run) <= 3 else -1 for run in runs]
    fours = zip(numbers, numbers[1:], numbers[2:], numbers[3:], strict=False)
    return any(list(four) in (octets, octets[::-1]) for four in fours)


def _by_threes(run: str) -> list[int]:
    return [int(run[at : at + 3]) for at in range(0, 12, 3)]


def _holds_groups(name: str, ip: IpAddress) -> bool:
    """Tell whether the written groups of an IPv6 address stand there in order."""
    groups = [group for group in ip.compressed.split(":") if group]
    found = [name.find(f"-{group}") for group in groups[1:]]
    return (
        len(groups) > 2 and -1 not in found and all(a < b for a, b in pairwise(found))
    )
