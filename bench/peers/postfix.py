"""Postfix as a peer: accepts from loopback, hands on by LMTP, fsyncs as it always does.

It runs from its own directory with its own queue, by Debian's programs, and nothing of
the machine's configuration is read or changed.
"""

import os
import pwd
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peers.ports import free_port, wait_until_it_listens

HOST = "127.0.0.1"
PROGRAMS = Path("/usr/lib/postfix/sbin")
PATIENCE = 30

MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = {programs}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.net
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
maillog_file = {home}/log/postfix.log
maillog_file_prefixes = {home}
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = static:x
virtual_transport = lmtp:inet:127.0.0.1:{sink}
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
alias_maps =
alias_database =
local_recipient_maps =
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
lmtp      unix  -  -  n  -     -  lmtp
anvil     unix  -  -  n  -     1  anvil
scache    unix  -  -  n  -     1  scache
postlog   unix-dgram n - n -   1  postlogd
"""


@contextmanager
def postfix(home: Path, domain: str, sink: int) -> Iterator[tuple[int, int]]:
    """Run Postfix; yield its port and the process id of its master. Needs root."""
    port = free_port()
    owner = pwd.getpwnam("postfix")
    for name in ("config", "queue", "data", "log"):
        (home / name).mkdir(parents=True)
    os.chown(home / "data", owner.pw_uid, owner.pw_gid)
    settings = {"home": home, "programs": PROGRAMS, "domain": domain, "sink": sink}
    (home / "config" / "main.cf").write_text(MAIN.format(**settings))
    (home / "config" / "master.cf").write_text(MASTER.format(port=port))
    _postfix(home, "start")
    try:
        wait_until_it_listens(port)
        yield port, int((home / "queue/pid/master.pid").read_text())
    finally:
        _postfix(home, "stop")
        time.sleep(0.5)  # its children write the last of their queue files


def _postfix(home: Path, verb: str) -> None:
    subprocess.run(
        ["/usr/sbin/postfix", "-c", str(home / "config"), verb],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=verb == "start",
        timeout=PATIENCE,
    )
