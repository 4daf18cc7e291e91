"""Give a command at a terminal of its own, and type what it asks for."""

import os
import pty
import sys

from cli.commands import Place, environment


def at_a_terminal(
    place: Place, *words: str, typed: tuple[str, ...], **extra: str
) -> tuple[int, str]:
    """Run a command on a terminal of its own; type a line at each prompt."""
    pid, terminal = pty.fork()
    if pid == 0:
        command = [sys.executable, "-m", "glassine", *words]
        os.execve(
            sys.executable,
            [*command, "--config", str(place.config)],
            environment() | {"TERM": "xterm", "COLUMNS": "120"} | extra,
        )
    seen = b""
    for line in typed:
        seen += _until_prompt(terminal)
        os.write(terminal, f"{line}\n".encode())
    while more := _read(terminal):
        seen += more
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), seen.decode()


def _until_prompt(terminal: int) -> bytes:
    seen = b""
    while not seen.endswith(b": "):
        more = _read(terminal)
        assert more, seen
        seen += more
    return seen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
