"""Names that providers give to lent addresses are told from those that were chosen."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.trust.dynamic_names import holds_address, is_of_a_pool
from glassine.words.public import ip_address

CLIENT = IPv4Address("198.51.100.7")
CLIENT_6 = IPv6Address("2001:db8:7:8::9")


@pytest.mark.parametrize(
    "name",
    [
        "198-51-100-7.example.net",
        "198.51.100.7.example.net",
        "7.100.51.198.example.net",
        "host-007-100-051-198.example.net",
        "ip198051100007.example.net",
        "c6336407.example.net",
        "dsl-7-100-51-198.west.example.net",
    ],
)
def test_a_name_that_was_made_from_the_address_holds_it(name: str) -> None:
    assert holds_address(name, CLIENT)
    assert is_of_a_pool(name, CLIENT)


@pytest.mark.parametrize(
    "name",
    [
        "2001-db8-7-8-9.example.net",
        "x-20010db8000700080000000000000009.example.net",
        "9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.0.0.0.7.0.0.0.8.b.d.0.1.0.0.2.example.net",
    ],
)
def test_a_name_may_be_made_from_an_ipv6_address(name: str) -> None:
    assert holds_address(name, CLIENT_6)


@pytest.mark.parametrize(
    "name",
    ["pool-12.example.net", "x.dyn.example.net", "adsl7.west.example.net"],
)
def test_a_name_may_say_what_it_is(name: str) -> None:
    assert is_of_a_pool(name, CLIENT)


@pytest.mark.parametrize(
    "name",
    [
        "mail.example.net",
        "mx7.example.net",
        "static-198-51-100-7.example.net",  # rented, to stay
        "mail.198-51-100-7.example.net",
        "server100.51.example.net",
        "dsl.example",  # the provider's own name
        "pooling.example.net",
        "203-0-113-9.example.net",  # another's address
        "99999999999999999999.example.net",
        "localhost",
        "",
    ],
)
def test_a_name_that_somebody_chose_is_nobodys_pool(name: str) -> None:
    assert not is_of_a_pool(name, CLIENT)


@given(st.ip_addresses(v=4), st.sampled_from(".-"), st.booleans())
def test_any_address_is_found_in_a_name_of_its_octets(
    ip: IPv4Address, between: str, turned: bool
) -> None:
    octets = str(ip).split(".")
    written = between.join(octets[::-1] if turned else octets)
    assert holds_address(f"ip-{written}.example.net", ip)


@given(st.text("0123456789abcdefx.-", max_size=80), st.ip_addresses())
def test_any_name_is_looked_at_without_a_fault(
    name: str, ip: IPv4Address | IPv6Address
) -> None:
    assert is_of_a_pool(name, ip_address(str(ip))) in (True, False)
