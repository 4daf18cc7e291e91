"""Hosts of links, as lists are asked for them."""

import pytest

from glassine.spam.uris import MOST_HOSTS, hosts_in, sought


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("see https://www.Example.org/x?y", "www.example.org"),
        ("http://example.org.", "example.org"),
        ("(http://example.org)", "example.org"),
        ("http://bank.example@evil.example:8080/", "evil.example"),
        ("http://ev%69l.example/", "evil.example"),
        ("http:\\\\evil.example\\x", "evil.example"),
        ("HTTP:/evil.example", "evil.example"),
        ("www.example.org", "www.example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://192.0.2.7/x", "192.0.2.7"),
        ('<a href="http://example.org">', "example.org"),
    ],
)
def test_a_host_is_found_in_whatever_dress(text: str, host: str) -> None:
    assert list(hosts_in(text)) == [host]


@pytest.mark.parametrize(
    "text", ["", "http://", "http://localhost/", "https://[2001:db8::1]/", "http://..."]
)
def test_what_has_no_host_to_ask_for_has_none(text: str) -> None:
    assert list(hosts_in(text)) == []


def test_a_list_is_asked_for_the_last_labels_and_for_addresses_reversed() -> None:
    asked = sought(["a.b.example.org", "example.org", "192.0.2.7", "c.co.example"])
    assert asked == [
        *("example.org", "b.example.org", "7.2.0.192"),
        *("co.example", "c.co.example"),
    ]


def test_no_more_are_asked_for_than_is_decent() -> None:
    asked = sought(f"a.b{n}.d{n}.example" for n in range(1000))
    assert len(asked) <= 2 * MOST_HOSTS
