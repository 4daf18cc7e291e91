"""smtp-source: ten sessions at once, each message filed once."""

from pathlib import Path

import pytest

from support.programs import smtp_source
from support.running_server import RunningServer

PERSON = "load@example.org"
LOAD = ("-s", "10", "-m", "2000", "-l", "4096", "-f", "zoe@example.net", "-t", PERSON)


@pytest.mark.parametrize("connections", [(), ("-d",)], ids=["one each", "kept open"])
def test_two_thousand_messages_in_ten_sessions_are_all_filed(
    server: RunningServer, tmp_path: Path, connections: tuple[str, ...]
) -> None:
    with server.imap(PERSON) as talk:
        before = talk.messages()
        smtp_source(tmp_path, server.ports["mx"], *connections, *LOAD)
        assert talk.messages() - before == 2000
