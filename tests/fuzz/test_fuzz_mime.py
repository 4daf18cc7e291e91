"""The MIME scanner's fuzz target, run over its seeds and some mutations."""

import random

import pytest
from fuzz.fuzz_mime import one

from fuzz.mutations import mutated, seeds


@pytest.mark.parametrize("seed", range(8))
def test_no_mutation_of_a_message_makes_reading_fail(seed: int) -> None:
    for data in mutated(seeds("mime"), random.Random(seed), 60):
        one(data)


def test_the_seeds_themselves_are_read() -> None:
    for data in seeds("mime"):
        one(data)
