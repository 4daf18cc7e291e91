"""Every command stands in the operator's page, and every option says what it is for."""

import pytest

from docs.checkout import DOCS
from glassine.cli.command_line import command_line
from glassine.cli.page import commands

PAGES = "".join((DOCS / name).read_text() for name in ("operate.md", "use.md"))
ALL = {" ".join(path): command for path, command in commands(command_line())}


@pytest.mark.parametrize("words", ALL)
def test_a_command_is_documented(words: str) -> None:
    assert f"`glassine {words}" in PAGES


@pytest.mark.parametrize("words", ALL)
def test_a_command_and_its_options_say_what_they_are_for(words: str) -> None:
    command = ALL[words]
    assert command.help.endswith(".")
    for argument in command.assemble_argument_collection(parse_docstring=True):
        assert argument.parameter.help or argument.name == "*", argument.name
