"""A certificate speaks for the hosts it names, by the letter."""

import pytest

from glassine.trust.certificate_names import covers, matches, presented
from glassine.words.public import HostName
from support.authority import Authority


@pytest.mark.parametrize(
    ("pattern", "host", "same"),
    [
        ("mx.example.org", "MX.example.org", True),
        ("mx.example.org.", "mx.example.org", True),
        ("mx.example.org", "mx.example.net", False),
        ("*.example.org", "mx.example.org", True),
        ("*.example.org", "a.mx.example.org", False),
        ("*.example.org", "example.org", False),
        ("m*.example.org", "mx.example.org", False),
        ("*", "org", False),
        ("*.", "org", False),
        ("*..", "org.", False),
    ],
)
def test_a_star_is_the_first_label_whole(pattern: str, host: str, same: bool) -> None:
    assert matches(pattern, HostName(host)) is same


def test_the_common_name_counts_only_where_there_is_no_other() -> None:
    authority = Authority()
    both = authority.issue("mx.example.org", common="old.example.org")
    assert presented(both.certificate) == ("mx.example.org",)
    old = authority.issue(common="old.example.org")
    assert presented(old.certificate) == ("old.example.org",)
    assert covers(old.certificate, [HostName("a.example"), HostName("old.example.org")])
    assert not covers(old.certificate, [])
