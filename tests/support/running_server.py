"""A whole server for tests: made and run by the real commands, in a process of its own.

It lives in one directory: config and data, its temporary directory, its standard
output and error, and whatever core it may dump. So one search sees all it ever wrote.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from support.imap_client import ImapTalk
from support.smtp_client import HERE, SmtpTalk

HOST = "127.0.0.1"
DOMAIN = "example.org"
PASSWORD = "correct horse battery staple"
MAIN = ("-m", "glassine.cli.main")
SOURCES = Path(__file__).parents[2] / "src"
PATIENCE = 30  # seconds, on a busy machine
QUICK = """
[auth]
argon2_memory = "8MiB"
failure_delay = "0s"
"""
LISTENERS = ("mx", "submission", "submissions", "lmtp", "imap", "imaps")


class ServerFailed(Exception):
    """The server did not start, or did not end as it should."""


class RunningServer:
    """One data directory and, between `start` and `stop`, the server on it."""

    def __init__(self, home: Path, entry: tuple[str, ...] = MAIN) -> None:
        self.home = home
        self.place = home / "place"
        self.temporary = home / "tmp"
        self.log = home / "stdout"
        self.errors = home / "stderr"
        self.ports: dict[str, int] = {}
        self.environment: dict[str, str] = {}
        self.wrapper: tuple[str, ...] = ()
        self._entry = entry
        self._process: subprocess.Popen[bytes] | None = None

    # The commands an operator would give.

    def command(self, *arguments: str, given: str = "") -> str:
        """Run one command to its end and return what it printed."""
        ran = subprocess.run(
            [sys.executable, *MAIN, *arguments],
            input=given,
            capture_output=True,
            text=True,
            cwd=self.home,
            env=self._environment(),
            timeout=PATIENCE,
            check=False,
        )
        if ran.returncode != 0:
            raise ServerFailed(
                f"{arguments}: {ran.returncode}\n{ran.stdout}{ran.stderr}"
            )
        return ran.stdout

    def make(self, settings: str = "") -> None:
        """Make the directory and its config, with every listener on a free port."""
        self.temporary.mkdir(parents=True)
        self.command(
            *(
                "init",
                str(self.place),
                "--hostname",
                f"mail.{DOMAIN}",
                "--domain",
                DOMAIN,
            )
        )
        self.set_up(settings)

    def set_up(self, settings: str) -> None:
        """Write the config again: as `init` made it, but for the tables given."""
        listen = "\n".join(f'{name} = ["{HOST}:0"]' for name in LISTENERS)
        text = self._as_made()
        ours = f'[listen]\n{listen}\nweb = ["{HOST}:0"]\n{QUICK}'
        for table in (*_tables(ours), *_tables(settings)):
            text = _with_table(text, table)
        self.config.write_text(text)

    def _as_made(self) -> str:
        kept = self.home / "as-made.toml"
        if not kept.exists():
            kept.write_text(self.config.read_text())
        return kept.read_text()

    @property
    def config(self) -> Path:
        """The config file."""
        return self.place / "glassine.toml"

    def add_account(
        self, address: str, password: str = PASSWORD, *options: str
    ) -> None:
        """Add an account; the password goes by standard input."""
        self.command(
            "account", "add", address, "--password-file", "-", *options, given=password
        )

    def add_app_password(self, address: str, password: str = PASSWORD) -> str:
        """Make an app password for everything; return the secret, shown this once."""
        options = ("--name", f"app {time.monotonic_ns()}", "--password-file", "-")
        said = self.command("app-password", "add", address, *options, given=password)
        [secret] = [line for line in said.splitlines() if line.startswith("    ")]
        return secret.strip()

    # The process.

    def start(self) -> None:
        """Start the server and return when it listens."""
        ready = self.home / "ready"
        ready.unlink(missing_ok=True)
        with self.log.open("ab") as out, self.errors.open("ab") as err:
            self._process = subprocess.Popen(
                [
                    *(*self.wrapper, sys.executable, *self._entry),
                    *("serve", "--single", "--ready-file", str(ready)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=self.home,
                env=self._environment(),
            )
        said = self._wait_for(ready)
        self.ports = {
            name: int(places[0].rpartition(":")[2])
            for name, places in said.items()
            if isinstance(places, list) and places
        }

    def _wait_for(self, ready: Path) -> dict[str, list[str]]:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if not self.running:
                self._process = None
                raise ServerFailed(self.errors.read_text(errors="replace"))
            try:
                said: dict[str, list[str]] = json.loads(ready.read_text())
            except (FileNotFoundError, json.JSONDecodeError):  # not yet, or not whole
                time.sleep(0.02)
                continue
            return said
        self.kill()
        raise ServerFailed(f"not ready after {PATIENCE} s")

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running process."""
        if self._process is None:
            raise ServerFailed("not started")
        return self._process

    @property
    def running(self) -> bool:
        """Tell whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the server as an operator does, and see that it ends well."""
        self.process.send_signal(signal.SIGTERM)
        code = self._ended()
        complaints = self.errors.read_text(errors="replace")
        if code != 0 or complaints:
            raise ServerFailed(f"exit code {code}\n{complaints}")

    def kill(self) -> None:
        """End the server as a power cut does."""
        self.process.kill()
        self._ended()

    def wait_for_death(self) -> int:
        """Return the exit code of a server that dies by itself."""
        return self._ended()

    def _ended(self) -> int:
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise ServerFailed("did not end when told to") from None
        finally:
            self._process = None

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(SOURCES),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GLASSINE_CONFIG": str(self.config),
            **self.environment,
        }

    # Conversations with it.

    def smtp(self, listener: str = "mx", source: str = HERE) -> SmtpTalk:
        """Connect to an SMTP or LMTP listener."""
        address = (HOST, self.ports[listener])
        return SmtpTalk(address, tls=listener == "submissions", source=source)

    def imap_unknown(self, listener: str = "imap", source: str = HERE) -> ImapTalk:
        """Connect to an IMAP listener and do not log in."""
        address = (HOST, self.ports[listener])
        return ImapTalk(address, tls=listener == "imaps", source=source)

    def imap(self, address: str, password: str = PASSWORD) -> ImapTalk:
        """Connect and log in."""
        talk = self.imap_unknown()
        try:
            talk.log_in(address, password)
        except BaseException:
            talk.hang_up()
            raise
        return talk


def _tables(settings: str) -> Iterator[str]:
    return (part for part in re.split(r"(?m)^(?=\[)", settings) if part.strip())


def _with_table(text: str, table: str) -> str:
    """Return the config with one table replaced, or added at its end.

    There may be many of those in two brackets, such as routes: they are all added.
    """
    head = re.escape(table.partition("\n")[0].strip())
    old = re.compile(rf"(?ms)^(?!\[\[){head}.*?(?=^\[|\Z)")
    rest = old.sub("", text)
    return rest.rstrip("\n") + "\n\n" + table.strip() + "\n"


@contextmanager
def running_server(
    home: Path,
    accounts: Mapping[str, str],
    settings: str = "",
    entry: tuple[str, ...] = MAIN,
) -> Iterator[RunningServer]:
    """Make a server with these accounts and passwords, run it, and end it well."""
    server = RunningServer(home, entry)
    server.make(settings)
    for address, password in accounts.items():
        server.add_account(address, password)
    server.start()
    try:
        yield server
    except BaseException:
        if server.running:
            server.kill()
        raise
    if server.running:
        server.stop()
