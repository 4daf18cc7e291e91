"""OpenSMTPD, unpacked beside Postfix: what it takes it files, and it relays where told.

Its places and its users are compiled in. A mount namespace of its own gives it those,
and leaves the machine as it is. Needs root. It listens without TLS: Debian's build of
it cannot serve TLS with OpenSSL 3.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.counterparts.maildir import Maildir
from support.counterparts.place import (
    PATIENCE,
    open_place,
    wait_until_it_listens,
)
from support.free_port import free_port
from support.programs import BESIDE, find

SETTINGS = """\
smtp max-message-size 50M
listen on 127.0.0.1 port {port} hostname mail.{domain}
table everybody {{ "@" = vmail }}
action keep maildir "{place}/mail" virtual <everybody>
action send {relay}
match from any for domain "{domain}" action keep
match from any for any action send
"""
INSIDE = """\
set -e
mount -t tmpfs -o mode=755 places /var/spool
mount -t tmpfs -o mode=755 places /var/lib
mount -t tmpfs -o mode=755 places /run
mkdir -p /var/spool/smtpd /var/lib/opensmtpd/empty
chmod 711 /var/spool/smtpd
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
mount --bind "$2/usr/libexec" /usr/libexec
exec "$3" -d -f "$1/smtpd.conf"
"""
USERS = """\
opensmtpd:x:64001:64001::/var/lib/opensmtpd/empty:/bin/false
opensmtpq:x:64002:64002::/var/lib/opensmtpd/empty:/bin/false
vmail:x:64003:64003::/:/bin/sh
"""
GROUPS = "opensmtpd:x:64001:\nopensmtpq:x:64002:\nvmail:x:64003:\n"


@dataclass(frozen=True, slots=True)
class OpenSmtpd:
    """A running OpenSMTPD."""

    place: Path
    port: int

    @property
    def mailbox(self) -> Maildir:
        """What came for its domain, whoever it was for."""
        return Maildir(self.place / "mail")

    def log(self) -> str:
        """Return what it logged."""
        return (self.place / "log").read_text(errors="replace")


@contextmanager
def opensmtpd(domain: str, relay: str = "relay") -> Iterator[OpenSmtpd]:
    """Run OpenSMTPD as the server of this domain; `relay` is how it sends the rest."""
    with open_place("opensmtpd") as place:
        server = OpenSmtpd(place, free_port())
        _furnish(server, domain, relay)
        program = find("smtpd")
        with (place / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *("unshare", "--mount", "--propagation", "private", "sh", "-c"),
                    *(INSIDE, "sh", str(place), str(BESIDE), program),
                ],
                stdout=log,
                stderr=log,
            )
        try:
            wait_until_it_listens(server.port, place / "log")
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _furnish(server: OpenSmtpd, domain: str, relay: str) -> None:
    place = server.place
    settings = SETTINGS.format(
        port=server.port,
        domain=domain,
        place=place,
        relay=relay,
    )
    (place / "smtpd.conf").write_text(settings)
    for name, ours in (("passwd", USERS), ("group", GROUPS)):
        machine = Path("/etc", name).read_text()
        (place / name).write_text(machine + ours)
    mail = place / "mail"
    mail.mkdir()
    mail.chmod(0o777)
