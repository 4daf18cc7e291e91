"""Read an SPF record. The whole of it is read before any of it counts. RFC 7208 §4.6

A record is what a stranger wrote: whatever breaks the grammar is `SpfSyntax`, and
nothing else comes out of here.
"""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from glassine.words.public import IpNetwork


class SpfSyntax(Exception):
    """The record breaks the grammar: a permerror."""


class Qualifier(StrEnum):
    """What a match means. RFC 7208 §4.6.2"""

    PASS = "+"  # noqa: S105 (a result, not a password)
    FAIL = "-"
    SOFTFAIL = "~"
    NEUTRAL = "?"


@dataclass(frozen=True, slots=True)
class All:
    """`all` always matches. RFC 7208 §5.1"""


@dataclass(frozen=True, slots=True)
class Include:
    """`include` matches where that domain's record passes. RFC 7208 §5.2"""

    domain: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """`a` matches an address of the host. RFC 7208 §5.3"""

    domain: str | None
    v4_length: int = 32
    v6_length: int = 128


@dataclass(frozen=True, slots=True)
class Exchangers:
    """`mx` matches an address of a mail exchanger. RFC 7208 §5.4"""

    domain: str | None
    v4_length: int = 32
    v6_length: int = 128


@dataclass(frozen=True, slots=True)
class Pointers:
    """`ptr` matches a confirmed name of the client. RFC 7208 §5.5"""

    domain: str | None


@dataclass(frozen=True, slots=True)
class Network:
    """`ip4` and `ip6`. RFC 7208 §5.6"""

    network: IpNetwork


@dataclass(frozen=True, slots=True)
class Exists:
    """`exists` matches where the name has an A record at all. RFC 7208 §5.7"""

    domain: str


Mechanism: TypeAlias = (
    All | Include | Addresses | Exchangers | Pointers | Network | Exists
)


@dataclass(frozen=True, slots=True)
class Directive:
    """A mechanism, and what its match means."""

    qualifier: Qualifier
    mechanism: Mechanism


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """A record: directives in order, then where to look on and how to explain.

    Domains are still macro strings. RFC 7208 §7
    """

    directives: tuple[Directive, ...]
    redirect: str | None
    explanation: str | None


LONGEST = 8 * 1024  # octets of a record; §3.4 asks for less than 512
WORTH_KEEPING = 1024  # octets; read, a record may take sixty times its length
_MACRO = r"%\{[slodiphcrtvSLODIPHCRTV]\d{0,3}[rR]?[.\-+,/_=]*\}|%%|%_|%-"
_MACROS = re.compile(_MACRO)
_MACRO_STRING = re.compile(rf"(?:{_MACRO}|[!-$&-~])*+\Z")
_TOP_LABEL = re.compile(r"(?!\d*\Z)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\Z")
_ONLY_IN_EXPLANATIONS = re.compile(r"%\{[crtCRT]")
_ZERO_DIGITS = re.compile(r"%\{[A-Za-z]0+[rR]?[.\-+,/_=]*\}")
_MODIFIER = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*)=(.*)\Z")
_DIRECTIVE = re.compile(r"([+\-~?]?)([A-Za-z][A-Za-z0-9_.-]*)(.*)\Z")
_CIDR = re.compile(r"(?:/(0|[1-9]\d?))?(?://(0|[1-9]\d{0,2}))?\Z")
_IP4 = re.compile(r":([0-9.]+)(?:/(0|[1-9]\d?))?\Z")
_IP6 = re.compile(r":([0-9A-Fa-f:.]+)(?:/(0|[1-9]\d{0,2}))?\Z")


def is_spf(text: bytes) -> bool:
    """Tell whether a TXT record is an SPF record, of this version. RFC 7208 §4.5"""
    return text[:6].lower() == b"v=spf1" and text[6:7] in (b"", b" ")


def parse_spf(text: bytes) -> SpfRecord:
    """Read an SPF record. Raises `SpfSyntax`."""
    if len(text) > LONGEST:
        raise SpfSyntax
    return _remembered(text) if len(text) <= WORTH_KEEPING else _parsed(text)


def _parsed(text: bytes) -> SpfRecord:
    try:
        terms = text.decode("ascii").split(" ")[1:]
    except UnicodeDecodeError:
        raise SpfSyntax from None
    directives: list[Directive] = []
    modifiers: dict[str, str] = {}
    for term in filter(None, terms):
        if found := _MODIFIER.match(term):
            _add_modifier(modifiers, found[1].lower(), found[2])
        else:
            directives.append(_directive(term))
    return SpfRecord(tuple(directives), modifiers.get("redirect"), modifiers.get("exp"))


_remembered = lru_cache(maxsize=512)(_parsed)  # the same for all mail of a sender


def check_domain_spec(text: str) -> str:
    """Return a domain that may hold macros. Raises `SpfSyntax`. RFC 7208 §7.1

    It ends in a macro, or in a label that could be the last of a name.
    """
    check_macro_string(text)
    if _ONLY_IN_EXPLANATIONS.search(text):
        raise SpfSyntax
    ends = max((found.end() for found in _MACROS.finditer(text)), default=0)
    _, dot, label = text[ends:].removesuffix(".").rpartition(".")
    if (ends < len(text) or not text) and not (dot and _TOP_LABEL.match(label)):
        raise SpfSyntax
    return text


def check_macro_string(text: str) -> str:
    """Return a text that may hold macros. Raises `SpfSyntax`."""
    if not _MACRO_STRING.match(text):
        raise SpfSyntax
    return _no_zero(text)


def _no_zero(text: str) -> str:
    if _ZERO_DIGITS.search(text):
        raise SpfSyntax
    return text


def _add_modifier(modifiers: dict[str, str], name: str, value: str) -> None:
    if name in ("redirect", "exp"):
        if name in modifiers:
            raise SpfSyntax
        modifiers[name] = check_domain_spec(value)
    else:  # RFC 7208 §6: unknown ones must be well formed, and are ignored
        check_macro_string(value)


def _directive(term: str) -> Directive:
    found = _DIRECTIVE.match(term)
    if found is None:
        raise SpfSyntax
    qualifier = Qualifier(found[1] or "+")
    return Directive(qualifier, _mechanism(found[2].lower(), found[3]))


def _mechanism(name: str, rest: str) -> Mechanism:
    match name:
        case "all" if not rest:
            return All()
        case "include":
            return Include(_domain(rest))
        case "exists":
            return Exists(_domain(rest))
        case "ptr":
            return Pointers(_domain(rest) if rest else None)
        case "a":
            return Addresses(*_domain_and_lengths(rest))
        case "mx":
            return Exchangers(*_domain_and_lengths(rest))
        case "ip4":
            return Network(_network(_IP4, rest, ipaddress.IPv4Network))
        case "ip6":
            return Network(_network(_IP6, rest, ipaddress.IPv6Network))
        case _:
            raise SpfSyntax


def _domain(rest: str) -> str:
    if not rest.startswith(":"):
        raise SpfSyntax
    return check_domain_spec(rest[1:])


def _domain_and_lengths(rest: str) -> tuple[str | None, int, int]:
    """Split `:domain/24//64`; a slash that is not a length belongs to the domain."""
    found = next(
        (m for at in range(len(rest) + 1) if (m := _CIDR.match(rest, at))), None
    )
    assert found is not None  # it matches nothing, at the end
    v4, v6 = int(found[1] or 32), int(found[2] or 128)
    if v4 > 32 or v6 > 128:
        raise SpfSyntax
    before = rest[: found.start()]
    return (_domain(before) if before else None), v4, v6


def _network(
    form: re.Pattern[str],
    rest: str,
    kind: type[ipaddress.IPv4Network] | type[ipaddress.IPv6Network],
) -> IpNetwork:
    found = form.match(rest)
    if found is None:
        raise SpfSyntax
    length = found[2] or ("32" if kind is ipaddress.IPv4Network else "128")
    try:
        return kind(f"{found[1]}/{length}", strict=False)
    except ValueError:
        raise SpfSyntax from None
