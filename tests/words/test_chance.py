"""Randomness drawn in bulk is given once, in whatever sizes it is asked for."""

import os
from collections.abc import Callable

from glassine.words.chance import PAGE, PagedChance


def counting() -> Callable[[int], bytes]:
    """Return a source whose every page says which it is."""
    pages = iter(range(1, 100))
    return lambda octets: bytes([next(pages)]) * octets


def test_each_asks_for_as_much_as_it_needs() -> None:
    chance = PagedChance()
    assert [len(chance(octets)) for octets in (16, 12, 32, 0)] == [16, 12, 32, 0]


def test_no_octet_is_given_twice() -> None:
    source = iter([bytes(range(256)) * (PAGE // 256), b"next" * PAGE])
    chance = PagedChance(lambda octets: next(source)[:octets])
    given = b"".join(chance(100) for _ in range(PAGE // 100))
    assert given == (bytes(range(256)) * (PAGE // 256))[: len(given)]
    assert chance(100) == b"next" * 25  # what was left is too short, and is dropped


def test_a_page_does_not_limit_what_can_be_asked() -> None:
    assert PagedChance(counting())(PAGE + 1) == b"\1" * (PAGE + 1)


def test_a_child_does_not_draw_what_its_parent_draws() -> None:
    chance = PagedChance()
    chance(16)
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(tell, chance(16))
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(told, 16) != chance(16)
    os.close(told)
    os.close(tell)
