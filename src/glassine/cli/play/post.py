"""Post the three letters, each by its own way in, with Python's own SMTP client."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from smtplib import SMTP

from glassine.cli.play.cast import Member
from glassine.cli.play.letters import Letter
from glassine.cli.play.server import Server
from glassine.cli.refused import Refused

PATIENCE = 20.0  # seconds


def by_app(server: Server, app: Member, letter: Letter) -> None:
    """Post as the seed's app does: EHLO twice, AUTH LOGIN, no TLS, from a near host."""
    with _client(server, "submission", letter) as client:
        client.ehlo()
        client.ehlo()
        client.user, client.password = app.address, app.password
        client.auth("LOGIN", client.auth_login, initial_response_ok=False)
        _hand_over(client, letter)


def by_person(
    server: Server, person: Member, certificate: Path, letter: Letter
) -> None:
    """Post as mail programs do: STARTTLS, then AUTH PLAIN."""
    with _client(server, "submission", letter) as client:
        client.starttls(context=trusting(certificate))
        client.ehlo()
        client.user, client.password = person.address, person.password
        client.auth("PLAIN", client.auth_plain)
        _hand_over(client, letter)


def by_stranger(server: Server, letter: Letter) -> None:
    """Post as another server does: to the MX, and nobody logs in."""
    with _client(server, "mx", letter) as client:
        _hand_over(client, letter)


def trusting(certificate: Path) -> ssl.SSLContext:
    """Return a context that takes this certificate and no other, by any host name."""
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = False
    return context


@contextmanager
def _client(server: Server, listener: str, letter: Letter) -> Iterator[SMTP]:
    host, port = server.places[listener]
    try:
        with SMTP(host, port, letter.host, PATIENCE) as client:
            yield client
    except OSError as error:  # SMTPException is one; its text may quote the letter
        raise Refused(
            f"the letter from {letter.sender.addr_spec} was not taken at "
            f"{host}:{port} ({type(error).__name__})"
        ) from None


def _hand_over(client: SMTP, letter: Letter) -> None:
    client.sendmail(
        letter.sender.addr_spec, [letter.recipient.addr_spec], letter.octets()
    )
