"""The kernel is asked whether the clock is kept right; it may not say."""

import ctypes
from types import SimpleNamespace

import pytest

from glassine.serve.own_clock import is_kept_right


@pytest.mark.parametrize(
    ("state", "told"), [(0, True), (1, True), (5, False), (-1, None)]
)
def test_what_the_kernel_says_is_told(
    monkeypatch: pytest.MonkeyPatch, state: int, told: bool | None
) -> None:
    libc = SimpleNamespace(adjtimex=lambda _: state)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: libc)
    assert is_kept_right() is told


def test_where_there_is_no_such_call_nobody_knows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())
    assert is_kept_right() is None


def test_the_real_one_answers() -> None:
    assert is_kept_right() in (True, False, None)
