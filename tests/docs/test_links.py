"""Every link between the pages leads somewhere, and every file they name is there."""

import re
from pathlib import Path

import pytest

from docs.checkout import HOME, pages

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FILE = re.compile(r"`((?:tests|docs|src|script|bench|fuzz)/[\w./-]+)`")


def anchor(heading: str) -> str:
    """Return a heading's anchor, as the hosts of repositories make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def leads_somewhere(page: Path, link: str) -> bool:
    """Tell whether the link leads to a file, and its anchor to a heading of it."""
    if link.startswith("https://"):
        return True
    name, _, place = link.partition("#")
    target = (page.parent / name) if name else page
    if not target.exists():
        return False
    return not place or place in map(anchor, HEADING.findall(target.read_text()))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(HOME)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text())
    assert [link for link in links if not leads_somewhere(page, link)] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(HOME)))
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = FILE.findall(page.read_text())
    assert [name for name in named if not (HOME / name).exists()] == []
