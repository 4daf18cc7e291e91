"""How fast the IMAP engine reads commands and writes responses, on one core.

python bench/imap_engine.py
"""

import time
from collections.abc import Callable

from glassine.mail.structure import HeaderEnvelope, MailAddress, Part
from glassine.wire.imap.flags import Keyword, SystemFlag
from glassine.wire.imap.limits import Limits
from glassine.wire.imap.server import ImapServer
from glassine.wire.imap.state import State
from glassine.wire.imap.write import fetch, found

COUNT = 10_000
FLAGS = frozenset({SystemFlag.SEEN, SystemFlag.ANSWERED, Keyword(b"$Forwarded")})
FRED = MailAddress(b"Fred Foobar", b"fred", b"example.org")
ENVELOPE = HeaderEnvelope(
    date=b"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)",
    subject=b'An "ordinary" subject of some length',
    from_=(FRED,),
    to=(FRED, FRED),
    cc=(FRED,),
    in_reply_to=b"<1234567890@example.net>",
    message_id=b"<0987654321@example.org>",
)
TEXT = Part(0, 50, 3_000, 60, params=((b"charset", b"utf-8"),), encoding=b"base64")
FILE = Part(
    3_000,
    3_100,
    90_000,
    1_200,
    b"application",
    b"pdf",
    params=((b"name", b"report.pdf"),),
    encoding=b"base64",
    disposition=(b"attachment", ((b"filename", b"report.pdf"),)),
)
MIXED = Part(
    0,
    40,
    90_000,
    1_260,
    b"multipart",
    b"mixed",
    params=((b"boundary", b"=_boundary"),),
    parts=(TEXT, FILE),
)


def read(command: bytes) -> None:
    """Read this command many times over, as a client would pipeline it."""
    engine = ImapServer(limits=Limits())
    engine.enter(State.SELECTED)
    said = command * 100
    for _ in range(COUNT // 100):
        for _ in engine.receive(said):
            pass


def append() -> None:
    """Take one message of COUNT kilobytes in packets of 64."""
    engine = ImapServer(limits=Limits())
    engine.enter(State.SELECTED)
    for _ in engine.receive(b"a APPEND INBOX {%d+}\r\n" % (COUNT * 1024)):
        pass
    packet = bytes(65_536)
    for _ in range(COUNT // 64):
        for _ in engine.receive(packet):
            pass


def write_flags() -> None:
    """Write (UID FLAGS) of many messages."""
    for number in range(1, COUNT + 1):
        fetch.fetch(number, (fetch.uid(number), fetch.flags(FLAGS)))


def write_structures() -> None:
    """Write (ENVELOPE BODYSTRUCTURE) of many messages."""
    for number in range(1, COUNT + 1):
        pieces = (fetch.envelope(ENVELOPE), fetch.bodystructure(MIXED))
        fetch.fetch(number, pieces)


def write_found() -> None:
    """Write a SEARCH of many messages."""
    found.search_line(range(1, COUNT + 1))


def measure(name: str, work: Callable[[], None]) -> None:
    """Print the best of five runs."""
    best = min(_seconds(work) for _ in range(5))
    print(f"{name:42} {best * 1000:8.1f} ms {COUNT / best:12,.0f}/s")


def _seconds(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    print(f"{COUNT:,} of each, CPU time")
    measure("read NOOP", lambda: read(b"a1 NOOP\r\n"))
    measure("read FETCH 1:* (UID FLAGS)", lambda: read(b"a1 FETCH 1:* (UID FLAGS)\r\n"))
    measure(
        "read UID FETCH 7 (FLAGS BODY.PEEK[HEADER])",
        lambda: read(b"a1 UID FETCH 7 (FLAGS BODY.PEEK[HEADER])\r\n"),
    )
    measure(
        "read UID STORE 7 +FLAGS (\\Seen $Junk)",
        lambda: read(b"a1 UID STORE 7 +FLAGS (\\Seen $Junk)\r\n"),
    )
    measure("take APPEND, kilobytes", append)
    measure("write UID FLAGS", write_flags)
    measure("write ENVELOPE BODYSTRUCTURE", write_structures)
    measure("write SEARCH", write_found)
