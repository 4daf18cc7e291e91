"""What the demo tells: to people in colour, or to a program, each line one thing.

A program gets the operator's two views on standard output and nothing else; what is
said around them goes to standard error.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from glassine.cli.play.cast import Member
from glassine.cli.play.colours import coloured_line, coloured_record
from glassine.cli.play.letters import Letter
from glassine.cli.play.owner import Opened
from glassine.cli.play.search import Searched
from glassine.cli.play.server import Server
from glassine.cli.play.window import Seen

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
        self._note(f"{WINDOW}, as JSON records (found by {letter.message_id})")
        for record in seen.records:
            self._inset(coloured_record(record))
        self._note(f"{WINDOW}, as raw lines")
        for line in seen.lines.decode().splitlines():
            self._inset(coloured_line(line))

    def owner(self, letters: Iterable[Opened]) -> None:
        """Show what only the owner reads."""
        table = Table("from", "subject", "begins", "file", box=None, expand=True)
        for letter in letters:
            told = (letter.sender, letter.subject, letter.first_line)
            table.add_row(*map(Text, told), Text(", ".join(letter.file_names)))
        self._console.print(table)

    def searched(self, searched: Searched) -> None:
        """Say what was found where, and never the words."""
        for found in searched.found:
            hit = found.hit
            self._console.print(
                Text(f"{found.path}: {hit.word}, {hit.form}, at {hit.offset}", "red")
            )
        number = len(searched.found) or "nothing"
        self._console.print(
            Text(
                f"{number} found in {searched.tally.files} files, "
                f"{searched.tally.octets} bytes",
                "bold red" if searched.found else "bold green",
            )
        )

    def connect(self, server: Server, person: Member, certificate: Path) -> None:
        """Say how a real mail program gets in."""
        table = Table(box=None, show_header=False)
        for what, name in (
            ("read by IMAP, STARTTLS", "imap"),
            ("read by IMAP over TLS", "imaps"),
            ("send, STARTTLS", "submission"),
            ("send over TLS", "submissions"),
            ("as another server would", "mx"),
        ):
            host, port = server.places[name]
            table.add_row(Text(what), Text(f"{host}  port {port}", "bold"))
        table.add_row("user", Text(person.address, "bold"))
        table.add_row("password", Text(person.password, "bold"))
        table.add_row("certificate", Text(f"self-signed: {certificate}"))
        self._console.print(table)

    def line(self, line: str) -> None:
        """Show one raw line of the live log."""
        self._console.print(coloured_line(line), soft_wrap=True)

    def say(self, text: str) -> None:
        """Say one thing."""
        self._console.print(Text(text))

    def _note(self, text: str) -> None:
        self._console.print()
        self._console.print(Text(text, "italic"))

    def _inset(self, what: Text | object) -> None:
        self._console.print(Padding(what, (0, 0, 0, 2)))  # type: ignore[arg-type]
