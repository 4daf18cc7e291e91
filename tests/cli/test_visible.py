"""What shows nothing, or turns others round, is shown by number."""

import pytest

from glassine.cli.visible import visible
from glassine.words.public import parse_address


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.org",
        "jürgen@example.org",
        "ольга@example.org",
        "用户@example.org",
        "résumé@example.org",
        "",
    ],
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    "char",
    [
        "\u202e",  # right to left from here
        "\u2066",  # isolate
        "\u200b",  # zero-width space
        "\u200d",  # joiner
        "\u00ad",  # soft hyphen
        "\ufeff",
        "\u3164",  # a letter without a shape
        "\ufe0f",  # varies the character before
        "\u00a0",  # a space that is none
        "\u2028",
        "\x1b",
        "\x7f",
        "\n",
        "\ue000",
        "\U000e0041",  # a tag
    ],
)
def test_what_cannot_be_seen_is_a_number(char: str) -> None:
    assert visible(f"a{char}b") == f"a\\u{{{ord(char):04X}}}b"


def test_addresses_are_taken_as_they_are() -> None:
    assert visible(parse_address("a\u202eb@example.org")) == "a\\u{202E}b@example.org"
