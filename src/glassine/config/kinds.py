"""How a setting is written in the file: one grammar each, in both directions.

A kind reads what TOML holds into a type that is its own proof, and writes it back
for the page of settings. It raises `NotThisKind`, which says nothing of the value:
the `form` says what to write instead.
"""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Never, TypeVar

from glassine.words.public import (
    Address,
    Domain,
    HostName,
    IpAddress,
    IpNetwork,
    NotPublic,
    ip_address,
    parse_address,
    parse_domain,
)

T = TypeVar("T")
N = TypeVar("N", bound=float)
E = TypeVar("E", bound=StrEnum)


class NotThisKind(ValueError):
    """What is written does not have the form of this kind."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A grammar: its form in words, and the two directions."""

    form: str
    read: Callable[[Any], T]
    write: Callable[[T], str]


def no(*_: object) -> Never:
    """Refuse."""
    raise NotThisKind


def quoted(value: object) -> str:
    """Return a TOML string; what we write holds no quote and no backslash."""
    return f'"{value}"'


def text(value: Any) -> str:
    """Return the value if it is a text that is not empty."""
    return value if isinstance(value, str) and value else no()


def within(low: float, high: float, value: N) -> N:
    """Return the number if it lies between the two."""
    return value if low <= value <= high else no()


def count(low: int, high: int) -> Kind[int]:
    """Return the kind of whole numbers between two."""

    def read(value: Any) -> int:
        return within(low, high, value) if type(value) is int else no()

    return Kind(f"a whole number from {low} to {high}", read, str)


def number(low: float, high: float) -> Kind[float]:
    """Return the kind of numbers between two, whole or not."""

    def read(value: Any) -> float:
        return within(low, high, float(value)) if type(value) in (int, float) else no()

    return Kind(f"a number from {low:g} to {high:g}", read, lambda n: f"{n:g}")


def or_none(kind: Kind[T]) -> Kind[T | None]:
    """Return the kind of what may also be left out."""
    return Kind(kind.form, kind.read, lambda value: kind.write(value) if value else "")


def one_of(words: type[E]) -> Kind[E]:
    """Return the kind of a fixed choice of words."""

    def read(value: Any) -> E:
        return words(value) if value in list(words) else no()

    form = " or ".join(quoted(word.value) for word in words)
    return Kind(form, read, lambda word: quoted(word.value))


def _yes_or_no(value: Any) -> bool:
    return value if isinstance(value, bool) else no()


def _host_name(value: Any) -> HostName:
    try:
        name = parse_domain(text(value)).name
    except NotPublic:
        no()
    return no() if name.startswith("[") else HostName(name)


def _any_domain(value: Any) -> Domain | None:
    return None if value == "*" else _domain(value)


def _domain(value: Any) -> Domain:
    try:
        return parse_domain(text(value))
    except NotPublic:
        no()


def _address(value: Any) -> Address:
    try:
        return parse_address(text(value))
    except NotPublic:
        no()


def _ip(value: Any) -> IpAddress:
    try:
        return ip_address(text(value))
    except ValueError:
        no()


def _network(value: Any) -> IpNetwork:
    try:
        return ipaddress.ip_network(text(value))
    except ValueError:
        no()


def list_of(kind: Kind[T], form: str) -> Kind[tuple[T, ...]]:
    """Return the kind of lists, any length, of another kind."""

    def read(value: Any) -> tuple[T, ...]:
        return tuple(map(kind.read, value)) if isinstance(value, list) else no()

    def write(values: tuple[T, ...]) -> str:
        return f"[{', '.join(map(kind.write, values))}]"

    return Kind(form, read, write)


def table_of(key: Kind[Any], value: Kind[T], form: str) -> Kind[Mapping[Any, T]]:
    """Return the kind of whole tables whose keys are the operator's own."""

    def read(table: Any) -> Mapping[Any, T]:
        if not isinstance(table, dict):
            no()
        return {key.read(name): value.read(inside) for name, inside in table.items()}

    return Kind(form, read, lambda table: "empty" if not table else no())


def _whose(value: Any) -> Address | Domain:
    return _address(value) if "@" in text(value) else _domain(value)


SWITCH = Kind("true or false", _yes_or_no, lambda value: str(value).lower())
PATH = Kind('a path in quotes, such as "data"', lambda v: Path(text(v)), quoted)
HOST_NAME = Kind('a host name such as "mail.example.org"', _host_name, quoted)
DOMAIN = Kind('a domain such as "example.org"', _domain, quoted)
ANY_DOMAIN = Kind(
    'a domain such as "example.org", or "*" for all that have no route of their own',
    _any_domain,
    lambda domain: quoted(domain or "*"),
)
WHOSE = Kind('"example.org" or "ann@example.org"', _whose, quoted)
ADDRESS = Kind('an address such as "info@example.org"', _address, quoted)
WORD = Kind("a text in quotes", text, quoted)
USER = Kind('a user of this machine such as "glassine", or "-"', text, quoted)
ADDRESSES = list_of(
    Kind("", _ip, quoted), 'a list of IP addresses such as ["192.0.2.1"]'
)
NETWORKS = list_of(
    Kind("", _network, quoted),
    'a list of networks such as ["127.0.0.0/8"], each by its first address',
)
ALIASES = table_of(
    ADDRESS,
    list_of(ADDRESS, ""),
    'a line such as "info@example.org" = ["a@example.org", "b@example.org"]',
)
CATCH_ALL = table_of(
    DOMAIN, ADDRESS, 'a line such as "example.org" = "postmaster@example.org"'
)
