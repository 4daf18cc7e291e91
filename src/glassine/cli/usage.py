"""A wrong command line, answered: what is wrong, the nearest right word, the usage."""

from cyclopts import App, CoercionError, CycloptsError
from cyclopts.exceptions import UnusedCliTokensError
from cyclopts.help import format_usage


def advice(wrong: CycloptsError, app: App) -> str:
    """Return what to say. Words that had no place are not quoted back."""
    chain = [word for word in wrong.command_chain or () if not word.startswith("-")]
    usage = str(format_usage(app, chain)).strip()
    return (
        f"{_said(wrong)}\nUsage: {usage}\nHelp: {' '.join(['glassine', *chain])} --help"
    )


def _said(wrong: CycloptsError) -> str:
    match wrong:
        case UnusedCliTokensError():
            return "there are more words than the command takes"
        case CoercionError(msg=str(form), argument=argument) if argument is not None:
            return f"{argument.name}: {form}"
        case _:
            return " ".join(str(wrong).split())
