"""Ask before what cannot be undone."""

import sys

from glassine.cli.refused import Refused


def confirm(what: str, word: str) -> None:
    """Return if the operator types the word. Raises `Refused` otherwise."""
    if not sys.stdin.isatty():
        raise Refused(
            "there is nobody to ask whether you are sure, and nothing was changed; "
            "say --yes"
        )
    print(what)
    try:
        typed = input(f"Type {word} to go on: ").strip()
    except EOFError:
        typed = ""
    if typed != word:
        raise Refused("nothing was changed; type the word as it stands, or say --yes")
