"""Hold a server to what it said: mailboxes and event log against the senders' books."""

import json
import re
from collections import Counter
from collections.abc import Sequence

from crash.senders import Books
from support.running_server import RunningServer

_NAME = re.compile(rb"Subject: (m[a-z]{23})\r\n")


def filed(server: RunningServer, person: str) -> Counter[str]:
    """Return how often each letter is in the person's INBOX; each must open."""
    with server.imap(person) as talk:
        letters = talk.whole_messages()
        assert len(letters) == talk.messages()
    names = (_NAME.search(letter) for letter in letters)
    return Counter(found[1].decode() for found in names if found)


def told(server: RunningServer, kind: str) -> Counter[str]:
    """Return how many events of this type the log has for each letter."""
    lines = server.command("events", "--json", "--type", kind, "--limit", "100000")
    events = [json.loads(line) for line in lines.splitlines() if line.strip()]
    return Counter(event["mailFrom"].strip("<>").partition("@")[0] for event in events)


def empty(server: RunningServer, person: str) -> None:
    """Throw away all that is in the INBOX: it has been accounted for."""
    with server.imap(person) as talk:
        if talk.messages():
            assert talk.do("SELECT INBOX").status == "OK"
            assert talk.do("STORE 1:* +FLAGS.SILENT (\\Deleted)").status == "OK"
            assert talk.do("CLOSE").status == "OK"
        assert talk.messages() == 0


def hold_to_account(
    server: RunningServer, recipients: Sequence[str], books: Books
) -> None:
    """Check guarantees 1 to 4 on every letter of the books."""
    received = told(server, "received")
    delivered = told(server, "delivered")
    for person in recipients:
        there = filed(server, person)
        for name in books.begun:
            assert there[name] <= 1, "filed twice"
            if name in books.answered:
                assert there[name] == 1, "answered 250 and lost"
            if name in books.refused or name not in books.sent:
                assert there[name] == 0, "filed and never accepted"
            assert received[name] == there[name], "the event log tells another story"
            assert delivered[name] == there[name] * len(recipients)
