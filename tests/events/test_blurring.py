"""IP addresses are cut short wherever they stand, and names made of them are known."""

import pytest

from glassine.events.blurring import blurred, tells, without_ips
from glassine.words.public import ip_address

BLURRED = {
    "192.0.2.7": "192.0.2.0",
    "192.0.2.0": "192.0.2.0",
    "2001:db8:1:2::7": "2001:db8:1::",
    "fe80::1%eth0": "fe80::",
    "::ffff:192.0.2.7": "192.0.2.0",
    "2002:c000:207:1::1": "2002:c000:200::",  # 6to4 of 192.0.2.7
}
TEXTS = {
    "from 192.0.2.7.": "from 192.0.2.0.",
    "[192.0.2.7]:25": "[192.0.2.0]:25",
    "192.0.2.7-192.0.2.9": "192.0.2.0-192.0.2.0",
    "<a@[IPv6:2001:db8:1:2:3:4:5:6]>": "<a@[IPv6:2001:db8:1::]>",
    "by ::ffff:192.0.2.7": "by 192.0.2.0",
    "[2001:db8:1:2::7]": "[2001:db8:1::]",
    "host-192-0-2-7.example.net": "host-0-0-0-0.example.net",
    "7.2.0.192.in-addr.arpa": "0.0.0.0.in-addr.arpa",
    "at 12:34:56, 4.7.1, 1.2.3, 300.1.1.1": "at 12:34:56, 4.7.1, 1.2.3, 300.1.1.1",
    "5DBEA39F-1F3F-47D4-9657-B2E731694123.1.2": (
        "5DBEA39F-1F3F-47D4-9657-B2E731694123.1.2"
    ),
}
TELLING = {
    "192.0.2.7": [
        "host-192-0-2-7.example.net",
        "7.2.0.192.dyn.example.net",
        "dsl-7.example.net",
        "p192000002007.example.net",
        "C0000207.example.net",
        "pool-007.example.net",
        "[192.0.2.7]",
    ],
    "2001:db8:1:2::7a5f": [
        "2001-db8-1-2--7a5f.example.net",
        "h-7a5f.example.net",
        "20010db8000100020000000000007a5f.example.net",
        "f.5.a.7.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        "[IPv6:2001:db8:1:2::7a5f]",
    ],
}


@pytest.mark.parametrize("ip", BLURRED)
def test_an_address_is_cut_to_its_network(ip: str) -> None:
    assert str(blurred(ip_address(ip))) == BLURRED[ip]


@pytest.mark.parametrize("text", TEXTS)
def test_addresses_in_a_text_are_cut_and_nothing_else(text: str) -> None:
    assert without_ips(text, lambda ip: str(blurred(ip))) == TEXTS[text]


@pytest.mark.parametrize("ip", TELLING)
def test_a_name_made_of_the_address_tells_it(ip: str) -> None:
    assert [name for name in TELLING[ip] if not tells(name, ip_address(ip))] == []


@pytest.mark.parametrize("ip", TELLING)
def test_other_names_tell_nothing(ip: str) -> None:
    for name in ("mx.example.net", "mx1.example.org", "annes-laptop", ""):
        assert not tells(name, ip_address(ip))


def test_what_is_cut_has_nothing_left_to_tell() -> None:
    assert not tells("mx0.example.net", ip_address("192.0.2.0"))
