"""Precision and recall on letters that the tests make, none of which was learnt."""

from itertools import islice

import pytest

from spam.corpus import TRICKS, letters
from spam.learner import Learner, beginner, examined

HELD_OUT = 400


@pytest.mark.parametrize("seed", [7, 2020])
def test_three_hundred_lessons_are_enough(seed: int) -> None:
    stream = letters(seed)
    learner = Learner()
    for each in islice(stream, 300):
        learner.learn(each.octets, is_spam=each.is_spam)
    marks = examined(learner, islice(stream, HELD_OUT))
    print(f"after 300 lessons: {marks}")  # noqa: T201 (to be seen with -s)
    assert marks.precision >= 0.98
    assert marks.recall >= 0.9


@pytest.mark.parametrize("lessons", [0, 20, 100])
def test_a_beginner_does_well_and_a_few_lessons_do_no_harm(lessons: int) -> None:
    stream = letters(7)
    learner = beginner()
    for each in islice(stream, lessons):
        learner.learn(each.octets, is_spam=each.is_spam)
    marks = examined(learner, islice(stream, HELD_OUT))
    print(f"starting set and {lessons} lessons: {marks}")  # noqa: T201 (to be seen with -s)
    assert marks.precision >= 0.98
    assert marks.recall >= 0.85


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_a_trick_does_not_hide_a_word(trick: object) -> None:
    stream = letters(3)
    learner = beginner()
    for each in islice(stream, 100):
        learner.learn(each.octets, is_spam=each.is_spam)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("spam.corpus.TRICKS", (trick,))
        marks = examined(learner, islice(stream, 100))
    assert marks.recall >= 0.9
    assert marks.precision >= 0.98
