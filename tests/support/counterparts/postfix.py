"""Postfix from its own directory: what it takes it files, and it sends where told.

Nothing of the machine's own configuration is read or changed.
"""

import pwd
import shutil
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

MAIN = """\
compatibility_level = 3.6
queue_directory = {place}/queue
data_directory = {place}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.{domain}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
maillog_file = {place}/log/postfix.log
maillog_file_prefixes = {place}
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtp_tls_security_level = may
smtputf8_enable = yes
alias_maps =
alias_database =
local_recipient_maps =
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_mailbox_base = {place}/mail
virtual_mailbox_maps = static:all/
virtual_minimum_uid = 1
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix  n  -  n  -     0  cleanup
qmgr      unix  n  -  n  300   1  qmgr
tlsmgr    unix  -  -  n  1000? 1  tlsmgr
rewrite   unix  -  -  n  -     -  trivial-rewrite
bounce    unix  -  -  n  -     0  bounce
defer     unix  -  -  n  -     0  bounce
trace     unix  -  -  n  -     0  bounce
proxymap  unix  -  -  n  -     -  proxymap
error     unix  -  -  n  -     -  error
retry     unix  -  -  n  -     -  error
smtp      unix  -  -  n  -     -  smtp
lmtp      unix  -  -  n  -     -  lmtp
virtual   unix  -  n  n  -     -  virtual
anvil     unix  -  -  n  -     1  anvil
scache    unix  -  -  n  -     1  scache
postlog   unix-dgram n - n -   1  postlogd
"""


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running Postfix."""

    place: Path
    port: int

    @property
    def pid(self) -> int:
        """The process id of its master."""
        return int((self.place / "queue/pid/master.pid").read_text())

    @property
    def mailbox(self) -> Maildir:
        """What came for its domain, whoever it was for."""
        return Maildir(self.place / "mail" / "all")

    @property
    def certificate(self) -> Path:
        """What to trust, to trust it."""
        return self.place / "certificate.pem"

    def log(self) -> str:
        """Return what it logged."""
        return (self.place / "log/postfix.log").read_text(errors="replace")


@contextmanager
def postfix(
    domain: str, settings: str = "", *, home: Path | None = None
) -> Iterator[Postfix]:
    """Run Postfix as the server of this domain, with more settings. Needs root.

    `home` keeps it off the temporary disk, where a benchmark asks for the real one.
    """
    if home is None:
        with (
            open_place("postfix") as place,
            postfix(domain, settings, home=place) as it,
        ):
            yield it
        return
    owner = pwd.getpwnam("postfix")
    for name in ("config", "queue", "data", "log", "mail"):
        (home / name).mkdir(parents=True)
    for name in ("data", "mail"):
        shutil.chown(home / name, owner.pw_uid, owner.pw_gid)
    certificate, key = certificate_files.write(home, f"mail.{domain}")
    words = {"place": home, "domain": domain, "uid": owner.pw_uid, "gid": owner.pw_gid}
    main = MAIN.format(**words)
    if "virtual_transport" not in settings:
        main += f"virtual_mailbox_domains = {domain}\n"
    main += f"smtpd_tls_cert_file = {certificate}\nsmtpd_tls_key_file = {key}\n"
    main += "smtpd_tls_security_level = may\n" + settings
    server = Postfix(home, free_port())
    (home / "config/main.cf").write_text(main)
    (home / "config/master.cf").write_text(MASTER.format(port=server.port))
    _postfix(home, "start")
    try:
        wait_until_it_listens(server.port, home / "log/postfix.log")
        yield server
    finally:
        _postfix(home, "stop")  # it waits until all its processes have gone


def _postfix(home: Path, verb: str) -> None:
    ran = subprocess.run(
        ["/usr/sbin/postfix", "-c", str(home / "config"), verb],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=PATIENCE,
    )
    if ran.returncode != 0:
        raise CounterpartFailed(ran.stdout.decode(errors="replace"))
