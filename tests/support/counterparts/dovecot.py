"""Dovecot as the seed's own destination: LMTP over TLS, and IMAP to look inside."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support import certificate_files
from support.counterparts.maildir import Maildir
from support.counterparts.place import (
    PATIENCE,
    CounterpartFailed,
    open_place,
    wait_until_it_listens,
)
from support.free_port import free_port
from support.programs import find

PASSWORD = "their own password"
SETTINGS = """\
base_dir = {place}/run
state_dir = {place}/state
log_path = {place}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
mail_uid = dovecot
mail_gid = dovecot
first_valid_uid = 1
mail_location = maildir:{place}/mail/%n
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=dovecot gid=dovecot home={place}/home/%n allow_all_users=yes
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
  inet_listener lmtps {{
    port = {lmtps}
    ssl = yes
  }}
  unix_listener {place}/lmtp.socket {{
    mode = 0666
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running Dovecot: its ports, its socket, and what it has filed."""

    place: Path
    lmtp: int
    lmtps: int
    imap: int

    @property
    def socket(self) -> Path:
        """Its LMTP socket."""
        return self.place / "lmtp.socket"

    @property
    def certificate(self) -> Path:
        """What to trust, to trust it."""
        return self.place / "certificate.pem"

    def mailbox(self, local: str) -> Maildir:
        """Return what came for one user."""
        return Maildir(self.place / "mail" / local)

    def log(self) -> str:
        """Return what it logged."""
        return (self.place / "log").read_text(errors="replace")


@contextmanager
def dovecot(name: str = "dovecot.example.net") -> Iterator[Dovecot]:
    """Run Dovecot with a certificate for this name. Needs root."""
    with open_place("dovecot") as place:
        certificate, key = certificate_files.write(place, name)
        server = Dovecot(place, free_port(), free_port(), free_port())
        ports = {"lmtp": server.lmtp, "lmtps": server.lmtps, "imap": server.imap}
        settings = place / "dovecot.conf"
        settings.write_text(
            SETTINGS.format(
                place=place,
                certificate=certificate,
                key=key,
                password=PASSWORD,
                **ports,
            )
        )
        for made in ("mail", "home"):
            (place / made).mkdir()
            (place / made).chmod(0o777)
        process = subprocess.Popen([find("dovecot"), "-F", "-c", str(settings)])
        try:
            for port in ports.values():
                wait_until_it_listens(port, place / "log")
            yield server
        finally:
            process.terminate()
            if process.wait(PATIENCE) not in (0, -15):
                raise CounterpartFailed(server.log())
