"""The waits before further tries are one line of text, read strictly, written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.config.kinds import NotThisKind
from glassine.config.retries import RETRIES
from glassine.words.clock import Seconds
from glassine.words.waits import Waits

M, H = 60, 3600


@pytest.mark.parametrize(
    ("text", "steps", "for_ever"),
    [
        ("5m", [5 * M], False),
        ("1m 5m*2 15m 1h*4 4h*…", [M, 5 * M, 5 * M, 15 * M, *[H] * 4, 4 * H], True),
        ("1m  4h*...", [M, 4 * H], True),
        ("30s*3", [30, 30, 30], False),
        ("1.5h*…", [1.5 * H], True),
    ],
)
def test_waits_are_read(text: str, steps: list[float], for_ever: bool) -> None:
    assert RETRIES.read(text) == Waits(tuple(map(Seconds, steps)), for_ever=for_ever)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5",
        "5m,10m",
        "5m*0",
        "5m*",
        "*3",
        "5m**3",
        "5m*-1",
        "1m*… 5m",  # nothing comes after for ever
        "1m ... 5m",
        "…",
        "0s",
        "8d",
        "1m*9999",
        "\u0665m",
        5,
        None,
        ["5m"],
    ],
)
def test_what_is_no_schedule_is_refused(text: object) -> None:
    with pytest.raises(NotThisKind):
        RETRIES.read(text)


def test_it_is_written_as_people_write_it() -> None:
    text = "1m 5m*2 15m 1h*4 4h*…"
    assert RETRIES.write(RETRIES.read(text)) == f'"{text}"'


@given(st.lists(st.integers(1, 7 * 86_400), min_size=1, max_size=20), st.booleans())
def test_what_is_written_reads_back(steps: list[int], for_ever: bool) -> None:
    waits = Waits(tuple(map(Seconds, steps)), for_ever=for_ever)
    assert RETRIES.read(RETRIES.write(waits).strip('"')) == waits


def test_the_wait_after_a_try_is_the_next_one_written() -> None:
    waits = RETRIES.read("1m 5m")
    assert [waits.after(fails) for fails in (1, 2, 3)] == [60, 300, None]
    waits = RETRIES.read("1m 5m*…")
    assert [waits.after(fails) for fails in (1, 2, 3, 99)] == [60, 300, 300, 300]
