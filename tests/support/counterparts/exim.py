"""Exim as a receiver: by BDAT where it is offered, into a maildir.

Debian's Exim wants its own user and will not run as root: a user namespace makes us
that user, as in `support.programs.exim`, which is Exim as a sender.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support import certificate_files
from support.counterparts.maildir import Maildir
from support.counterparts.place import (
    PATIENCE,
    open_place,
    wait_until_it_listens,
)
from support.free_port import free_port
from support.programs import as_exim, find

SETTINGS = """\
spool_directory = {place}/spool
log_file_path = {place}/log/%s
pid_file_path = {place}/exim.pid
exim_path = {program}
keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
primary_hostname = mail.{domain}
qualify_domain = {domain}
domainlist ours = {domain}
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
disable_ipv6
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {key}
chunking_advertise_hosts = *
smtputf8_advertise_hosts = *
dsn_advertise_hosts = *
host_lookup =
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny message = 5.1.1 nobody of that name is here
       local_parts = nobody
  defer message = 4.2.1 come back later
       local_parts = later
  accept domains = +ours
begin routers
all:
  driver = accept
  domains = +ours
  transport = keep
begin transports
keep:
  driver = appendfile
  directory = {place}/mail
  maildir_format
  user = {uid}
  group = {uid}
"""


@dataclass(frozen=True, slots=True)
class Exim:
    """A running Exim."""

    place: Path
    port: int

    @property
    def mailbox(self) -> Maildir:
        """What came for its domain, whoever it was for."""
        return Maildir(self.place / "mail")

    @property
    def certificate(self) -> Path:
        """What to trust, to trust it."""
        return self.place / "certificate.pem"

    def log(self) -> str:
        """Return what it logged."""
        return (self.place / "log/main").read_text(errors="replace")


@contextmanager
def exim(domain: str) -> Iterator[Exim]:
    """Run Exim as the server of this domain: `nobody` and `later` are not taken."""
    with open_place("exim") as place:
        server = Exim(place, free_port())
        for folder in ("spool", "log", "mail"):
            (place / folder).mkdir()
        certificate, key = certificate_files.write(place, f"mail.{domain}")
        settings = place / "exim.conf"
        settings.write_text(
            SETTINGS.format(
                place=place,
                domain=domain,
                port=server.port,
                program=find("exim4"),
                certificate=certificate,
                key=key,
                uid=os.getuid() or 65533,
            )
        )
        command, environment = as_exim(place)
        process = subprocess.Popen(
            [*command, find("exim4"), "-C", str(settings), "-bdf"],
            env={"PATH": os.environ["PATH"], **environment},
            cwd=place,
        )
        try:
            wait_until_it_listens(server.port, place / "log/main")
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)
