"""The config of a test server is the one `init` made, but for the tables given."""

from pathlib import Path

from support.running_server import RunningServer

MADE = """\
hostname = "mail.example.org"

[listen]  # as it is
mx = ["0.0.0.0:25"]

[smtp]
delay_deny = false
"""


def test_tables_are_replaced_or_added_and_the_rest_stays(tmp_path: Path) -> None:
    server = RunningServer(tmp_path)
    server.place.mkdir()
    server.config.write_text(MADE)
    for _ in range(2):
        server.set_up("[limits]\nrecipients = 7\n")
    written = server.config.read_text()
    assert written.startswith('hostname = "mail.example.org"\n')
    assert written.count("[listen]") == 1
    assert 'mx = ["127.0.0.1:0"]' in written
    assert written.count("[limits]\nrecipients = 7") == 1
    assert "[smtp]\ndelay_deny = false" in written
