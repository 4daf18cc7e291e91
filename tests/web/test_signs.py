"""Facts become signs: what is bad, what will be, and what nobody can tell."""

from dataclasses import replace

import pytest

from glassine.flow.viewing.health import Health
from glassine.web.signs import DAY, signs
from glassine.web.viewing import Mood
from glassine.words.clock import Milliseconds
from glassine.words.public import Size, parse_domain

NOW = Milliseconds(1_795_464_000_000)
WELL = Health(
    now=NOW,
    certificate_expires=Milliseconds(NOW + 80 * DAY),
    disk_free=Size(80 << 30),
    disk_total=Size(100 << 30),
    waiting=0,
    oldest=None,
    write_failures=0,
    clock_is_set=True,
    domains=[parse_domain("example.org")],
)


def moods(**facts: object) -> dict[str, Mood]:
    return {sign.name: sign.mood for sign in signs(replace(WELL, **facts))}  # type: ignore[arg-type]


def test_a_house_that_is_well_has_no_bad_sign() -> None:
    assert set(moods().values()) == {Mood.OK, Mood.UNKNOWN}
    assert moods()["Domains"] is Mood.UNKNOWN


@pytest.mark.parametrize(
    ("days", "mood"),
    [(-1, Mood.BAD), (1, Mood.BAD), (7, Mood.WARNING), (15, Mood.OK)],
)
def test_a_certificate_is_told_of_before_it_ends(days: int, mood: Mood) -> None:
    until = Milliseconds(NOW + days * DAY)
    assert moods(certificate_expires=until)["Certificate"] is mood


@pytest.mark.parametrize(
    ("share", "mood"), [(4, Mood.BAD), (10, Mood.WARNING), (20, Mood.OK)]
)
def test_a_disk_is_told_of_before_it_is_full(share: int, mood: Mood) -> None:
    assert moods(disk_free=Size(share << 30))["Disk"] is mood


def test_old_mail_in_the_queue_is_a_warning() -> None:
    assert moods(waiting=1, oldest=NOW)["Queue"] is Mood.OK
    assert moods(waiting=1, oldest=Milliseconds(NOW - DAY))["Queue"] is Mood.WARNING


def test_what_was_not_written_and_a_wrong_clock_are_bad() -> None:
    assert moods(write_failures=1)["Store"] is Mood.BAD
    assert moods(clock_is_set=False)["Clock"] is Mood.BAD
    assert moods(clock_is_set=None)["Clock"] is Mood.UNKNOWN
    assert moods(certificate_expires=None)["Certificate"] is Mood.UNKNOWN
