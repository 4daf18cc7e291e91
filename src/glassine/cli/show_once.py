"""Show a secret that we made, this once, to whoever is at the terminal."""

import sys
from collections.abc import Iterable

import segno

from glassine.words.private import Password


def show_once(what: str, secret: Password, why: str) -> None:
    """Print the secret on a line of its own; it is kept nowhere."""
    print(f"{what}, shown this once:\n\n    {secret.reveal().decode()}\n\n{why}")


def list_once(what: str, secrets: Iterable[Password], why: str) -> None:
    """Print several secrets, a line each, likewise."""
    lines = "\n".join(f"    {each.reveal().decode()}" for each in secrets)
    print(f"{what}, shown this once:\n\n{lines}\n\n{why}")


def qr_code(secret: Password) -> None:
    """Draw the secret for a camera, where a person is at a terminal."""
    if sys.stdout.isatty():
        segno.make(secret.reveal().decode(), error="m").terminal(compact=True)
