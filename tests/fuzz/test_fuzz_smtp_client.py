"""The SMTP client's fuzz target, run over its seeds and some mutations."""

import random

import pytest
from fuzz.fuzz_smtp_client import one

from fuzz.mutations import mutated, seeds


@pytest.mark.parametrize("seed", range(8))
def test_no_mutation_makes_it_fail(seed: int) -> None:
    for data in mutated(seeds("smtp_client"), random.Random(seed), 100):
        one(data)


def test_the_seeds_themselves_are_borne() -> None:
    for data in seeds("smtp_client"):
        one(data)
