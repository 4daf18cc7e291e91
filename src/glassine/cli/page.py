"""The page of all commands, `docs/commands.md`, as the command line itself tells it."""

from collections.abc import Iterator

from cyclopts import App, Argument
from cyclopts.help import format_usage

_HEAD = """\
# Commands

Written by `script/docs` from the command line itself; `glassine COMMAND --help` says
the same. What they are for, task by task: [operate.md](operate.md).
"""


def commands_page(app: App) -> str:
    """Return the page."""
    sections = (_section(app, path, each) for path, each in commands(app))
    return "\n".join([_HEAD, *sections])


def commands(app: App, path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], App]]:
    """Yield every command with the words that call it."""
    for name in app:
        command = app[name]
        if name.startswith("-") or name != command.name[0]:
            continue  # a flag, or another word for the same
        if command.default_command is None:
            yield from commands(command, (*path, name))
        else:
            yield [*path, name], command


def _section(app: App, path: list[str], command: App) -> str:
    rows = "".join(map(_row, _arguments(command)))
    usage = str(format_usage(app, path)).strip()
    return f"""\
## `{" ".join(["glassine", *path])}`

{command.help}

```
{usage}
```

| word | what it is for |
|---|---|
{rows}"""


def _arguments(command: App) -> Iterator[Argument]:
    for argument in command.assemble_argument_collection(parse_docstring=True):
        if argument.parameter.help:
            yield argument


def _row(argument: Argument) -> str:
    told = " ".join(str(argument.parameter.help).split())
    choices = ", ".join(f"`{each}`" for each in argument.get_choices() or ())
    return f"| `{argument.name}` | {told}{choices and f' One of {choices}.'} |\n"
