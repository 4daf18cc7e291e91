"""Normal forms are those of Unicode, and take no longer than the text is long."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.events.heard import Heard
from glassine.mail.match import fold
from glassine.words.composition import compatible, composed, decomposed
from glassine.words.saslprep import LONGEST, Unpreparable, prepare

ACUTE, BELOW = "\u0301", "\u0316"  # of two classes: they have an order


@given(st.text(max_size=40))
def test_a_text_that_somebody_wrote_has_the_forms_of_unicode(text: str) -> None:
    for form, made in (("NFC", composed), ("NFKC", compatible), ("NFKD", decomposed)):
        assert made(text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]


@given(st.integers(1, 120))
def test_a_row_of_marks_is_cut_and_loses_none(many: int) -> None:
    row = "a" + (ACUTE + BELOW) * many
    form = decomposed(row)
    assert sorted(form.replace("\u034f", "")) == sorted(row)
    assert max(map(len, form[1:].split("\u034f"))) <= 30


def test_every_mark_is_taken_for_one() -> None:
    marks = [chr(n) for n in range(0x110000) if unicodedata.combining(chr(n))]
    uncut = [m for m in marks if "\u034f" not in composed("a" + m * 31)]
    assert uncut == []


@pytest.mark.parametrize(
    "read",
    [composed, compatible, decomposed, fold, lambda text: Heard([text])],
    ids=["nfc", "nfkc", "nfkd", "search", "answers"],
)
def test_marks_without_end_are_read_in_time(read) -> None:  # type: ignore[no-untyped-def]
    began = time.thread_time()
    read("a" + (ACUTE + BELOW) * 100_000)
    assert time.thread_time() - began < 2


def test_nobody_is_called_by_a_thousand_letters() -> None:
    assert prepare("ä" * LONGEST) == "ä" * LONGEST
    with pytest.raises(Unpreparable):
        prepare("ä" * (LONGEST + 1))
