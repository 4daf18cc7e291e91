"""The IMAP grammar survives its seeds and what chance makes of them."""

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

FUZZ = Path(__file__).parents[2] / "fuzz"
SEEDS = sorted((FUZZ / "seeds" / "imap").iterdir())
TOKENS = [
    b"{",
    b"}\r\n",
    b"{3+}\r\n",
    b"(",
    b")",
    b'"',
    b"\r\n",
    b"\0",
    b"*",
    b"~",
    b"\\",
]


def load(name: str) -> ModuleType:
    """Return a fuzz target; they stand outside the package and the tests."""
    spec = importlib.util.spec_from_file_location(name, FUZZ / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them replaced, dropped or doubled."""
    octets = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(octets) + 1)
        match chance.randrange(4):
            case 0:
                octets[at:at] = chance.choice(TOKENS)
            case 1:
                del octets[at : at + chance.randint(1, 8)]
            case 2:
                octets[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                octets[at:at] = octets[at : at + 20] * chance.randint(1, 3)
    return bytes(octets)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.name)
def test_nothing_is_raised(seed: Path) -> None:
    one = load("fuzz_imap").one
    data, chance = seed.read_bytes(), random.Random(seed.name)
    one(data)
    for _ in range(30):
        one(mutated(data, chance))
