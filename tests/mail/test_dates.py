"""Dates are read in every form that ever was, and written in one."""

import datetime

import pytest

from glassine.mail import dates
from glassine.words.clock import Milliseconds

SEED = Milliseconds(1603755945000)


@pytest.mark.parametrize(
    "value",
    [
        b"Mon, 26 Oct 2020 23:45:45 +0000",
        b"Mon, 26 Oct 2020 23:45:45 GMT (really)",
        b"26 oct 2020 16:45:45 -0700",
        b"Mon,26 October 20 16:45:45 PDT",  # RFC 5322 §4.3
        b"Mon, 26-Oct-2020 23:45:45 Z",
        b"  Monday (a day) , 26 Oct 2020 23 : 45 : 45 +00:00",
        b"Tue, 27 Oct 2020 05:15:45.000 +0530",
    ],
)
def test_one_moment_in_many_forms(value: bytes) -> None:
    found = dates.read(value)
    assert found is not None
    assert found.moment == SEED


def test_the_day_is_the_writer_s_own() -> None:
    found = dates.read(b"Tue, 27 Oct 2020 05:15:45 +0530")
    assert found is not None
    assert found.day == datetime.date(2020, 10, 27)


@pytest.mark.parametrize(
    ("year", "full"), [(b"49", 2049), (b"50", 1950), (b"99", 1999), (b"120", 2020)]
)
def test_short_years_are_filled_up(year: bytes, full: int) -> None:
    found = dates.read(b"1 Jan " + year)
    assert found is not None
    assert found.day.year == full


@pytest.mark.parametrize(
    "value",
    [b"", b"x", b"31 Feb 2020", b"1 Foo 2020", b"1 Jan 0000", b"1 Jan 2020 99:0"],
)
def test_what_is_no_date_is_none(value: bytes) -> None:
    assert dates.read(value) is None


def test_what_is_written_reads_back() -> None:
    assert dates.written(SEED) == b"Mon, 26 Oct 2020 23:45:45 +0000"
    found = dates.read(dates.written(SEED))
    assert found is not None
    assert found.moment == SEED
