"""Whose clients are not judged: those of this machine, and of one's own networks.

They are known by their login or by their place, and reverse DNS, lists and SPF have
nothing to say of private addresses.
"""

from functools import lru_cache

from glassine.words.networks import PRIVATE_NETWORKS
from glassine.words.public import IpAddress, IpNetwork
from glassine.words.reason import Reason


class OwnNetworks:
    """The networks whose clients pass unjudged."""

    def __init__(self, networks: tuple[IpNetwork, ...] = PRIVATE_NETWORKS) -> None:
        self._networks = networks
        # A client that has come will come again, and is asked about at each step.
        self._known = lru_cache(maxsize=4096)(self._looked_up)

    def reason(self, client: IpAddress) -> Reason | None:
        """Return why a client is not judged, or None where it is."""
        return self._known(client)

    def _looked_up(self, client: IpAddress) -> Reason | None:
        own = any(client in network for network in self._networks)
        if not (own or client.is_unspecified):
            return None
        return (
            Reason.LOCAL
            if client.is_loopback or client.is_unspecified
            else Reason.PRIVATE
        )


_OURS = OwnNetworks()


def is_own(client: IpAddress) -> bool:
    """Tell whether the address is this machine's or a private one."""
    return _OURS.reason(client) is not None
