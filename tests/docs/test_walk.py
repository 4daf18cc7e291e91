"""The walk keeps its promise: few files, each once, and no function that is long."""

import ast
import re

import pytest

from docs.checkout import HOME

WALK = (HOME / "docs" / "walk.md").read_text("utf-8")
STOP = re.compile(r"^\| \d+ \| \[`[^`]+`\]\(\.\./([^)]+)\)", re.MULTILINE)
IN, OUT, WINDOW = (
    STOP.findall(part) for part in re.split("## The way out|## The window", WALK)
)
STOPS = sorted({*IN, *OUT, *WINDOW})
MENTIONED = {f"src/glassine/{name}" for name in re.findall(r"`([\w/]+/\w+\.py)`", WALK)}
SCREEN = 40  # lines


def test_the_way_in_is_fifteen_files_and_none_is_opened_twice() -> None:
    assert len(IN) == len(set(IN)) == 15


def test_the_way_out_is_fifteen_more() -> None:
    assert len(OUT) == len({*OUT} - {*IN}) == 15


def test_the_window_is_eleven_more() -> None:
    assert len(WINDOW) == len({*WINDOW} - {*IN, *OUT}) == 11


@pytest.mark.parametrize("name", STOPS)
def test_no_function_on_the_way_is_longer_than_a_screen(name: str) -> None:
    for node in ast.walk(ast.parse((HOME / name).read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= SCREEN, node.name


@pytest.mark.parametrize("name", sorted(MENTIONED))
def test_every_file_that_is_mentioned_is_there(name: str) -> None:
    assert (HOME / name).is_file()
