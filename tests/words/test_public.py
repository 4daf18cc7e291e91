"""Public words have a grammar; what does not fit is not public."""

import pytest

from glassine.words.public import (
    Address,
    Domain,
    HostName,
    NotPublic,
    parse_address,
    parse_domain,
)


def test_an_address_reads_back_as_it_was_written() -> None:
    assert str(parse_address("User+tag@Example.ORG")) == "User+tag@example.org"
    assert parse_address("x@example.org").bracketed() == "<x@example.org>"


def test_an_international_domain_becomes_a_labels() -> None:
    assert parse_domain("bücher.example").name == "xn--bcher-kva.example"


@pytest.mark.parametrize("text", ["", "a b", "a\r\nb", "-x", "x..y", "a" * 256])
def test_what_is_no_domain_is_refused(text: str) -> None:
    with pytest.raises(NotPublic):
        Domain(text)


@pytest.mark.parametrize("text", ["", "a b", "a\r\nb", 'x="y"'])
def test_what_is_no_host_name_is_refused(text: str) -> None:
    with pytest.raises(NotPublic):
        HostName(text)


@pytest.mark.parametrize("local", ["", "a b", "a\nb", '"a\nb"', "x" * 65, "\x00"])
def test_what_is_no_local_part_is_refused(local: str) -> None:
    with pytest.raises(NotPublic):
        Address(local, Domain("example.org"))


@pytest.mark.parametrize("local", ['"a\x9bb"', "\ud800", '"\ud800"'])
def test_a_local_part_never_steers_a_terminal_and_can_always_be_encoded(
    local: str,
) -> None:
    with pytest.raises(NotPublic):
        Address(local, Domain("example.org"))


def test_an_address_literal_has_no_zone_for_it_could_be_any_text() -> None:
    with pytest.raises(NotPublic):
        Domain("[IPv6:fe80::1%x\n[NOTICE] ip=192.0.2.1]")
