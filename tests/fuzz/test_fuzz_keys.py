"""The fuzz target of published keys, run over its seeds and some mutations."""

import random

import pytest
from fuzz.fuzz_keys import one

from fuzz.mutations import mutated, seeds


@pytest.mark.parametrize("seed", range(8))
def test_no_mutation_makes_it_fail(seed: int) -> None:
    for data in mutated(seeds("keys"), random.Random(seed), 60):
        one(data)


def test_the_seeds_themselves_are_borne() -> None:
    for data in seeds("keys"):
        one(data)
