"""Expand the macros of SPF. RFC 7208 §7

What comes out is made of what a stranger wrote and a client said: it is asked of DNS,
or shown to that client, and nothing else is done with it.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from glassine.words.public import IpAddress

LONGEST_NAME = 253
_MACRO = re.compile(r"%\{([A-Za-z])(\d*)([rR]?)([.\-+,/_=]*)\}|%%|%_|%-")
_PLAIN = {"%%": "%", "%_": " ", "%-": "%20"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Macros:
    """What the letters stand for; `p` is looked up only where it is asked for."""

    ip: IpAddress
    sender: str  # local@domain
    domain: str  # the one whose record is looked at
    helo: str
    validated: str = "unknown"  # the client's confirmed name
    receiver: str = "unknown"
    time: int = 0  # seconds since the epoch


def wants_validated(text: str) -> bool:
    """Tell whether the text asks for the client's confirmed name."""
    return any((found[1] or "").lower() == "p" for found in _MACRO.finditer(text))


def expand(text: str, macros: Macros) -> str:
    """Return the text with its macros expanded."""
    return _MACRO.sub(lambda found: _expanded(found, macros), text)


def expand_name(text: str, macros: Macros) -> str:
    """Return a domain name; one that is too long loses labels from its left."""
    name = expand(text, macros).removesuffix(".")
    if len(name) <= LONGEST_NAME:
        return name
    end = name[-LONGEST_NAME - 1 :]  # begins within a label, or with a dot
    _, dot, shorter = end.partition(".")
    return shorter if dot else end


def _expanded(found: re.Match[str], macros: Macros) -> str:
    letter = found[1]
    if letter is None:
        return _PLAIN[found[0]]
    value = _transformed(_value(letter.lower(), macros), found[2], found[3], found[4])
    return quote(value, safe="-._~") if letter.isupper() else value


def _transformed(value: str, digits: str, reverse: str, delimiters: str) -> str:
    parts = re.split(f"[{re.escape(delimiters or '.')}]", value)
    if reverse:
        parts.reverse()
    if digits:
        parts = parts[-int(digits) :]
    return ".".join(parts)


def _value(letter: str, macros: Macros) -> str:
    local, _, domain = macros.sender.rpartition("@")
    values = {
        "s": macros.sender,
        "l": local,
        "o": domain,
        "d": macros.domain,
        "i": dotted(macros.ip),
        "p": macros.validated,
        "v": "in-addr" if macros.ip.version == 4 else "ip6",
        "h": macros.helo,
        "c": str(macros.ip),
        "r": macros.receiver,
        "t": str(macros.time),
    }
    return values[letter]


def dotted(ip: IpAddress) -> str:
    """Return the address as `i` shows it: IPv6 nibble by nibble."""
    if ip.version == 4:
        return str(ip)
    return ".".join(ip.exploded.replace(":", "").upper())
