"""Senders that keep books: what was answered 250, what was only sent, what was not.

Each letter has a sender address of its own, so that it is known again in mailboxes
and in the event log alike.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from support.letters import letter, marker
from support.running_server import RunningServer
from support.smtp_client import SmtpTalk, stuffed


@dataclass(slots=True)
class Books:
    """Names of letters by what became of them, as their sender knows it."""

    begun: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    @property
    def unknown(self) -> set[str]:
        """The letters sent to their end and never answered: nobody can tell."""
        return self.sent - self.answered - self.refused


def send_one(
    talk: SmtpTalk, recipients: Sequence[str], books: Books, size: int = 2000
) -> None:
    """Send one letter and enter each step of it, after it was taken."""
    name = marker()
    talk.begin(f"{name}@example.net", recipients)
    assert talk.say("DATA").code == 354
    books.begun.add(name)
    content = stuffed(letter(name, "x" * 70 + "\r\n" + "y " * (size // 2)))
    middle = len(content) // 2
    talk.send(content[:middle])
    books.sent.add(name)  # from here on the server may have all of it
    talk.send(content[middle:] + b".\r\n")
    code = talk.reply().code
    (books.answered if code == 250 else books.refused).add(name)


def _send_on(
    server: RunningServer, recipients: Sequence[str], books: Books, size: int
) -> None:
    try:
        with server.smtp() as talk:
            talk.hello()
            for _ in count():
                send_one(talk, recipients, books, size)
    except (OSError, AssertionError):
        return  # the server is gone, in the middle of whatever it was


def send_until_it_dies(
    server: RunningServer, recipients: Sequence[str], *, sessions: int, size: int = 2000
) -> tuple[Books, list[threading.Thread]]:
    """Start the sessions; they end when the server does."""
    books = Books()
    threads = [
        threading.Thread(target=_send_on, args=(server, recipients, books, size))
        for _ in range(sessions)
    ]
    for thread in threads:
        thread.start()
    return books, threads
