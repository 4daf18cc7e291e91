"""Two sessions at one mailbox, by chance: neither client may lose count."""

import random
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from glassine.words.public import Protocol
from support.imap_client import Answer, ImapTalk
from support.letters import letter
from support.mailbox_house import NAME, PASSWORD, MailboxHouse, mailbox_house

DEEDS = (
    "STORE {n} +FLAGS (\\Deleted)",
    "STORE {n} -FLAGS (\\Deleted)",
    "STORE {n} +FLAGS.SILENT (\\Seen)",
    "UID STORE 1:* FLAGS (\\Flagged)",
    "FETCH {n} (UID FLAGS)",
    "FETCH {n} BODY[TEXT]",
    "UID FETCH 1:* (FLAGS)",
    "SEARCH DELETED",
    "EXPUNGE",
    "COPY {n} INBOX",
    "MOVE {n} INBOX",
    "MOVE {n} Trash",
    "NOOP",
)
_NEWS = re.compile(rb"\* (\d+) (EXISTS|EXPUNGE)")
_FETCHED = re.compile(rb"\* (\d+) FETCH \((?:.* )?UID (\d+)")


class Mind:
    """A client that believes what it is told, and nothing else."""

    def __init__(self, house: MailboxHouse) -> None:
        self.talk = ImapTalk(("127.0.0.1", house.ports[Protocol.IMAP]))
        self.talk.log_in(NAME, PASSWORD)
        self.uids: list[int | None] = []  # None: there is one, it has not seen which
        self.hear(self.talk.do("SELECT INBOX"))

    def hear(self, answer: Answer) -> None:
        """Believe what an answer says of the mailbox."""
        for line in answer.untagged:
            if news := _NEWS.match(line):
                self._count(int(news[1]), news[2] == b"EXPUNGE")
            elif fetched := _FETCHED.match(line):
                number, uid = int(fetched[1]), int(fetched[2])
                assert self.uids[number - 1] in (None, uid)
                self.uids[number - 1] = uid

    def _count(self, number: int, gone: bool) -> None:
        if gone:
            del self.uids[number - 1]
        else:
            assert number >= len(self.uids)
            self.uids += [None] * (number - len(self.uids))

    def do_something(self, chance: random.Random) -> None:
        """Do one thing or another to a message."""
        number = chance.randint(1, max(1, len(self.uids)))
        self.hear(self.talk.do(chance.choice(DEEDS).format(n=number)))

    def settle(self) -> list[int | None]:
        """Hear all news; return the UIDs it believes in."""
        self.hear(self.talk.do("NOOP"))
        self.hear(self.talk.do("FETCH 1:* (UID)"))
        return self.uids


@pytest.mark.parametrize("seed", range(4))
def test_two_clients_never_lose_count(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    with mailbox_house(tmp_path) as house, ExitStack() as stack:
        house.deliver(*(letter(f"{n}") for n in range(8)))
        minds = [Mind(house), Mind(house)]
        for mind in minds:
            stack.callback(mind.talk.hang_up)
        for step in range(120):
            chance.choice(minds).do_something(chance)
            if step % 30 == 0:
                house.deliver(letter("another"))
        there = house.look(lambda books: books.mailboxes.letters(house.inbox))
        for mind in minds:
            assert mind.settle() == [filed.uid for filed in there]
    assert b"fault exception=" not in house.log
