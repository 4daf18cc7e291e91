"""rspamd as a judge of our signatures that none of us wrote, and as one who signs.

It is told that a message came from somewhere else, for of 127.0.0.1 it checks nothing,
and it asks the name server that it is given. Needs root.
"""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.counterparts.place import (
    HOST,
    PATIENCE,
    open_place,
    wait_until_it_listens,
)
from support.free_port import free_port
from support.programs import find

FOREIGN = "192.0.2.25"
SETTINGS = """\
lua = "$RULESDIR/rspamd.lua"
options {{
  pidfile = "{place}/pid";
  filters = "dkim,spf";
  tempdir = "{place}";
  cache_file = "{place}/symbols.cache";
  control_socket = "{place}/control.socket mode=0600";
  url_tld = "${{SHAREDIR}}/effective_tld_names.dat";
  explicit_modules = ["settings"];
  local_addrs = [];
  dns {{ timeout = 2s; nameserver = ["{name_server}"]; }}
}}
logging {{ type = "file"; filename = "{place}/log"; level = "info"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}
actions {{ reject = 1000; }}
group "policies" {{ }}
dkim {{ check_local = true; check_authed = true; }}
spf {{ }}
arc {{ check_local = true; check_authed = true; {sealing} }}
dkim_signing {{ {signing} }}
dmarc {{ }}
modules {{ path = "${{PLUGINSDIR}}"; fallback_path = "${{SHAREDIR}}/lua"; }}
"""
_SIGNS = """\
sign_authenticated = true; check_pubkey = false; use_esld = false;
use_domain = "header"; allow_username_mismatch = true;
domain {{ "{domain}" {{ path = "{key}"; selector = "s1"; }} }}
"""


@dataclass(frozen=True, slots=True)
class Rspamd:
    """A running rspamd."""

    place: Path
    port: int

    def symbols(self, message: bytes, sender: str, helo: str, ip: str = FOREIGN) -> Any:
        """Return what it found in a message, by name of the finding."""
        headers = {"IP": ip, "Helo": helo, "From": sender}
        return self._asked(message, headers)["symbols"]

    def signed(self, message: bytes, user: str) -> bytes:
        """Return the message with its DKIM signature and a set of ARC before it."""
        headers = {"IP": FOREIGN, "From": user, "User": user}
        found = self._asked(message, headers)
        added = {"DKIM-Signature": {"value": found["dkim-signature"]}}
        added |= found["milter"]["add_headers"]
        fields = (f"{name}: {each['value']}\r\n" for name, each in added.items())
        return "".join(fields).encode() + message

    def _asked(self, message: bytes, headers: dict[str, str]) -> Any:
        place = f"http://{HOST}:{self.port}/checkv2"
        asked = urllib.request.Request(place, data=message, headers=headers)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return json.load(answer)

    def log(self) -> str:
        """Return what it logged."""
        return (self.place / "log").read_text(errors="replace")


@contextmanager
def rspamd(name_server: int, domain: str = "", key: bytes = b"") -> Iterator[Rspamd]:
    """Run rspamd; it asks the name server on this port of loopback.

    With a domain and its private key, in PEM, it signs by the selector s1.
    """
    with open_place("rspamd") as place:
        place.chmod(0o777)
        server = Rspamd(place, free_port())
        settings = place / "rspamd.conf"
        (place / "key.pem").write_bytes(key)
        shutil.chown(place / "key.pem", "_rspamd")  # whatever umask a test has left
        signs = _SIGNS.format(domain=domain, key=place / "key.pem") if domain else ""
        settings.write_text(
            SETTINGS.format(
                place=place,
                port=server.port,
                name_server=f"{HOST}:{name_server}",
                sealing=signs,
                signing=signs or "enabled = false;",
            )
        )
        user = ("-u", "_rspamd", "-g", "_rspamd")
        process = subprocess.Popen(
            [find("rspamd"), *user, "-f", "-c", str(settings)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_it_listens(server.port, place / "log")
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)
