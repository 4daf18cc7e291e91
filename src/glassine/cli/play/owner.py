"""The owner's side: open the letters again, with an ordinary IMAP client."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from imaplib import IMAP4
from pathlib import Path

from glassine.cli.play.cast import Member
from glassine.cli.play.post import PATIENCE, trusting
from glassine.cli.play.server import Server
from glassine.cli.refused import Refused


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter as its owner reads it."""

    message_id: str
    sender: str
    subject: str
    first_line: str
    file_names: tuple[str, ...]


def read_inbox(server: Server, person: Member, certificate: Path) -> list[Opened]:
    """Return the letters of the inbox, the oldest first. Raises `Refused`."""
    with _logged_in(server, person, certificate) as client:
        client.select("INBOX", readonly=True)
        _, [numbers] = client.search(None, "ALL")
        return [_opened(_fetch(client, n)) for n in numbers.decode().split()]


@contextmanager
def _logged_in(server: Server, person: Member, certificate: Path) -> Iterator[IMAP4]:
    host, port = server.places["imap"]
    try:
        with IMAP4(host, port, timeout=PATIENCE) as client:
            client.starttls(trusting(certificate))
            client.login(person.address, person.password)
            yield client
    except (IMAP4.error, OSError):
        raise Refused(f"{person.address} could not read the mail over IMAP") from None


def _fetch(client: IMAP4, number: str) -> EmailMessage:
    _, answer = client.fetch(number, "(BODY.PEEK[])")
    match answer:
        case [(_, bytes(octets)), *_]:
            return message_from_bytes(octets, policy=default)
        case _:
            raise IMAP4.error


def _opened(message: EmailMessage) -> Opened:
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    names = (part.get_filename() for part in message.iter_attachments())
    return Opened(
        message_id=str(message["Message-ID"]).strip(),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        first_line=text.strip().partition("\n")[0].strip(),
        file_names=tuple(name for name in names if name),
    )
