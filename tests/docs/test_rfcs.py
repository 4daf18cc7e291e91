"""What docs/rfcs.tsv says is kept has a test, and the table is in order."""

import re

import pytest

from docs.checkout import DOCS, HOME

HEAD, *ROWS = [
    line.split("\t") for line in (DOCS / "rfcs.tsv").read_text().splitlines()
]


CITATION = re.compile(r"RFC (\d{3,5})")


def number(row: list[str]) -> str:
    return f"RFC {row[0]}"


@pytest.mark.parametrize("row", ROWS, ids=number)
def test_a_standard_that_is_kept_names_tests_that_exist(row: list[str]) -> None:
    _, title, kept, _, tests = row
    assert title
    assert kept in {"yes", "partial", "planned", "no"}
    assert bool(tests) == (kept in {"yes", "partial"})
    assert [test for test in tests.split() if not (HOME / test).is_file()] == []


def test_each_standard_stands_once_and_in_order() -> None:
    assert HEAD == ["number", "title", "kept", "note", "tests"]
    numbers = [int(row[0]) for row in ROWS]
    assert numbers == sorted(set(numbers))


def test_every_standard_that_the_code_cites_has_a_row() -> None:
    known = {row[0] for row in ROWS}
    cited = {
        cite
        for path in (HOME / "src").rglob("*.py")
        for cite in CITATION.findall(path.read_text())
    }
    assert cited <= known
