"""The other end of a connection, as every record of it shows it."""

from glassine.events.facts import Remote
from glassine.trust.own_networks import is_own
from glassine.words.public import Endpoint, HostName


def shown(
    end: Endpoint,
    name: HostName | None,
    *,
    helo: HostName | None = None,
    closed: bool = False,
) -> Remote:
    """Return what is known of it; where it has no name, people see what it said."""
    return Remote(
        ip_and_port=end,
        host=name,
        info=name or helo,
        closed=closed,
        is_private=is_own(end.ip),
        is_local=end.ip.is_loopback,
    )
