"""What common commands cost over a live listener, with a mailbox of many messages.

    python -m bench.imap [--messages 10000]

The server runs in this process, on a thread; times are a client's, wall clock.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from glassine.words.public import Protocol

TESTS = Path(__file__).parent.parent / "tests"
sys.path.insert(0, str(TESTS))  # the tests know how to run a server

from support.imap_client import ImapTalk
from support.letters import letter
from support.mailbox_house import (
    NAME,
    PASSWORD,
    MailboxHouse,
    mailbox_house,
)

COMMANDS = (
    "SELECT INBOX",
    "FETCH 1:* (UID FLAGS)",
    "FETCH 1:* (UID FLAGS)",
    "FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)",
    "FETCH 1:* (BODYSTRUCTURE)",
    "FETCH 1:1000 (BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)])",
    "FETCH 1:1000 (BODY.PEEK[])",
    "SEARCH UNSEEN",
    "SEARCH SUBJECT 4711",
    'SEARCH BODY "nowhere"',
    "STORE 1:* +FLAGS.SILENT (\\Seen)",
    "STATUS Archive (MESSAGES UNSEEN)",
    "COPY 1:* Archive",
    "STATUS Archive (MESSAGES UNSEEN)",
    "UID MOVE 1:1000 Trash",
    "NOOP",
)


def main() -> None:
    """Fill a mailbox and time the commands."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=10_000)
    messages = parser.parse_args().messages
    with TemporaryDirectory() as directory, mailbox_house(Path(directory)) as house:
        _fill(house, messages)
        _measure(house)


def _fill(house: MailboxHouse, messages: int) -> None:
    for start in range(0, messages, 1000):
        some = range(start, min(start + 1000, messages))
        house.deliver(*(letter(f"letter {n}", "Good morning.\r\n" * 250) for n in some))


def _measure(house: MailboxHouse) -> None:
    with ImapTalk(("127.0.0.1", house.ports[Protocol.IMAP])) as talk:
        print(f"{_timed(lambda: talk.log_in(NAME, PASSWORD)):8.3f} s  LOGIN")
        for command in COMMANDS:
            answers: list[str] = []
            seconds = _timed(lambda c=command, a=answers: a.append(talk.do(c).status))
            print(f"{seconds:8.3f} s  {answers[0]:3} {command}")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
