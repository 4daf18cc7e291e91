"""Quoted strings and comments are told apart, however they are nested."""

import time

import pytest

from glassine.mail import lexical


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (b"none", b"none"),
        (b"a (b) c", b"a   c"),
        (b"a (b (c) d) e", b"a   e"),
        (b'a "(b)" c', b'a "(b)" c'),
        (b'a (5" wide) b', b"a   b"),
        (b"a (b \\) c) d", b"a   d"),
        (b"a \\(b", b"a \\(b"),
        (b"a (open", b"a "),
        (b'a "open (b)', b'a "open (b)'),
        (b"a) b (c)", b"a) b "),
        (b"()()", b" "),
    ],
)
def test_a_comment_becomes_a_space(value: bytes, plain: bytes) -> None:
    assert lexical.without_comments(value).rstrip() == plain.rstrip()


@pytest.mark.parametrize(
    ("word", "content"),
    [
        (b"word", b"word"),
        (b'"two words"', b"two words"),
        (b'"a \\"b\\" \\\\ c"', b'a "b" \\ c'),
        (b'"open', b"open"),
        (b'""', b""),
        (b'"', b""),
    ],
)
def test_a_quoted_string_has_a_content(word: bytes, content: bytes) -> None:
    assert lexical.unquoted(word) == content


@pytest.mark.parametrize(
    "piece", [b"(", b")", b"()", b'"', b"\\", b'("', b"(\\", b'\\"']
)
def test_no_nesting_costs_more_than_one_pass(piece: bytes) -> None:
    begun = time.perf_counter()
    lexical.without_comments(piece * 100_000)
    assert time.perf_counter() - begun < 5
