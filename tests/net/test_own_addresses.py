"""A connection to where we listen comes back to us."""

import pytest

from glassine.net.own_addresses import OwnAddresses
from glassine.words.public import Endpoint, ip_address


@pytest.mark.parametrize(
    ("listens", "ip", "port", "ours"),
    [
        ("192.0.2.1", "192.0.2.1", 25, True),
        ("192.0.2.1", "192.0.2.1", 26, False),
        ("192.0.2.1", "192.0.2.2", 25, False),
        ("192.0.2.1", "127.0.0.1", 25, False),
        ("0.0.0.0", "127.0.0.1", 25, True),
        ("::", "127.0.0.1", 25, True),
        ("0.0.0.0", "127.0.0.1", 26, False),
        ("0.0.0.0", "192.0.2.1", 25, False),
        ("::", "2001:db8::1", 25, False),
    ],
)
def test_an_address_of_this_machine_is_ours_where_we_listen(
    listens: str, ip: str, port: int, ours: bool
) -> None:
    own = OwnAddresses([Endpoint(ip_address(listens), 25)])
    assert own(ip_address(ip), port) is ours
