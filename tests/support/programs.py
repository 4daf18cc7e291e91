"""Real mail programs, run headless and away from the tester's own settings.

Each takes a home directory for its settings, and returns what it printed; one that
fails raises `ProgramFailed` with all it said. `script/debian` installs them.
"""

import os
import shutil
import subprocess
from pathlib import Path

PATIENCE = 60  # seconds
CHECKOUT = Path(__file__).parents[2]
BESIDE = CHECKOUT / ".venv" / "debian"  # what cannot be installed beside postfix


class ProgramFailed(Exception):
    """The program is missing, or ended with an error."""


def find(name: str) -> str:
    """Return where the program is."""
    path = os.pathsep.join((os.environ["PATH"], "/usr/sbin", str(BESIDE / "usr/sbin")))
    found = shutil.which(name, path=path)
    if found is None:
        raise ProgramFailed(f"{name} is missing: script/debian installs it")
    return found


def run(
    home: Path, *command: str, given: bytes = b"", extra: dict[str, str] | None = None
) -> str:
    """Run a program to its end and return what it printed."""
    settled = {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "dumb"}
    try:
        ran = subprocess.run(
            [find(command[0]), *command[1:]],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=home,
            env=settled | (extra or {}),
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as waiting:
        raise ProgramFailed(f"{command[0]} hangs\n{waiting.output!r}") from None
    said = ran.stdout.decode(errors="replace")
    if ran.returncode != 0:
        raise ProgramFailed(f"{command[0]}: exit code {ran.returncode}\n{said}")
    return said


def swaks(home: Path, port: int, *options: str) -> str:
    """Send one message with swaks; return the transcript."""
    server = ("--server", "127.0.0.1", "--port", str(port))
    return run(home, "swaks", *server, "--helo", "client.example", *options)


def smtp_source(home: Path, port: int, *options: str) -> str:
    """Send a load with Postfix's `smtp-source`."""
    return run(home, "smtp-source", *options, f"127.0.0.1:{port}")


def msmtp(home: Path, port: int, message: bytes, *options: str, password: str) -> str:
    """Send a message with msmtp, the password from a file."""
    secret = home / "msmtp-password"
    secret.write_text(password + "\n")
    server = ("--host=127.0.0.1", f"--port={port}", "--tls-certcheck=off")
    asks = f"--passwordeval=cat {secret}"
    return run(home, "msmtp", *server, asks, *options, given=message)


def mutt(home: Path, port: int, user: str, password: str, *commands: str) -> str:
    """Open INBOX with mutt, give it commands, then leave.

    Mutt tries the strongest mechanism offered, and no other when that fails: the
    password must be one that is good for SCRAM.
    """
    settings = home / "muttrc"
    settings.write_text(
        "\n".join(
            (
                f'set folder="imap://127.0.0.1:{port}/" mbox_type=Maildir',
                f'set imap_user="{user}" imap_pass="{password}"',
                "set ssl_starttls=no ssl_force_tls=no",
                f'set record="" header_cache="" message_cachedir="" tmpdir="{home}"',
                "set quit=yes wait_key=no confirmappend=no confirmcreate=no",
                "set delete=yes mark_old=no beep=no imap_passive=yes sort=date",
                "set pipe_decode=no pipe_split=yes copy=yes move=no resolve=no",
                f"folder-hook . \"push '{''.join(commands)}<quit>'\"",
            )
        )
    )
    box = f"imap://127.0.0.1:{port}/INBOX"
    # mutt draws a screen: `script` gives it a terminal, and keeps its exit code.
    command = f"mutt -n -F {settings} -f {box}"
    return run(home, "script", "-qec", command, "/dev/null", extra={"TERM": "xterm"})


def mbsync(home: Path, port: int, user: str, password: str) -> str:
    """Make a Maildir at `home/Maildir` and the account the same, both ways."""
    (home / "Maildir").mkdir(exist_ok=True)
    settings = home / "mbsyncrc"
    settings.write_text(
        f"""\
IMAPStore far
Host 127.0.0.1
Port {port}
User {user}
Pass "{password}"
SSLType None
AuthMechs LOGIN

MaildirStore near
Path {home}/Maildir/
Inbox {home}/Maildir/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Expunge Both
SyncState *
"""
    )
    return run(home, "mbsync", "-V", "-c", str(settings), "-a")


def exim(home: Path, port: int, sender: str, recipient: str, message: bytes) -> str:
    """Send a message with Exim, which uses CHUNKING where it is offered.

    Returns Exim's main log.
    """
    settings = home / "exim.conf"
    for folder in ("spool", "log"):
        (home / folder).mkdir(exist_ok=True)
    settings.write_text(_EXIM.format(home=home, port=port))
    command, environment = as_exim(home)
    options = ("-C", str(settings), "-odf", "-oi", "-f", sender, recipient)
    run(home, *command, find("exim4"), *options, given=message, extra=dict(environment))
    return (home / "log" / "main").read_text()


def as_exim(home: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return what to put before a command of Exim's, and its environment.

    Debian's Exim wants its own user: `nss_wrapper` makes one up, and for root, as whom
    Exim will not run, a user namespace makes us that user.
    """
    uid = os.getuid() or 65533
    (home / "passwd").write_text(f"Debian-exim:x:{uid}:{uid}::{home}:/bin/false\n")
    (home / "group").write_text(f"Debian-exim:x:{uid}:\n")
    become = ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}")
    environment = {
        "NSS_WRAPPER_PASSWD": str(home / "passwd"),
        "NSS_WRAPPER_GROUP": str(home / "group"),
        "LD_PRELOAD": _nss_wrapper(),
    }
    return (become if os.getuid() == 0 else ("env",)), environment


def _nss_wrapper() -> str:
    for root in (Path("/"), BESIDE):
        for found in root.glob("usr/lib/*/libnss_wrapper.so"):
            return str(found)
    raise ProgramFailed("libnss-wrapper is missing: script/debian installs it")


_EXIM = """\
spool_directory = {home}/spool
log_file_path = {home}/log/%s
log_selector = +smtp_confirmation
keep_environment =
add_environment = PATH=/usr/bin:/bin
primary_hostname = client.example
qualify_domain = example.net
disable_ipv6
begin routers
all:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = out
begin transports
out:
  driver = smtp
  port = {port}
  allow_localhost
  hosts_avoid_tls = *
  hosts_try_chunking = *
"""
