"""Spam counts stay in memory while nobody learns, and never without bound."""

from collections.abc import Sequence

from glassine.store.sqlite.spam_memory import Counts, SpamMemory

KNOWN: dict[int, Counts] = {1: (3, 0), 2: (0, 5)}


class Book:
    """Tells what it knows, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def look_up(self, tokens: Sequence[int]) -> dict[int, Counts]:
        """Return what is known of these."""
        self.asked.append(list(tokens))
        return {token: KNOWN[token] for token in tokens if token in KNOWN}


def test_what_was_looked_up_is_not_looked_up_again() -> None:
    memory, book = SpamMemory(), Book()
    assert memory.of(1, [1, 9], book.look_up) == {1: (3, 0)}
    assert memory.of(1, [9, 1, 2], book.look_up) == KNOWN
    assert memory.of(1, [2, 9], book.look_up) == {2: (0, 5)}
    assert book.asked == [[1, 9], [2]]


def test_of_another_state_nothing_is_known() -> None:
    memory, book = SpamMemory(), Book()
    memory.of(1, [1], book.look_up)
    memory.of(2, [1], book.look_up)
    assert book.asked == [[1], [1]]


def test_what_is_kept_is_bounded() -> None:
    memory, book = SpamMemory(most=2), Book()
    memory.of(1, [1, 2, 3], book.look_up)
    memory.of(1, [1], book.look_up)
    assert book.asked == [[1, 2, 3], [1]]
