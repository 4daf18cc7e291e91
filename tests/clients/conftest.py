"""One server for all the clients, with a person for each of them."""

from collections.abc import Iterator

import pytest

from support.running_server import PASSWORD, RunningServer, running_server

PEOPLE = (
    *("app", "exim", "imaplib", "load", "mbsync", "msmtp", "mutt", "smtplib", "swaks"),
)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Run a server that lets loopback log in without TLS."""
    home = tmp_path_factory.mktemp("server")
    accounts = {f"{name}@example.org": PASSWORD for name in PEOPLE}
    with running_server(home, accounts) as server:
        yield server
