"""The search for tricks, its fuzz target, run over its seeds and some mutations."""

import random

import pytest
from fuzz.fuzz_html_tricks import one

from fuzz.mutations import mutated, seeds


@pytest.mark.parametrize("seed", range(4))
def test_no_mutation_makes_it_fail(seed: int) -> None:
    for data in mutated(seeds("html_tricks"), random.Random(seed), 80):
        one(data)


def test_the_seeds_themselves_are_borne() -> None:
    for data in seeds("html_tricks"):
        one(data)
