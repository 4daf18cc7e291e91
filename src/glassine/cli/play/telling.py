"""What the demo tells: to people in colour, or to a program, each line one thing.

A program gets the operator's two views on standard output and nothing else; what is
said around them goes to standard error.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.json import JSON
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from glassine.cli.event_rows import read
from glassine.cli.leakscan import describe, shortfalls
from glassine.cli.log_lines import coloured
from glassine.cli.play.cast import Member
from glassine.cli.play.letters import Letter
from glassine.cli.play.owner import Opened
from glassine.cli.play.search import Searched
from glassine.cli.play.server import Server
from glassine.cli.play.window import Seen
from glassine.flow.viewing.sentence import ACCEPTED, sentence

WINDOW = "What the operator sees of it"


class Telling:
    """Tells the acts of the demo. With `plain`, both views go there instead."""

    def __init__(
        self, console: Console, plain: Callable[[bytes], object] | None = None
    ) -> None:
        self._console = console
        self._plain = plain

    def act(self, title: str, text: str) -> None:
        """Begin an act."""
        self._console.print()
        self._console.print(Rule(Text(title, "bold"), style="dim", align="left"))
        self._console.print(Text(text))

    def operator(self, letter: Letter, seen: Seen) -> None:
        """Show both views of a letter."""
        if self._plain is not None:
            self._plain(b"".join(record + b"\n" for record in seen.records))
            self._plain(seen.lines)
            return
        self._note(f"{WINDOW}, as JSON records:")
        for record in seen.records:
            whole = read(record)["type"] in ACCEPTED  # the seed's; the others, shorter
            self._long(JSON(record.decode(), indent=2 if whole else None).text)
        self._note(f"{WINDOW}, as raw lines:")
        for line in seen.lines.decode().splitlines():
            self.line(line)
        self._note(f"Asked for {letter.message_id}, the operator answers:")
        self.say(sentence([read(record) for record in seen.records]))

    def owner(self, letters: Iterable[Opened]) -> None:
        """Show what only the owner reads."""
        for letter in letters:
            table = _table()
            table.add_row("from", Text(letter.sender))
            table.add_row("subject", Text(letter.subject, "bold"))
            table.add_row("begins", Text(letter.first_line))
            table.add_row("file", Text(", ".join(letter.file_names)))
            self._console.print()
            self._console.print(table)

    def searched(self, searched: Searched) -> None:
        """Say what was found where, and never the words."""
        for found in searched.found:
            self._console.print(Text(describe(found), "red"))
        style = "bold red" if searched.found else "bold green"
        self._console.print(
            Text(
                f"{len(searched.found) or 'nothing'} found in "
                f"{searched.tally.files} files, {searched.tally.octets} bytes",
                style,
            )
        )
        for shortfall in shortfalls(searched.tally, deep=True):
            self._console.print(Text(shortfall, "yellow"))

    def connect(self, server: Server, person: Member, certificate: Path) -> None:
        """Say how a real mail program gets in."""
        table = _table()
        for what, name in (
            ("read by IMAP, STARTTLS", "imap"),
            ("read by IMAP over TLS", "imaps"),
            ("send, STARTTLS", "submission"),
            ("send over TLS", "submissions"),
            ("as another server would", "mx"),
        ):
            host, port = server.places[name]
            table.add_row(Text(what), Text(f"{host}  port {port}", "bold"))
        host, port = server.places["web"]
        seen = Text(f"http://{host}:{port}/me", "bold")
        table.add_row("what the operator sees", seen)
        table.add_row("user", Text(person.address, "bold"))
        table.add_row("password", Text(person.password, "bold"))
        table.add_row("certificate", Text(f"self-signed: {certificate}"))
        self._console.print(table)

    def line(self, line: str) -> None:
        """Show one raw line of the live log."""
        self._long(coloured(line))

    def say(self, text: str) -> None:
        """Say one thing."""
        self._console.print(Text(text))

    def _long(self, line: Text) -> None:
        wraps_itself = not self._console.record  # a terminal does, a picture does not
        self._console.print(line, soft_wrap=wraps_itself)

    def _note(self, text: str) -> None:
        self._console.print()
        self._console.print(Text(text, "italic"))


def _table() -> Table:
    """Return a table of what is said, each with its name."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    return table
