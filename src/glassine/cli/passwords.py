"""Take a password from a terminal, a file or standard input; never as an argument.

Arguments show in `ps` and stay in a shell's history.
"""

import getpass
import sys
from pathlib import Path

from glassine.cli.refused import Refused
from glassine.flow.spelling import LONG_ENOUGH, UnfitPassword, fit
from glassine.words.private import Password

STANDARD_INPUT = Path("-")
LONGEST = 1024
SHORT = (
    f"glassine: the password has less than {LONG_ENOUGH} characters, and was taken; "
    "whoever has the disk can guess it: give a longer one by the command `passwd`"
)


def given(file: Path | None, prompt: str, option: str) -> Password:
    """Return a password there is: from the file, or typed unseen."""
    if file is not None:
        return _first_line(file)
    _need_terminal(option)
    return _whole(getpass.getpass(f"{prompt}: ").encode())


def chosen(file: Path | None, prompt: str, option: str) -> Password:
    """Return a new password: from the file, or typed unseen, twice."""
    first = given(file, prompt, option)
    if file is None:
        again = getpass.getpass(f"{prompt}, again: ").encode()
        if again != first.reveal():
            raise Refused("the two differ, and nothing was changed; try again")
    try:
        new = fit(first)
    except UnfitPassword:
        raise Refused(
            "the password holds a character that clients spell in several ways, or "
            "looks like a secret that glassine prints; choose another"
        ) from None
    if len(new.reveal().decode()) < LONG_ENOUGH:
        print(SHORT, file=sys.stderr)
    return new


def _need_terminal(option: str) -> None:
    if not sys.stdin.isatty():
        raise Refused(
            "there is no terminal to type a password at; "
            f"give it by {option} FILE, or {option} - for standard input"
        )


def _first_line(file: Path) -> Password:
    if file == STANDARD_INPUT:
        return _whole(sys.stdin.buffer.readline(LONGEST + 2))
    try:
        with file.open("rb") as opened:
            return _whole(opened.readline(LONGEST + 2))
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise Refused(f"{file}: {why}; name a file that holds the password") from None


def _whole(line: bytes) -> Password:
    """Return the line as a password that every client can send. RFC 4616 §2"""
    secret = line.removesuffix(b"\n").removesuffix(b"\r")
    if not secret:
        raise Refused("the password is empty, and nothing was changed; choose one")
    if len(secret) > LONGEST:
        raise Refused(f"the password is longer than {LONGEST} octets; choose another")
    try:
        text = secret.decode()
    except UnicodeDecodeError:
        raise Refused("the password is not UTF-8; choose another") from None
    if not text.isprintable():
        raise Refused(
            "the password holds a character that does not print; choose another"
        )
    return Password(secret)
