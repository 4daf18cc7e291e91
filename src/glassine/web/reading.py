"""The words of a query string, each read once; what does not read is told, not used."""

import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from starlette.datastructures import QueryParams

from glassine.words.clock import Milliseconds
from glassine.words.public import IpNetwork

T = TypeVar("T")
LONGEST = 400  # characters of one field; a Message-ID may be long
_UUID = re.compile(r"[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}(?:\.[0-9]{1,9}){0,2}")


class Reading:
    """Reads fields one by one, and remembers which did not read."""

    def __init__(self, params: QueryParams) -> None:
        self._params = params
        self.faults: dict[str, str] = {}

    def one(self, name: str, read: Callable[[str], T], wanted: str) -> T | None:
        """Return the field's word; None where it is empty or is not one."""
        text = self._params.get(name, "").strip()
        if not text:
            return None
        try:
            return read(text[:LONGEST])
        except ValueError:
            self.faults[name] = wanted
            return None

    def some(self, name: str, of: tuple[str, ...]) -> tuple[str, ...]:
        """Return those that were chosen, in the order of the choice."""
        given = self._params.getlist(name)
        asked = {word for text in given for word in words(text)}
        if not asked <= set(of):
            self.faults[name] = f"one of {', '.join(of)}"
        return tuple(word for word in of if word in asked)


def words(text: str) -> list[str]:
    """Return the words between commas; what is blank is none."""
    return [word for each in text.split(",") if (word := each.strip())]


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """Return a reader of one of these words."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError("not among the choices")
        return text

    return read


def network(text: str) -> IpNetwork:
    """Return an address or network. Raises `ValueError`."""
    return ipaddress.ip_network(text, strict=False)


def moment(text: str) -> Milliseconds:
    """Return a moment; one without a zone is UTC. Raises `ValueError`."""
    when = datetime.fromisoformat(text)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return Milliseconds(round(when.timestamp() * 1000))


def uuid(text: str) -> str:
    """Return C, C.N or C.N.M in the log's spelling. Raises `ValueError`."""
    upper = text.upper()
    if not _UUID.fullmatch(upper):
        raise ValueError("not a uuid")
    return upper


def code(text: str) -> int:
    """Return a status code. RFC 5321 §4.2"""
    number = int(text)
    if not 200 <= number <= 599:
        raise ValueError("not a status code")
    return number


def plain(text: str) -> str:
    """Return text that prints. Raises `ValueError`."""
    if not text.isprintable():
        raise ValueError("a character that does not print")
    return text
