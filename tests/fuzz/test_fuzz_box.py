"""The box reader meets its seeds, and hundreds of mutations of them, by name only."""

import importlib.util
import random
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "fuzz" / "seeds" / "box").iterdir())


@pytest.fixture(scope="module")
def one() -> Callable[[bytes], None]:
    path = ROOT / "fuzz" / "fuzz_box.py"
    spec = importlib.util.spec_from_file_location("fuzz_box", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.one


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """Return the seed cut, stretched and altered a little."""
    data = bytearray(seed[: chance.randrange(len(seed) + 1)])
    for _ in range(chance.randrange(4)):
        data.insert(chance.randrange(len(data) + 1), chance.randrange(256))
    for _ in range(chance.randrange(4) if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_every_mutation_opens_or_is_refused_by_name(
    one: Callable[[bytes], None], seed: Path
) -> None:
    data, chance = seed.read_bytes(), random.Random(seed.name)
    one(data)
    for _ in range(200):
        one(mutated(data, chance))
