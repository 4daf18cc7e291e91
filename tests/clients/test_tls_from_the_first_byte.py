"""A client whose first TLS record is there before the server has looked is heard."""

import pytest

from support.running_server import RunningServer
from support.smtp_client import somewhere


@pytest.mark.parametrize("turn", range(4))
def test_the_greeting_comes_over_tls(server: RunningServer, turn: int) -> None:
    stranger = somewhere()  # its name is looked up first; meanwhile it speaks
    with server.smtp("submissions", stranger) as talk:
        assert talk.greeting.code == 220
    with server.imap_unknown("imaps", stranger) as imap:
        assert imap.greeting.startswith(b"* OK")
