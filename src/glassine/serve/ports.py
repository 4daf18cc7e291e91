"""The ports of the settings: taken before anything else, while we may still be root."""

import socket
from typing import TypeAlias

from glassine.config.tables.doors import Listen
from glassine.net.listen import PortTaken, take_port
from glassine.words.public import Endpoint, Protocol

Ports: TypeAlias = list[tuple[Protocol, socket.socket]]


def take_ports(listen: Listen) -> Ports:
    """Take every port, or none. Raises `PortTaken`."""
    ports: Ports = []
    try:
        for protocol, places in _places(listen).items():
            ports.extend((protocol, take_port(place)) for place in places)
    except PortTaken:
        give_back(ports)
        raise
    return ports


def give_back(ports: Ports) -> None:
    """Let others have them."""
    for _, port in ports:
        port.close()


def _places(listen: Listen) -> dict[Protocol, tuple[Endpoint, ...]]:
    return {
        Protocol.MX: listen.mx,
        Protocol.SUBMISSION: listen.submission,
        Protocol.SUBMISSIONS: listen.submissions,
        Protocol.LMTP: listen.lmtp,
        Protocol.IMAP: listen.imap,
        Protocol.IMAPS: listen.imaps,
        Protocol.WEB: listen.web,
    }
