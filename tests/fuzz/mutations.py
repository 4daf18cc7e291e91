"""Seeds, and what becomes of them by chance."""

import random
from collections.abc import Iterator
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "fuzz" / "seeds"


def seeds(thing: str) -> list[bytes]:
    """Return the seeds of one fuzz target."""
    return [path.read_bytes() for path in sorted((SEEDS / thing).iterdir())]


def mutated(seeds: list[bytes], dice: random.Random, number: int) -> Iterator[bytes]:
    """Yield so many mutations: runs cut, doubled, swapped or overwritten."""
    for _ in range(number):
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.randint(1, 8)):
            at = dice.randint(0, len(data))
            to = at + dice.randint(0, 12)
            other = dice.choice(seeds)
            from_ = dice.randint(0, len(other))
            match dice.randint(0, 3):
                case 0:
                    del data[at:to]
                case 1:
                    data[at:at] = data[at:to] * dice.randint(1, 4)
                case 2:
                    data[at:to] = dice.randbytes(to - at)
                case _:
                    data[at:to] = other[from_ : from_ + dice.randint(0, 60)]
        yield bytes(data)
