"""The files of this checkout, without what tools leave in it."""

from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parents[2]
DOCS = HOME / "docs"
_LEFT_BY_TOOLS = {"__pycache__", "dist", "data", "glassine-demo"}


def files() -> Iterator[Path]:
    """Yield every file that belongs to the project."""
    for path in HOME.iterdir():
        if path.name == ".ci" or not path.name.startswith("."):
            yield from _files(path)


def _files(path: Path) -> Iterator[Path]:
    if path.name in _LEFT_BY_TOOLS:
        return
    if path.is_dir():
        for inner in path.iterdir():
            yield from _files(inner)
    else:
        yield path


def pages() -> list[Path]:
    """Return every page of documentation."""
    return sorted(path for path in files() if path.suffix == ".md")
