"""Whether two names may be of one house, where no list says so."""

import pytest

from glassine.trust.kindred_names import are_in_line, house_of, is_within, same_house


@pytest.mark.parametrize(
    ("name", "house"),
    [
        ("mail.example.org", "example.org"),
        ("example.org", "example.org"),
        ("a.b.mail.example.org", "example.org"),
        ("mail.example.co.uk", "example.co.uk"),
        ("mail.example.de", "example.de"),
        ("co.uk", "co.uk"),
        ("localhost", None),
        ("", None),
    ],
)
def test_the_part_that_somebody_has_registered_is_guessed(
    name: str, house: str | None
) -> None:
    assert house_of(name) == house


def test_machines_of_one_house_belong_together() -> None:
    assert same_house("mx1.example.org", "out.eu.example.org")
    assert not same_house("mx1.example.org", "mx1.example.net")
    assert not same_house("a.one.co.uk", "a.two.co.uk")
    assert not same_house("localhost", "localhost")


def test_a_name_is_within_its_domain_and_not_within_one_that_ends_alike() -> None:
    assert is_within("example.org", "example.org")
    assert is_within("mail.example.org", "example.org")
    assert not is_within("notexample.org", "example.org")


@pytest.mark.parametrize(
    ("one", "other", "in_line"),
    [
        ("example.org", "example.org", True),
        ("news.example.org", "example.org", True),
        ("example.org", "news.example.org", True),
        ("news.example.org", "mail.example.org", False),
        ("anexample.org", "example.org", False),
    ],
)
def test_names_are_in_line_where_one_is_below_the_other(
    one: str, other: str, in_line: bool
) -> None:
    assert are_in_line(one, other) == in_line
