"""Read a raw log line back: for users' scripts, and to age what is kept.

Strict: what `events.lines` cannot have written is refused, so that a line that reads
back is known to be one line, with these pairs and no others.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from glassine.events.grammar import NOBODY, Level, value
from glassine.words.clock import Milliseconds

_HEAD = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})Z"
    r" \[(?P<level>[A-Z]+)\] \[(?P<uuid>[0-9A-Z.-]+)\] \[(?P<origin>[a-z_.]+)\] "
)
_BARE = r'[^ ="\\]+'
_CODE = r"x[0-9a-f]{2}|u[0-9a-f]{4}|U000[0-9a-f]{5}|U0010[0-9a-f]{4}"
_QUOTED = rf'"(?:[^"\\]|\\(?:["\\nrt]|{_CODE}))*"'
# Haraka's `[outbound]  delivered file=` has a text after the empty one.
_REST = re.compile(
    rf" ?(?P<text>(?:{_BARE}|{_QUOTED})(?: (?:{_BARE}|{_QUOTED}))*)?"
    rf"(?P<pairs>(?: [a-z_]+=(?:{_BARE}|{_QUOTED}))*)"
)
_TOKEN = re.compile(rf"{_BARE}|{_QUOTED}")
_PAIR = re.compile(rf" (?P<key>[a-z_]+)=(?P<value>{_BARE}|{_QUOTED})")
_ESCAPE = re.compile(rf'\\(?:(?P<plain>["\\nrt])|(?P<code>{_CODE}))')
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NotALine(ValueError):
    """The bytes are not one line of the raw log."""


@dataclass(frozen=True, slots=True)
class Line:
    """One raw log line. `text` is as printed; the values of pairs are unquoted."""

    at: Milliseconds
    level: Level
    uuid: str | None
    origin: str
    text: str
    pairs: dict[str, str]


def parse(line: bytes) -> Line:
    """Return what a line says, its LF included or not. Raises `NotALine`."""
    return _said(*_parts(line))


def rewritten(line: bytes, change: Callable[[Line], Line]) -> bytes:
    """Return the line with its text and pairs changed. Raises `NotALine`."""
    head, rest = _parts(line)
    new = change(_said(head, rest))
    begin = rest.start("text") if rest["text"] else rest.start("pairs")
    pairs = "".join(f" {key}={value(each)}" for key, each in new.pairs.items())
    return f"{rest.string[:begin]}{new.text}{pairs}\n".encode()


def reworded(text: str, change: Callable[[str], str]) -> str:
    """Return a line's text with each of its words changed; they are unquoted."""
    return _TOKEN.sub(lambda word: value(change(_unquoted(word[0]))), text)


def _parts(line: bytes) -> tuple[re.Match[str], re.Match[str]]:
    text = _decoded(line)
    head = _HEAD.match(text)
    rest = _REST.fullmatch(text, head.end()) if head else None
    if head is None or rest is None or head["level"] not in Level.__members__:
        raise NotALine("not a raw log line")
    return head, rest


def _said(head: re.Match[str], rest: re.Match[str]) -> Line:
    return Line(
        at=_moment(head["time"]),
        level=Level(head["level"]),
        uuid=None if head["uuid"] == NOBODY else head["uuid"],
        origin=head["origin"],
        text=rest["text"] or "",
        pairs=_unique(_pairs(rest["pairs"])),
    )


def _decoded(line: bytes) -> str:
    try:
        text = line.decode().removesuffix("\n")
    except UnicodeDecodeError:
        raise NotALine("not UTF-8") from None
    if not text.isprintable():
        raise NotALine("a character that does not print")
    return text


def _moment(time: str) -> Milliseconds:
    try:
        moment = datetime.fromisoformat(time).replace(tzinfo=UTC)
    except ValueError:
        raise NotALine("not a time") from None
    return Milliseconds((moment - _EPOCH) // timedelta(milliseconds=1))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in _PAIR.finditer(text):
        yield pair["key"], _unquoted(pair["value"])


def _unique(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, each in pairs:
        if key in found:
            raise NotALine("a key twice")
        found[key] = each
    return found


def _unquoted(written: str) -> str:
    if not written.startswith('"'):
        return written
    return _ESCAPE.sub(_character, written[1:-1])


def _character(escape: re.Match[str]) -> str:
    if escape["code"]:
        return chr(int(escape["code"][1:], 16))
    return {"n": "\n", "r": "\r", "t": "\t"}.get(escape["plain"], escape["plain"])
