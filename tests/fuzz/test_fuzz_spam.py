"""The classifier's fuzz target, run over its seeds and some mutations."""

import random

import pytest
from fuzz.fuzz_spam import one

from fuzz.mutations import mutated, seeds


@pytest.mark.parametrize("seed", range(6))
def test_no_mutation_of_a_letter_makes_the_classifier_fail(seed: int) -> None:
    for data in mutated([*seeds("spam"), *seeds("mime")], random.Random(seed), 60):
        one(data)


def test_the_seeds_themselves_are_read() -> None:
    for data in seeds("spam"):
        one(data)
