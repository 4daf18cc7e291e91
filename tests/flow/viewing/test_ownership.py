"""Which addresses are a user's."""

import pytest

from glassine.flow.viewing.ownership import Own
from glassine.words.public import parse_address

MINE = Own(
    (parse_address("Ann@example.org"), parse_address("info@example.org")),
    others=frozenset({"ann+eve@example.org"}),
)


@pytest.mark.parametrize(
    ("written", "mine"),
    [
        ("ann@example.org", True),
        ("<ANN@EXAMPLE.ORG>", True),
        ("<ann+shop@example.org>", True),
        ("info+a+b@example.org", True),
        ("Ann+Eve@example.org", False),
        ("ann+shop@example.net", False),
        ("eve+ann@example.org", False),
        ('"ann+shop"@example.org', False),
        ("+ann@example.org", False),
        ("annie@example.org", False),
        ("<>", False),
        ("", False),
    ],
)
def test_an_address_is_theirs_with_a_tag_or_without(written: str, mine: bool) -> None:
    assert (written in MINE) is mine


def test_who_may_be_named_is_exactly_who_is_told() -> None:
    known = MINE.knowing(["<zoe@example.net>"])
    assert "zoe@example.net" in known
    assert "zoe+x@example.net" not in known
    assert "zoe@example.net" not in MINE
