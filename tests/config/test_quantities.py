"""Times and sizes are a number and a unit, and read back as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.config.kinds import NotThisKind
from glassine.config.quantities import duration, size, write_duration, write_size
from glassine.words.clock import Seconds
from glassine.words.public import Size

ANY_TIME = duration("0s", "100000d")
ANY_SIZE = size("0B", "1000GiB")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0s", 0),
        ("500ms", 0.5),
        ("1.5s", 1.5),
        ("5m", 300),
        ("2 h", 7200),
        ("1d", 86400),
    ],
)
def test_a_time_is_read(text: str, seconds: float) -> None:
    assert ANY_TIME.read(text) == seconds


@pytest.mark.parametrize(
    ("written", "octets"),
    [(7, 7), ("7B", 7), ("64KiB", 65536), ("1.5kB", 1500), ("50MiB", 52428800)],
)
def test_a_size_is_read(written: object, octets: int) -> None:
    assert ANY_SIZE.read(written) == octets


@pytest.mark.parametrize(
    "text", ["", "5", "m", "-5m", "5M", "5 m m", 5, None, "\u0665m", []]
)
def test_what_is_no_time_is_refused(text: object) -> None:
    with pytest.raises(NotThisKind):
        ANY_TIME.read(text)


@pytest.mark.parametrize("text", ["", "5", "5mb", "5 MiBs", -1, 1.5, True, None])
def test_what_is_no_size_is_refused(text: object) -> None:
    with pytest.raises(NotThisKind):
        ANY_SIZE.read(text)


def test_the_bounds_are_allowed_and_no_more() -> None:
    kind = duration("1s", "1m")
    assert (kind.read("1s"), kind.read("60s")) == (1, 60)
    for text in ("999ms", "61s"):
        with pytest.raises(NotThisKind):
            kind.read(text)


@given(st.integers(0, 10**9))
def test_a_time_written_is_read_back(seconds: int) -> None:
    assert ANY_TIME.read(write_duration(Seconds(seconds)).strip('"')) == seconds


@given(st.integers(0, 10**12))
def test_a_size_written_is_read_back(octets: int) -> None:
    assert ANY_SIZE.read(write_size(Size(octets)).strip('"')) == octets
