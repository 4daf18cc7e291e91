"""Colours for the raw log and for records: what one looks for stands out."""

import json

from rich.syntax import Syntax
from rich.text import Text

_PARTS = (
    (r"^\S+Z", "dim"),
    (r"\[(?:DEBUG|INFO)\]", "blue"),
    (r"\[NOTICE\]", "bold green"),
    (r"\[WARN\]", "bold yellow"),
    (r"\[(?:EMERG|ALERT|CRIT|ERROR)\]", "bold red"),
    (r"(?<=\] )\[(?:-|[0-9A-F]{8}-[0-9A-F.-]+)\]", "cyan"),
    (r"(?<=\] )\[[a-z_.]+\]", "magenta"),
    (r"\b[a-z_]+=", "dim"),
    (r"<[^<>\s]*@[^<>\s]*>", "yellow"),
)


def coloured_line(line: str) -> Text:
    """Return one raw line, its parts told apart."""
    text = Text(line)
    for pattern, style in _PARTS:
        text.highlight_regex(pattern, style)
    return text


def coloured_record(record: bytes) -> Syntax:
    """Return a record as JSON for people."""
    pretty = json.dumps(json.loads(record), indent=2, ensure_ascii=False)
    return Syntax(pretty, "json", theme="ansi_dark", background_color="default")
