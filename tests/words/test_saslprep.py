"""SASLprep, by the examples of RFC 4013 §3."""

import pytest

from glassine.words.saslprep import Unpreparable, prepare


@pytest.mark.parametrize(
    ("written", "prepared"),
    [
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("a\u00a0b", "a b"),
        ("\u0627\u0628", "\u0627\u0628"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, prepared: str) -> None:
    assert prepare(written) == prepared


@pytest.mark.parametrize("text", ["\u0007", "\u0627\u0031", "\u0627a\u0628", "\ue000"])
def test_what_is_prohibited(text: str) -> None:
    with pytest.raises(Unpreparable):
        prepare(text)
