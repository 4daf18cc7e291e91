"""One client is one, whichever of its addresses it comes from."""

import pytest

from glassine.flow.household import household
from glassine.words.public import ip_address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_an_ipv6_network_of_64_bits_is_one_client(
    one: str, other: str, same: bool
) -> None:
    assert (household(ip_address(one)) == household(ip_address(other))) is same
