"""A day's checkpoint as a letter: six lines to keep, and what they are good for."""

from collections.abc import Iterator

from glassine.mail import trace
from glassine.words.clock import Milliseconds
from glassine.words.private import Message
from glassine.words.public import Address, HostName

TOLD = """\
You asked for this at /me. It says what the log of all that operators looked at came
to on this day, signed by the server. Keep it: while you have it, nothing that was in
that log before can be changed or left out unseen. To have it checked, save this
letter as a file, and give that to somebody who can run: glassine verify FILE
"""


def write(
    text: str, *, day: str, host: HostName, to: Address, now: Milliseconds, unique: str
) -> Message:
    """Return the letter that holds a checkpoint's text."""
    head = "".join(f"{field}\r\n" for field in _head(day, host, to, unique))
    body = f"{text}\n{TOLD}".replace("\n", "\r\n")
    return Message(head.encode() + trace.date(now) + b"\r\n" + body.encode())


def _head(day: str, host: HostName, to: Address, unique: str) -> Iterator[str]:
    yield f"From: Mail server <MAILER-DAEMON@{host}>"
    yield f"To: <{to}>"
    yield f"Subject: Checkpoint of the operators' log, {day}"
    yield f"Message-ID: <{unique}@{host}>"
    yield "Auto-Submitted: auto-generated"  # RFC 3834 §5
    yield "MIME-Version: 1.0"
    yield "Content-Type: text/plain; charset=us-ascii"
