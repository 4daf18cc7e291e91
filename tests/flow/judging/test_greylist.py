"""When one who was asked to come again is let in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.flow.judging.greylist import ComeAgain, Terms, Welcome, decide, is_passed
from glassine.store.api.greylist import Greyed
from glassine.words.clock import Milliseconds, Seconds

TERMS = Terms(wait=Seconds(300), retry_within=Seconds(86_400), keep=Seconds(3_110_400))
FIRST = Milliseconds(10**12)


def after(seconds: float) -> Milliseconds:
    """Return so many seconds after the first time."""
    return Milliseconds(FIRST + round(seconds * 1000))


def test_a_stranger_is_asked_to_come_again() -> None:
    assert decide(None, TERMS, FIRST) == ComeAgain(Seconds(300), Greyed(FIRST))


@given(st.floats(0, 299.9))
def test_who_comes_too_soon_waits_for_the_rest(seconds: float) -> None:
    answer = decide(Greyed(FIRST), TERMS, after(seconds))
    assert isinstance(answer, ComeAgain)
    assert answer.wait == pytest.approx(300 - seconds, abs=0.01)
    assert answer.greyed == Greyed(FIRST)  # coming early does not make it longer


@given(st.floats(300, 86_400))
def test_who_comes_again_in_time_is_let_in(seconds: float) -> None:
    now = after(seconds)
    assert decide(Greyed(FIRST), TERMS, now) == Welcome(Greyed(FIRST, now))


def test_who_comes_too_late_begins_anew() -> None:
    now = after(86_401)
    assert decide(Greyed(FIRST), TERMS, now) == ComeAgain(Seconds(300), Greyed(now))


def test_who_was_let_in_is_remembered_since_the_last_time() -> None:
    greyed = Greyed(FIRST, after(3_000_000))
    last = after(3_000_000 + TERMS.keep)
    assert is_passed(greyed, TERMS, last)
    assert decide(greyed, TERMS, last) == Welcome(Greyed(FIRST, last))
    later = Milliseconds(last + 1)
    assert not is_passed(greyed, TERMS, later)
    assert decide(greyed, TERMS, later) == ComeAgain(Seconds(300), Greyed(later))
    assert not is_passed(Greyed(FIRST), TERMS, after(400))
