"""Show a secret that we made, this once, to whoever is at the terminal."""

from glassine.words.private import Password


def show_once(what: str, secret: Password, why: str) -> None:
    """Print the secret on a line of its own; it is kept nowhere."""
    print(f"{what}, shown this once:\n\n    {secret.reveal().decode()}\n\n{why}")
