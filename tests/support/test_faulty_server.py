"""The fault strikes at the call it was told to, and nowhere else."""

import asyncio
import sys
from pathlib import Path
from types import ModuleType

import pytest

from support.faulty_server import Fault, inject


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
    inject([Fault(where=where, does="raise", call=2, says="ouch", mark=str(mark))])
    assert shop.fold("a letter") == "a letter, folded"
    assert not mark.exists()
    with pytest.raises(ValueError, match="ouch"):
        shop.fold("a letter")
    assert mark.exists()
    assert shop.fold("a letter") == "a letter, folded"


def test_a_coroutine_fails_after_its_work_is_done(
    shop: ModuleType, tmp_path: Path
) -> None:
    where = "glassine_test_shop:Desk.stamp"
    mark = str(tmp_path / "struck")
    inject([Fault(where=where, does="raise", when="after", says="ouch", mark=mark)])
    with pytest.raises(ValueError, match="ouch"):
        asyncio.run(shop.Desk().stamp("a letter"))
    assert asyncio.run(shop.Desk().stamp("a letter")) == "a letter, stamped"


def test_a_function_fails_under_the_names_others_know_it_by(
    shop: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = ModuleType("glassine_test_shop.office")
    vars(office)["crease"] = shop.fold
    monkeypatch.setitem(sys.modules, office.__name__, office)
    where, mark = "glassine_test_shop:fold", str(tmp_path / "struck")
    inject([Fault(where=where, does="raise", mark=mark)], "glassine_test_shop")
    with pytest.raises(ValueError, match=r"\A\Z"):
        office.crease("a letter")


def test_a_fault_waits_for_its_file(shop: ModuleType, tmp_path: Path) -> None:
    ready, mark = tmp_path / "ready", str(tmp_path / "struck")
    where = "glassine_test_shop:fold"
    inject([Fault(where=where, does="raise", mark=mark, once_there=str(ready))])
    assert shop.fold("a letter") == "a letter, folded"
    ready.touch()
    with pytest.raises(ValueError, match=r"\A\Z"):
        shop.fold("a letter")
