"""The pages of docs/ that are written by a program: `script/docs` writes them again."""

from pathlib import Path

from glassine.cli.command_line import command_line
from glassine.cli.page import commands_page
from glassine.config.page import settings_page

DOCS = Path(__file__).parent.parent / "docs"
WORDS = {"yes": "kept", "partial": "in part", "planned": "planned", "no": "not kept"}
HEAD = """\
# Standards

Written by `script/docs` from `rfcs.tsv`. Each row is a standard that a mail server
touches. What is kept, in whole or in part, names a test.

{counts}

| RFC | title | | note | tests |
|---|---|---|---|---|
"""


def rfcs_page(table: str) -> str:
    """Return the page of standards for the table's text."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    counts = ", ".join(
        f"{sum(row[2] == word for row in rows)} {text}" for word, text in WORDS.items()
    )
    return HEAD.format(counts=counts) + "".join(map(_row, rows))


def _row(row: list[str]) -> str:
    number, title, kept, note, tests = row
    link = f"[{number}](https://www.rfc-editor.org/rfc/rfc{number})"
    named = ", ".join(f"`{test.removeprefix('tests/')}`" for test in tests.split())
    return f"| {link} | {title} | {WORDS[kept]} | {note} | {named} |\n"


def pages() -> dict[Path, str]:
    """Return what each written page should hold."""
    return {
        DOCS / "commands.md": commands_page(command_line()),
        DOCS / "settings.md": settings_page(),
        DOCS / "rfcs.md": rfcs_page((DOCS / "rfcs.tsv").read_text()),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text)
