"""Find the line on which each setting stands; `tomllib` does not tell.

The text is known to be TOML. Then a statement is the fewest lines, from where the
last one ended, that are TOML by themselves: nothing has to be guessed about quotes,
brackets or comments, for `tomllib` itself says when a statement is whole.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""The way to a setting: `("limits", "recipients")`, `("route", 0, "to")`."""


def places(text: str) -> dict[Place, int]:
    """Return the line of every table and setting; the first line is 1."""
    found: dict[Place, int] = {(): 1}
    seen: Counter[str] = Counter()
    table: Place = ()
    for line, statement, parsed in _statements(text):
        if statement.lstrip().startswith("["):
            table = _table(parsed, seen)
            found.setdefault(table, line)
            found.setdefault(table[:1], line)
            continue
        for way in _ways(parsed):
            found.setdefault(table + way, line)
    return found


def line_of(place: Place, found: Mapping[Place, int]) -> int:
    """Return the line of the setting, or else of the table it belongs in."""
    while place not in found:
        place = place[:-1]
    return found[place]


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    lines = text.replace("\r\n", "\n").split("\n")
    begin = 0
    for end in range(1, len(lines) + 1):
        statement = "\n".join(lines[begin:end])
        try:
            parsed = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue  # not whole yet
        if parsed:
            yield begin + 1, statement, parsed
        begin = end


def _table(parsed: dict[str, Any], seen: Counter[str]) -> Place:
    """Return the place a `[header]` names; of `[[header]]`, with its number."""
    place: list[str | int] = []
    inside: Any = parsed
    while inside:
        if isinstance(inside, list):
            name = str(place[0])
            place.append(seen[name])
            seen[name] += 1
            break
        [(key, inside)] = inside.items()
        place.append(key)
    return tuple(place)


def _ways(parsed: Any) -> Iterator[Place]:
    if not isinstance(parsed, dict):
        return
    for key, inside in parsed.items():
        yield (key,)
        yield from ((key, *way) for way in _ways(inside))
