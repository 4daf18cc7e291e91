"""Judges that run as daemons of their own: where they listen, as the file writes it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassine.config.kinds import Kind, no, quoted, text, within
from glassine.config.whereabouts import is_this_machine
from glassine.words.public import HostName, NotPublic

_URL = re.compile(r"(http|https)://(?:\[([^\]/]+)\]|([^:/\[\]]+))(?::(\d{1,5}))?/?\Z")
_UNIX = "unix:"
_PLACE = re.compile(r"(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})\Z")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Daemon:
    """Where a daemon listens: by TCP, or at a socket of this machine."""

    host: HostName
    port: int
    tls: bool = False
    socket: Path | None = None

    @property
    def is_near(self) -> bool:
        """Tell whether nobody can listen on the way there."""
        return self.socket is not None or is_this_machine(self.host)

    @property
    def place(self) -> str:
        """Return `host:port`."""
        host = f"[{self.host}]" if ":" in self.host.name else self.host.name
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Return it as a web address."""
        return f"{'https' if self.tls else 'http'}://{self.place}"


def _by_url(value: Any) -> Daemon:
    match = _URL.match(text(value)) or no()
    scheme, port = match[1], match[4]
    return _at(match[2] or match[3], int(port or _PORTS[scheme]), tls=scheme[4:] == "s")


def _by_place(value: Any) -> Daemon:
    written = text(value)
    if written.startswith(f"{_UNIX}/"):
        path = Path(written.removeprefix(_UNIX))
        return Daemon(HostName("localhost"), 0, socket=path)
    match = _PLACE.match(written) or no()
    return _at(match[1] or match[2], int(match[3]))


def _at(host: str, port: int, *, tls: bool = False) -> Daemon:
    try:
        return Daemon(HostName(host), within(1, 65535, port), tls)
    except NotPublic:
        no()


def _written_place(daemon: Daemon) -> str:
    socket = daemon.socket
    return quoted(daemon.place if socket is None else f"{_UNIX}{socket}")


BY_URL = Kind(
    'a URL such as "http://127.0.0.1:11333"', _by_url, lambda daemon: quoted(daemon.url)
)
BY_PLACE = Kind(
    'HOST:PORT such as "127.0.0.1:3310", or "unix:/run/clamav/clamd.ctl"',
    _by_place,
    _written_place,
)
