"""The fault strikes at the call it was told to, and nowhere else."""

import asyncio
import sys
from pathlib import Path
from types import ModuleType

import pytest

from support.faulty_server import Fault


class Desk:
    """Something with a verb."""

    async def stamp(self, letter: str) -> str:
        """Put a stamp on it."""
        return f"{letter}, stamped"


def fold(letter: str) -> str:
    """Fold it."""
    return f"{letter}, folded"


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Make a module with a function and a class in it."""
    module = ModuleType("glassine_test_shop")
    vars(module).update(fold=fold, Desk=type("Desk", (Desk,), {"stamp": Desk.stamp}))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


def test_a_function_fails_at_its_second_call_only(
    shop: ModuleType, tmp_path: Path
) -> None:
    mark = tmp_path / "struck"
    where = "glassine_test_shop:fold"
    Fault(where=where, does="raise", call=2, says="ouch", mark=str(mark)).inject()
    assert shop.fold("a letter") == "a letter, folded"
    assert not mark.exists()
    with pytest.raises(ValueError, match="ouch"):
        shop.fold("a letter")
    assert mark.exists()
    assert shop.fold("a letter") == "a letter, folded"


def test_a_coroutine_fails_after_its_work_is_done(
    shop: ModuleType, tmp_path: Path
) -> None:
    Fault(
        where="glassine_test_shop:Desk.stamp",
        does="raise",
        when="after",
        says="ouch",
        mark=str(tmp_path / "struck"),
    ).inject()
    with pytest.raises(ValueError, match="ouch"):
        asyncio.run(shop.Desk().stamp("a letter"))
    assert asyncio.run(shop.Desk().stamp("a letter")) == "a letter, stamped"
