"""Dates of IMAP, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.imap.dates import (
    NotADate,
    read_date,
    read_date_time,
    write_date_time,
)
from glassine.words.clock import Milliseconds


def test_a_moment_is_read_in_its_zone_and_written_in_ours() -> None:
    moment = read_date_time(b"17-Jul-1996 02:44:25 -0700")
    assert write_date_time(moment) == b'"17-Jul-1996 09:44:25 +0000"'
    assert write_date_time(Milliseconds(0)) == b'" 1-Jan-1970 00:00:00 +0000"'


@given(st.integers(0, 4_000_000_000))
def test_what_we_write_we_read(second: int) -> None:
    moment = Milliseconds(second * 1000)
    assert read_date_time(write_date_time(moment).strip(b'"')) == moment


@pytest.mark.parametrize(
    "text",
    [
        b"31-Feb-2020 00:00:00 +0000",
        b"1-Feb-2020 00:00:00 +0000",
        b"01-Fub-2020 00:00:00 +0000",
        b"01-Feb-2020 25:00:00 +0000",
        b"01-Feb-2020 00:00:00 +9900",
        b"00-Feb-2020 00:00:00 +0000",
        b"01-Jan-0000 00:00:00 +0000",
        b"01-Jan-0001 00:00:00 +1000",  # in UTC before any year
        b"31-Dec-9999 23:00:00 -1000",  # and after
        b"",
    ],
)
def test_what_is_no_moment_is_refused(text: bytes) -> None:
    with pytest.raises(NotADate):
        read_date_time(text)


@pytest.mark.parametrize("text", [b"30-Feb-2020", b"1-2-2020", b"1-Feb-20", b"x"])
def test_what_is_no_day_is_refused(text: bytes) -> None:
    with pytest.raises(NotADate):
        read_date(text)
