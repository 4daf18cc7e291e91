"""A view as a file: JSON lines as they were kept, or CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from glassine.web.records import COLUMNS, Row

# A cell that begins so is a formula to a spreadsheet, some of them in letters of full
# width; the quote says it is text.
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)


def csv_head(columns: Sequence[str] = COLUMNS) -> str:
    """Return the first line."""
    return _line(columns)


def csv_lines(rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> str:
    """Return a line for each row. RFC 4180"""
    return "".join(_line([harmless(row.cell(c)) for c in columns]) for row in rows)


def harmless(cell: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
