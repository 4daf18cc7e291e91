"""Search all that the server wrote for the words that were just sent.

A search that finds nothing proves something only if it would have found them: so the
same search is first made in what went over the wire, and must find every word there.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from glassine.cli.leak.files import Found, Tally, scan
from glassine.cli.leak.search import SHORTEST, Search
from glassine.cli.play.cast import Member
from glassine.cli.play.letters import Letter
from glassine.cli.refused import Refused
from glassine.words.private import Text


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked for and where, and what was found."""

    words: int
    tally: Tally
    found: tuple[Found, ...]


def search(
    directory: Path, letters: Iterable[Letter], members: Iterable[Member]
) -> Searched:
    """Search every byte under the directory. Raises `Refused` if it cannot tell."""
    letters, members = tuple(letters), tuple(members)
    words = {
        f"word {number}": Text(word.encode())
        for number, word in enumerate(sorted(_words(letters, members)), 1)
    }
    sought, tally = Search(words), Tally()
    _try_on_the_wire(sought, words, _wire(letters, members))
    found = tuple(scan([directory], sought, tally, deep=True))
    if tally.unread:
        raise Refused(f"{tally.unread[0]} cannot be read, so nothing is proved")
    return Searched(len(words), tally, found)


def _words(letters: Iterable[Letter], members: Iterable[Member]) -> set[str]:
    words = {member.password for member in members}
    for letter in letters:
        words.update(letter.words())
    return {word for word in words if len(word.encode()) >= SHORTEST}


def _wire(letters: Iterable[Letter], members: Iterable[Member]) -> Iterator[bytes]:
    """Yield what clients sent: the letters, and each password as SASL dresses it."""
    for letter in letters:
        yield letter.octets()
    for member in members:
        yield b64encode(member.password.encode())
        yield b64encode(f"\0{member.address}\0{member.password}".encode())


def _try_on_the_wire(
    sought: Search, words: Mapping[str, Text], wire: Iterator[bytes]
) -> None:
    seen = {hit.word for octets in wire for hit in sought.window(octets)}
    if seen != set(words):
        raise Refused("the search is blind to some of the words, so it proves nothing")
