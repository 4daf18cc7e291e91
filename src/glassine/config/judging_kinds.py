"""How it is written what checks of strangers need: patterns, weights, answers."""

import re
from collections.abc import Mapping
from ipaddress import IPv4Address, ip_network
from typing import Any, TypeAlias

from glassine.config.kinds import (
    DOMAIN,
    Kind,
    list_of,
    no,
    number,
    quoted,
    text,
    within,
)
from glassine.words.dns_list import ListAnswers, ListKind
from glassine.words.public import Domain

Companies: TypeAlias = tuple[tuple[Domain, tuple[Domain, ...]], ...]
"""Names that are often borrowed, each with the domains of its owner's machines."""

_OFF = "off"
_ANSWERS = ip_network("127.0.0.0/8")  # RFC 5782 §2.1
_MOST = 100.0  # that anything weighs


def _pattern(value: Any) -> re.Pattern[str]:
    try:
        return re.compile(text(value), re.IGNORECASE)
    except re.error:
        no()


def _weight(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return within(0.0, _MOST, float(value)) if is_number else no()


def _weights(value: Any) -> Mapping[str, float]:
    """Return weights by rule; `attachment.macro = 5` is a table in a table to TOML."""
    if not isinstance(value, dict):
        no()
    weights: dict[str, float] = {}
    for name, inside in value.items():
        by_reason = inside if isinstance(inside, dict) else {"": inside}
        for why, weight in by_reason.items():
            weights[f"{name}.{why}".rstrip(".")] = _EITHER_WAY.read(weight)
    return weights


def _zone(value: Any) -> Domain:
    """Return the zone; a list is below some domain, and is no address."""
    domain = DOMAIN.read(value)
    return domain if "." in domain.name and domain.name[0] != "[" else no()


def _companies(value: Any) -> Companies:
    if not isinstance(value, dict):
        no()
    return tuple((DOMAIN.read(c), _DOMAINS.read(homes)) for c, homes in value.items())


def _write_companies(companies: Companies) -> str:
    each = (f"{quoted(c)} = {_DOMAINS.write(homes)}" for c, homes in companies)
    return f"{{ {', '.join(each)} }}"


def _answers(value: Any) -> tuple[ListAnswers, ...]:
    if not isinstance(value, dict):
        no()
    return tuple(_run(name, meaning) for name, meaning in value.items())


def _run(name: Any, meaning: Any) -> ListAnswers:
    """Return one line: `"127.0.0.2-11" = 3.5`, or a word for the number."""
    first, _, last = text(name).partition("-")
    try:
        begin = IPv4Address(first)
        end = IPv4Address(f"{first.rpartition('.')[0]}.{last}") if last else begin
    except ValueError:
        no()
    if not (begin in _ANSWERS and begin <= end):
        no()
    if meaning == _OFF:
        return ListAnswers(begin, end, counts=False)
    if isinstance(meaning, str):
        return ListAnswers(begin, end, kind=_kind(meaning))
    return ListAnswers(begin, end, weight=_weight(meaning))


def _kind(word: str) -> ListKind:
    return ListKind(word) if word in list(ListKind) else no()


_EITHER_WAY = number(-_MOST, _MOST)
_DOMAINS = list_of(DOMAIN, "")
ZONE = Kind('a zone such as "bl.example.net"', _zone, quoted)
WEIGHT = Kind("a number from 0 to 100", _weight, "{:g}".format)
WEIGHTS = Kind(
    "a line such as no_rdns = 0.5",
    _weights,
    lambda weights: no() if weights else "empty",
)
PATTERNS = list_of(
    Kind("", _pattern, lambda pattern: quoted(pattern.pattern)),
    "a list of regular expressions such as ['^user-pc$'], best in single quotes",
)
COMPANIES = Kind(
    'a table such as { "google.com" = ["google.com"] }', _companies, _write_companies
)
ANSWERS = Kind(
    'a table such as { "127.0.0.2-9" = "deny", "127.0.0.10-11" = 1.5, '
    '"127.0.0.12" = "off" }: answers, and "deny", "note", "allow", a weight or "off"',
    _answers,
    lambda answers: no() if answers else "{}",
)
