"""Words are read as people read them, however they are spelt."""

import pytest
from hypothesis import given, strategies

from glassine.spam.spelling import LONGEST, spell

MANY = 100


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return spell(text, MANY).words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Cheap PILLS, now!", ["cheap", "pills", "now"]),
        ("don't wait!!", ["don't", "wait", "!!"]),
        ("wow!!!!!", ["wow", "!!!"]),
        ("only $19", ["only", "$", "02"]),
        ("in 2026", ["in", "04"]),
        ("win7 and mp3", ["win0", "and", "mp0"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("\uff26\uff32\uff25\uff25", ["free"]),
        ("Дешёвые таблетки", ["дешёвые", "таблетки"]),
        ("免费领取", ["免费", "费领", "领取"]),
        ("", []),
        ("...---...", []),
    ],
)
def test_a_text_is_read_word_by_word(text: str, read: list[str]) -> None:
    assert words(text) == read


@pytest.mark.parametrize(
    ("text", "trick"),
    [
        ("buy v1agra", "digits inside"),
        ("buy vi@gra", "signs inside"),
        ("buy v i a g r a", "spaced letters"),
        ("buy vi\u200bagra", "hidden signs"),
        ("buy vi\u00adagra", "hidden signs"),
        ("buy vi\u0430gr\u0430", "mixed scripts"),
        (
            "buy \U0001d42f\U0001d422\U0001d41a\U0001d420\U0001d42b\U0001d41a",
            "styled letters",
        ),
    ],
)
def test_a_word_that_is_hidden_is_read_and_the_trick_is_told(
    text: str, trick: str
) -> None:
    spelt = spell(text, MANY)
    assert "viagra" in spelt.words
    assert spelt.tricks == {trick}


@pytest.mark.parametrize(
    "text",
    ["plain words", "a b c", "the 3rd of May", "नमस्ते", "می\u200cروم", "👩\u200d👧"],
)
def test_an_honest_text_plays_no_trick(text: str) -> None:
    assert not spell(text, MANY).tricks


def test_no_more_words_are_read_than_are_asked_for() -> None:
    assert len(spell("word " * 500, 20).words) == 20
    assert len(spell("й " * 500, 20).words) <= 20


def test_what_is_too_long_is_no_word() -> None:
    assert all(len(word) <= LONGEST for word in words("0a" * 5000 + " " + "й" * 5000))


@given(strategies.text("ab1_'$%! .,-\n", max_size=60))
def test_ascii_is_cut_as_every_other_text_is(text: str) -> None:
    """Where one sign is no ASCII, a text goes another way, and comes out the same."""
    assert words(text + " \u00bf") == words(text)
