"""Whose clients are not judged: this machine's, and those of the networks named."""

from ipaddress import ip_network

import pytest

from glassine.trust.own_networks import OwnNetworks, is_own
from glassine.words.public import ip_address
from glassine.words.reason import Reason


@pytest.mark.parametrize(
    ("client", "reason"),
    [
        ("172.18.0.35", Reason.PRIVATE),
        ("10.1.2.3", Reason.PRIVATE),
        ("fd00::1", Reason.PRIVATE),
        ("127.0.0.1", Reason.LOCAL),
        ("::1", Reason.LOCAL),
        ("::ffff:127.0.0.1", Reason.LOCAL),
        ("::", Reason.LOCAL),
    ],
)
def test_private_addresses_and_this_machine_are_ours(
    client: str, reason: Reason
) -> None:
    assert OwnNetworks().reason(ip_address(client)) is reason
    assert is_own(ip_address(client))


@pytest.mark.parametrize("client", ["192.0.2.1", "2001:db8::1", "8.8.8.8"])
def test_the_rest_of_the_world_is_not_ours(client: str) -> None:
    assert OwnNetworks().reason(ip_address(client)) is None
    assert not is_own(ip_address(client))


def test_the_operator_says_which_networks_are_ours() -> None:
    """One who names none has even this machine judged, which a trial may want."""
    assert OwnNetworks(()).reason(ip_address("127.0.0.1")) is None
    lan = OwnNetworks((ip_network("203.0.113.0/24"),))
    assert lan.reason(ip_address("203.0.113.9")) is Reason.PRIVATE
