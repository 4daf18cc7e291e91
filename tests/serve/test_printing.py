"""Lines of the level asked for, and graver ones."""

import pytest

from glassine.config.tables.records import LogLevel
from glassine.events import lines
from glassine.serve.printing import printer
from sample_events import SAMPLES

ALL = b"".join(lines.render(event) for event in SAMPLES)


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (LogLevel.ERROR, {b"ERROR"}),
        (LogLevel.NOTICE, {b"ERROR", b"WARN", b"NOTICE"}),
        (LogLevel.INFO, {b"ERROR", b"WARN", b"NOTICE", b"INFO"}),
    ],
)
def test_lines_are_whole_and_in_order(level: LogLevel, shown: set[bytes]) -> None:
    printed: list[bytes] = []
    printer(level, printed.append)(ALL)
    wanted = [
        line
        for line in ALL.splitlines(keepends=True)
        if line.split(b" ")[1].strip(b"[]") in shown
    ]
    assert b"".join(printed) == b"".join(wanted)
    assert wanted
