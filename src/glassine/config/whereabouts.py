"""Places on the network as the file writes them: HOST:PORT, and a route's target."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from glassine.config.kinds import Kind, list_of, no, quoted, text, within
from glassine.words.public import Endpoint, HostName, NotPublic, ip_address

DNS_PORT = 53
_HOST_PORT = re.compile(r"(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})\Z")
_TARGET = re.compile(r"(smtps?|lmtps?)://([^/]+)\Z")
_SOCKET = re.compile(r"lmtp\+unix://(/.+)\Z")


class Scheme(StrEnum):
    """What a route's target speaks."""

    SMTP = "smtp"
    SMTPS = "smtps"
    LMTP = "lmtp"
    LMTPS = "lmtps"
    LMTP_UNIX = "lmtp+unix"

    @property
    def tls_at_once(self) -> bool:
        """Tell whether TLS begins before a word is said. RFC 8314"""
        return self in (Scheme.SMTPS, Scheme.LMTPS)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a route leads: `lmtp://127.0.0.1:24`, `lmtp+unix:///run/lmtp`."""

    scheme: Scheme
    host: HostName
    port: int
    socket: Path | None = None

    @property
    def is_near(self) -> bool:
        """Tell whether nobody can listen on the way there."""
        return self.socket is not None or is_this_machine(self.host)

    def __str__(self) -> str:
        if self.socket is not None:
            return f"{self.scheme}://{self.socket}"
        host = f"[{self.host}]" if ":" in self.host.name else self.host
        return f"{self.scheme}://{host}:{self.port}"


def is_this_machine(host: HostName) -> bool:
    """Tell whether the name or address is of loopback."""
    if host.name == "localhost":
        return True
    try:
        return ip_address(host.name).is_loopback
    except ValueError:
        return False


def host_port(endpoint: Endpoint) -> str:
    """Return `192.0.2.1:25` or `[2001:db8::1]:25`."""
    ip = f"[{endpoint.ip}]" if endpoint.ip.version == 6 else str(endpoint.ip)
    return f"{ip}:{endpoint.port}"


def _endpoint(value: Any) -> Endpoint:
    host, port = _split(value)
    try:
        return Endpoint(ip_address(host), within(0, 65535, port))
    except ValueError:
        no()


def _name_server(value: Any) -> Endpoint:
    try:
        return Endpoint(ip_address(text(value)), DNS_PORT)
    except ValueError:
        return _endpoint(value)


def _written_name_server(server: Endpoint) -> str:
    return quoted(str(server.ip) if server.port == DNS_PORT else host_port(server))


def _target(value: Any) -> Target:
    socket = _SOCKET.match(text(value))
    if socket:
        return Target(Scheme.LMTP_UNIX, HostName("localhost"), 0, Path(socket[1]))
    match = _TARGET.match(text(value)) or no()
    host, port = _split(match[2])
    try:
        return Target(Scheme(match[1]), HostName(host), within(1, 65535, port))
    except NotPublic:
        no()


def _split(value: Any) -> tuple[str, int]:
    match = _HOST_PORT.match(text(value)) or no()
    return match[1] or match[2], int(match[3])


ENDPOINTS = list_of(
    Kind("", _endpoint, lambda endpoint: quoted(host_port(endpoint))),
    'a list of IP:PORT such as ["0.0.0.0:25", "[::]:25"], or [] for none',
)
NAME_SERVERS = list_of(
    Kind("", _name_server, _written_name_server),
    'a list of IP addresses such as ["127.0.0.1"], each with a :PORT if it is not 53',
)
TARGET = Kind(
    'a target such as "lmtp://127.0.0.1:24", "lmtps://store.example.net:24", '
    '"lmtp+unix:///run/dovecot/lmtp", "smtp://relay.example.net:25" or '
    '"smtps://relay.example.net:465"',
    _target,
    quoted,
)
