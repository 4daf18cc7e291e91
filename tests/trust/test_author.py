"""Who wrote is what the From field says, where every reader reads the same."""

import pytest

from glassine.trust.author import Authors, authors
from glassine.trust.dkim_header import Header
from glassine.words.public import Domain
from glassine.words.sender import AuthorFault

ORG = Domain("example.org")
NET = Domain("example.net")


@pytest.mark.parametrize(
    "field",
    [
        b"anna@example.org",
        b"<anna@example.org>",
        b"Anna Example <anna@EXAMPLE.org>",
        b'"Example, Anna" <anna@example.org>',
        b"Dr. A. Example <anna.b@example.org.>",
        b"(a (nested) comment) anna (x) @ example.org (y)",
        b"Anna\r\n\t<anna@example.org>",
        b'"a@example.net" <anna@example.org>',
        b"=?utf-8?q?a=40example.net?= <anna@example.org>",
        b"anna@example.org, ben@example.org",
        b"Team: anna@example.org, ben@example.org;",
    ],
)
def test_one_domain_is_found_however_the_address_is_written(field: bytes) -> None:
    assert authors(Header(b"To: x@example.net\r\nfrom: " + field + b"\r\n")) == Authors(
        (ORG,)
    )


def test_a_domain_of_other_scripts_is_one_of_a_labels() -> None:
    head = "From: Ä <ä@bücher.example>\r\n".encode()
    assert authors(Header(head)) == Authors((Domain("xn--bcher-kva.example"),))


def test_several_domains_in_one_field_are_each_named_once() -> None:
    head = b"From: a@example.org, b@example.net, c@example.org\r\n"
    assert authors(Header(head)) == Authors((ORG, NET))


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (b"To: anna@example.org\r\n", Authors((), AuthorFault.MISSING)),
        (b"From: nobody:;\r\n", Authors((), AuthorFault.NOBODY)),
        (
            b"From: a@example.org\r\nFROM : b@example.net\r\n",
            Authors((ORG, NET), AuthorFault.REPEATED),
        ),
        (b"From: <>\r\n", Authors((), AuthorFault.SYNTAX)),
        (b"From: a@[192.0.2.1]\r\n", Authors((), AuthorFault.SYNTAX)),
        (b"From: a@\xff.example\r\n", Authors((), AuthorFault.SYNTAX)),
        (
            b"From: a@example.net <b@example.org>\r\n",
            Authors((ORG,), AuthorFault.SYNTAX),
        ),
        (
            b"From: a@example.org@example.net\r\n",
            Authors((NET, ORG), AuthorFault.SYNTAX),
        ),
        (
            b"From: <@example.net:a@example.org>\r\n",
            Authors((ORG,), AuthorFault.SYNTAX),
        ),
        (b"From: Foo, Bar <a@example.org>\r\n", Authors((ORG,), AuthorFault.SYNTAX)),
        (
            b"From: <a@example.net> <Boss@ example.org >\r\n",
            Authors((NET, ORG), AuthorFault.SYNTAX),
        ),
        (
            b"From: us: <a@example.net> <b@example.org>;\r\n",
            Authors((NET, ORG), AuthorFault.SYNTAX),
        ),
    ],
)
def test_a_field_that_may_be_read_in_two_ways_is_named_for_what_is_wrong(
    head: bytes, wanted: Authors
) -> None:
    assert authors(Header(head)) == wanted


def test_a_field_too_long_to_be_read_is_named_so() -> None:
    head = b"From: " + b"a@example.org, " * 500 + b"b@example.net\r\n"
    assert authors(Header(head)) == Authors((ORG, NET), AuthorFault.TOO_MANY)


@pytest.mark.parametrize(
    "padding", [b"a" * 5000, b'"%b"' % (b"a" * 5000), b"(%b)" % (b"a" * 5000)]
)
def test_who_wrote_is_not_hidden_by_a_long_name(padding: bytes) -> None:
    head = b"From: " + padding + b" <a@example.org>\r\n"
    assert authors(Header(head)) == Authors((ORG,), AuthorFault.TOO_MANY)


def test_fields_are_not_read_without_end() -> None:
    head = b"From: a@example.org\r\n" * 11
    assert authors(Header(head)) == Authors((ORG,), AuthorFault.TOO_MANY)
    assert authors(Header(head[21:])) == Authors((ORG,), AuthorFault.REPEATED)


@pytest.mark.parametrize(
    "field",
    [
        b"a@example.org>",
        b"a@example.org\xc2\xa0",
        b"a@example.org\x85",
        b"a@example.org\xe2\x80\xae",
        b"=?utf-8?q?a=40example.org?=",
        b"a@example.org b@",
        b"<a@example.org/>",
    ],
)
def test_what_stands_behind_a_domain_hides_it_not(field: bytes) -> None:
    """A reader shows an address, and leaves out what it cannot show."""
    assert authors(Header(b"From: " + field + b"\r\n")) == Authors(
        (ORG,), AuthorFault.SYNTAX
    )


def test_of_two_bare_addresses_both_are_named() -> None:
    head = b"From: a@example.org b@example.net\r\n"
    assert authors(Header(head)) == Authors((NET, ORG), AuthorFault.SYNTAX)
