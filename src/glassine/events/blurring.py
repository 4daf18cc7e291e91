"""Cut IP addresses short, wherever they stand in a text.

`/24` of IPv4 and `/48` of IPv6 name a network of many, and still tell which one had
trouble. Names made of an address (`host-192-0-2-7.example.net`) say it again: those
are found here too. Whatever is done here may be done again and changes nothing more.
"""

import re
from collections.abc import Callable

from glassine.words.public import IpAddress, ip_address

Change = Callable[[IpAddress], str]
"""What to write in an address's place."""

_SIX = re.compile(
    r"(?:(?<=IPv6:)|(?<![\w:.]))(?:[0-9a-f]{0,4}:){2,7}"
    r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4})?(?![\w:])",
    re.IGNORECASE,
)
_FOUR = re.compile(
    r"(?<!\d)\d{1,3}(?P<by>[.-])\d{1,3}(?P=by)\d{1,3}(?P=by)\d{1,3}"
    r"(?!\d)(?P<name>(?=[.-]?[A-Za-z]))?"
)
_NUMBER = re.compile(r"\d+")
_HEX = re.compile(r"[0-9a-f]+")
_NOWHERE = ip_address("0.0.0.0")  # noqa: S104 (nobody listens on it here)


def blurred(ip: IpAddress) -> IpAddress:
    """Return the first address of its /24 or /48; a 6to4 address holds an IPv4 one."""
    if ip.version == 4:
        return _cut(ip, 8)
    return _cut(ip, 128 - (40 if ip.sixtofour else 48))


def without_ips(text: str, change: Change) -> str:
    """Return the text with each IP address in it changed.

    The octets of one that is part of a name may stand in any order: all of them go.
    """
    if ":" in text:
        text = _SIX.sub(lambda found: _changed(found[0], change), text)
    return _FOUR.sub(lambda found: _changed_four(found, change), text)


def tells(name: str, ip: IpAddress) -> bool:
    """Tell whether a host's name holds what blurring the address hides.

    One number of the name is enough, so a few names go that meant something else.
    """
    hidden = int(ip) - int(blurred(ip))
    if not hidden:
        return False
    if ip.version == 4:
        return _tells_octet(name.lower(), hidden, ip.packed.hex())
    return _tells_groups(name.lower(), hidden, ip.packed.hex())


def _cut(ip: IpAddress, bits: int) -> IpAddress:
    return type(ip)(int(ip) >> bits << bits)


def _changed(text: str, change: Change) -> str:
    try:
        return change(ip_address(text))
    except ValueError:
        return text  # a time of day, or octets beyond 255


def _changed_four(found: re.Match[str], change: Change) -> str:
    if found["by"] == "." and found["name"] is None:
        return _changed(found[0], change)
    return change(_NOWHERE).replace(".", found["by"])


def _tells_octet(name: str, octet: int, digits: str) -> bool:
    """Tell it of IPv4: `dsl-7`, `192000002007`, `c0000207`."""
    decimal = "".join(f"{int(digits[i : i + 2], 16):03}" for i in range(0, 8, 2))
    numbers = [int(number) for number in _NUMBER.findall(name)]
    return octet in numbers or decimal in name or digits in name


def _tells_groups(name: str, hidden: int, digits: str) -> bool:
    """Tell it of IPv6: one group that is hidden, or all digits, backwards or not."""
    groups = {hidden >> shift & 0xFFFF for shift in range(0, 88, 16)} - {0}
    said = {int(number, 16) for number in _HEX.findall(name)}
    squeezed = "".join(_HEX.findall(name))
    return bool(groups & said) or digits in squeezed or digits[::-1] in squeezed
