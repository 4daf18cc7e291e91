"""Exim: a real client that sends by BDAT. RFC 3030"""

from pathlib import Path

from support.letters import letter, marker
from support.programs import exim
from support.running_server import RunningServer

PERSON = "exim@example.org"


def test_exim_sends_in_chunks_and_the_message_is_filed_whole(
    server: RunningServer, tmp_path: Path
) -> None:
    word = marker()
    body = "\r\n".join(f".{number} {word}" for number in range(20_000))
    sent = letter(word, body, to=PERSON)
    log = exim(tmp_path, server.ports["mx"], "zoe@example.net", PERSON, sent)
    assert " K C=" in log, log  # K: CHUNKING was used
    with server.imap(PERSON) as talk:
        [filed] = [m for m in talk.whole_messages() if word.encode() in m]
    assert filed.partition(b"\r\n\r\n")[2] == sent.partition(b"\r\n\r\n")[2]
