"""Never more than a rate says get through in any window, however they are timed."""

from hypothesis import given
from hypothesis import strategies as st

from glassine.flow.judging.window import Window, Windows
from glassine.words.clock import Seconds
from glassine.words.rates import Rate

RATES = st.builds(
    lambda most, within: Rate(most, Seconds(within)),
    st.integers(1, 20),
    st.sampled_from([1, 7, 60, 3600]),
)
PAUSES = st.lists(st.integers(0, 20_000), max_size=200)  # milliseconds


def let_through(window: Window, key: str, moments: list[int]) -> list[int]:
    """Return when one was let through, in milliseconds, of those who came."""
    through = []
    for moment in moments:
        now = Seconds(moment / 1000)
        if not window.is_full(key, now):
            window.count(key, now)
            through.append(moment)
    return through


@given(RATES, PAUSES)
def test_no_window_holds_more_than_the_rate(rate: Rate, pauses: list[int]) -> None:
    moments = [10**9]
    for pause in pauses:
        moments.append(moments[-1] + pause)
    through = let_through(Window(rate), "who", moments)
    for number, first in enumerate(through):
        inside = [t for t in through[number:] if t - first < rate.within * 1000]
        assert len(inside) <= rate.most


@given(RATES)
def test_who_has_been_away_has_the_whole_of_it_again(rate: Rate) -> None:
    window, start = Window(rate), 10**9
    assert len(let_through(window, "who", [start] * 50)) == rate.most
    later = start + round(rate.within * 1000 * 1.2) + 20
    assert len(let_through(window, "who", [later] * 50)) == rate.most


def test_a_steady_stream_gets_nine_tenths_of_the_rate() -> None:
    window = Window(Rate(60, Seconds(60)))
    through = let_through(window, "who", list(range(0, 3_600_000, 500)))
    assert 0.9 * 3600 < len(through) <= 3600


def test_each_has_its_own_count() -> None:
    window, now = Window(Rate(1, Seconds(60))), Seconds(100)
    window.count("one", now)
    assert window.is_full("one", now)
    assert not window.is_full("two", now)


def test_only_so_many_are_remembered_and_the_latest_are() -> None:
    window, now = Window(Rate(1, Seconds(60)), remembered=100), Seconds(100)
    for number in range(10_000):
        window.count(number, now)
    assert len(window) == 100
    assert window.is_full(9_999, now)
    assert not window.is_full(1, now)


def test_a_flood_of_one_costs_the_memory_of_one() -> None:
    window = Window(Rate(10**9, Seconds(60)))
    for number in range(10_000):
        window.count("who", Seconds(number / 100))
    assert len(window) == 1


def test_all_rates_must_have_room() -> None:
    windows = Windows((Rate(2, Seconds(1)), Rate(3, Seconds(3600))))
    through = 0
    for moment in range(0, 60, 3):
        for _ in range(5):
            if not windows.is_full("who", Seconds(moment)):
                windows.count("who", Seconds(moment))
                through += 1
    assert through == 3
    assert not Windows(()).is_full("who", Seconds(0))
