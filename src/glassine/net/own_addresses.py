"""Whether a connection would come back to this server, and mail go round in a ring."""

import socket
from collections.abc import Sequence

from glassine.words.public import Endpoint, IpAddress


class OwnAddresses:
    """Knows where this server listens for mail of others."""

    def __init__(self, listens: Sequence[Endpoint]) -> None:
        self._listens = tuple(listens)

    def __call__(self, ip: IpAddress, port: int) -> bool:
        """Tell whether we would answer there."""
        at = [each.ip for each in self._listens if each.port == port]
        return ip in at or (
            any(each.is_unspecified for each in at) and _is_of_this_machine(ip)
        )


def _is_of_this_machine(ip: IpAddress) -> bool:
    """An address can be bound to if an interface has it; nothing is sent."""
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(ip), 0))
    except OSError:
        return False
    return True
