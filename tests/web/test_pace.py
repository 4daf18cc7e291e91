"""Nobody asks faster than a person or a program in its right mind needs to."""

import pytest

from glassine.web.pace import A_SECOND, AT_ONCE, MOST, Pace
from glassine.words.clock import Milliseconds, Seconds
from web.browser import Browser

GOOD = {"authorization": "Bearer good"}


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> Milliseconds:
        """Return the moment."""
        return Milliseconds(0)

    def ticks(self) -> Seconds:
        """Return the reading."""
        return Seconds(self.seconds)


def test_a_bucket_runs_empty_and_full_again() -> None:
    watch = Watch()
    pace = Pace(watch)
    assert [pace.wait("ann") for _ in range(AT_ONCE)] == [0] * AT_ONCE
    assert pace.wait("ann") == 1
    assert pace.wait("bob") == 0
    watch.seconds += 2
    assert [pace.wait("ann") for _ in range(21)] == [0] * int(2 * A_SECOND) + [1]
    watch.seconds += 3600
    assert [pace.wait("ann") for _ in range(AT_ONCE + 1)] == [0] * AT_ONCE + [1]


def test_it_remembers_no_more_than_it_must() -> None:
    pace = Pace(Watch())
    for number in range(MOST + 10):
        pace.wait(str(number))
    assert len(pace._buckets) == MOST


@pytest.mark.parametrize("place", ["/events", "/me", "/sign-in", "/api/v1/events"])
def test_who_asks_too_fast_is_told_to_wait(browser: Browser, place: str) -> None:
    for _ in range(AT_ONCE):
        assert browser.get(place).status_code != 429
    answer = browser.get(place)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")


def test_who_is_known_does_not_wait_for_strangers_nor_for_each_other(
    browser: Browser,
) -> None:
    for _ in range(AT_ONCE + 1):
        browser.get("/sign-in")
    assert browser.get("/api/v1/events", **GOOD).status_code == 200
    browser.be("support")
    for _ in range(AT_ONCE + 1):
        browser.get("/queue")
    assert browser.get("/queue").status_code == 429
    browser.be("admin")
    assert browser.get("/queue").status_code == 200
