"""What From claims: whose domain, and which address the name shows."""

import pytest

from glassine.spam.authorship import authorship
from spam.scanned import scanned


def claims(value: str) -> tuple[set[str], list[str]]:
    """Return the authors' domains, and the foreign addresses in their names."""
    message = f"From: {value}\r\n\r\n".encode()
    found = authorship(scanned(message).envelope)
    return {d.name for d in found.domains}, [str(each) for each in found.shown]


@pytest.mark.parametrize(
    ("value", "domains", "shown"),
    [
        ("zoe@example.net", {"example.net"}, []),
        ("Zoe <zoe@EXAMPLE.net>", {"example.net"}, []),
        ("a@example.net, b@example.com", {"example.net", "example.com"}, []),
        ('"zoe@example.net" <zoe@example.net>', {"example.net"}, []),
        ('"ann@example.org" <x@evil.example>', {"evil.example"}, ["ann@example.org"]),
        (
            '"Ann (ann@example.org)." <x@evil.example>',
            {"evil.example"},
            ["ann@example.org"],
        ),
        (
            "=?utf-8?q?ann=40example.org?= <x@evil.example>",
            {"evil.example"},
            ["ann@example.org"],
        ),
        *(
            (f'"{written}" <x@evil.example>', {"evil.example"}, ["ann@example.org"])
            for written in (
                "ann@exam\u00adple\u200b.org",
                "\u202aann\u202c@example.org",
                "ann\uff20example\uff0eorg",
                "ann\ufe6bexample.org",
            )
        ),
        ("Zoe", set(), []),
        ("<>", set(), []),
        ("me @ work <x@example.net>", {"example.net"}, []),
    ],
)
def test_claims_are_read_as_readers_show_them(
    value: str, domains: set[str], shown: list[str]
) -> None:
    assert claims(value) == (domains, shown)


def test_no_more_authors_are_looked_at_than_a_message_has() -> None:
    many = ", ".join(f"p@d{n}.example" for n in range(100))
    domains, _ = claims(many)
    assert len(domains) == 10
