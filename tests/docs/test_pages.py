"""The pages that a program writes say what the program would say now."""

from dataclasses import fields
from pathlib import Path

import pytest
from script.pages import pages

from docs.checkout import DOCS
from glassine.config.settings import Config
from glassine.config.shape import Setting, Table, Tables, items


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_written_page_is_fresh(path: Path) -> None:
    assert path.read_text() == pages()[path], "run script/docs"


def test_every_setting_is_on_the_page_with_its_default() -> None:
    page = (DOCS / "settings.md").read_text()
    for name, item in items(Config).items():
        match item:
            case Setting(has_own_keys=False):
                assert f"| `{name}` |" in page
            case Setting():
                assert f"## `[{name}]`" in page
            case Table(shape) | Tables(shape):
                assert f"[{name}]" in page
                assert all(f"| `{each.name}` |" in page for each in fields(shape))
