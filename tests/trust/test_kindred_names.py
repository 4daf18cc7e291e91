"""Whether two names may be of one house, where no list says so."""

import pytest

from glassine.trust.kindred_names import house_of, is_within, same_house


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
