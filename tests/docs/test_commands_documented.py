"""Every command stands in the operator's page, and every option says what it is for."""

from collections.abc import Iterator

import pytest
from cyclopts import App

from docs.checkout import DOCS
from glassine.cli.main import command_line

PAGES = "".join((DOCS / name).read_text() for name in ("operate.md", "use.md"))


def commands(app: App, path: tuple[str, ...]) -> Iterator[tuple[str, App]]:
    """Yield every command with its words."""
    for name in app:
        command = app[name]
        if name.startswith("-") or name != command.name[0]:
            continue  # a flag, or another word for the same
        if command.default_command is None:
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


ALL = dict(commands(command_line(), ("glassine",)))


@pytest.mark.parametrize("words", ALL)
def test_a_command_is_documented(words: str) -> None:
    assert f"`{words}" in PAGES


@pytest.mark.parametrize("words", ALL)
def test_a_command_and_its_options_say_what_they_are_for(words: str) -> None:
    command = ALL[words]
    assert command.help.endswith(".")
    for argument in command.assemble_argument_collection(parse_docstring=True):
        assert argument.parameter.help or argument.name == "*", argument.name
