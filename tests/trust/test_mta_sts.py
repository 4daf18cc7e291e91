"""What a domain says of its mail hosts by HTTPS is read by the letter. RFC 8461"""

import pytest

from glassine.trust.mta_sts import (
    LARGEST,
    LONGEST,
    NotAPolicy,
    StsMode,
    StsPolicy,
    parse_policy,
    record_id,
)
from glassine.words.public import HostName


@pytest.mark.parametrize(
    "record",
    [
        b"v=STSv1; id=20160831085700Z;",
        b"v=STSv1;id=20160831085700Z",
        b"v=STSv1 ; id = 20160831085700Z ; more=1:2 ;",
        b"v=STSv1; more=x; id=20160831085700Z",
    ],
)
def test_a_record_tells_the_policys_id(record: bytes) -> None:
    assert record_id([record]) == "20160831085700Z"
    assert record_id([b"v=spf1 -all", record, b""]) == "20160831085700Z"


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [b"v=STSv1; id=1", b"v=STSv1; id=1"],
        [b"v=STSv1"],
        [b"v=STSv1;"],
        [b"v=STSv2; id=1"],
        [b"id=1; v=STSv1"],
        [b"v=STSv1; id=with-hyphen"],
        [b"v=STSv1; id=" + b"x" * 33],
        [b"v=STSv1; id=1; id=2"],
        [b"v=STSv1; id=1; garbage"],
        [b"v=STSv1; id=1;;"],
        [b"v=STSv1; id=\xe9"],
    ],
)
def test_where_no_one_record_is_right_there_is_no_policy(texts: list[bytes]) -> None:
    assert record_id(texts) is None


POLICY = b"version: STSv1\nmode: enforce\nmx: MX.example.org\nmax_age: 604800\n"


def test_a_policy_is_read_whatever_its_line_ends() -> None:
    read = StsPolicy(StsMode.ENFORCE, 604800, ("mx.example.org",))
    assert parse_policy(POLICY) == read
    assert parse_policy(POLICY.replace(b"\n", b"\r\n")) == read
    assert parse_policy(POLICY.removesuffix(b"\n")) == read
    assert parse_policy(b"unheard_of:  \xff\n" + POLICY + b"\n") == read


def test_of_a_field_that_stands_twice_the_first_counts_and_mx_adds_up() -> None:
    twice = POLICY + b"mode: none\nmax_age: 1\nmx: *.example.net \n"
    assert parse_policy(twice) == StsPolicy(
        StsMode.ENFORCE, 604800, ("mx.example.org", "*.example.net")
    )


def test_a_policy_holds_a_year_at_most() -> None:
    read = parse_policy(POLICY.replace(b"604800", b"9999999999"))
    assert read.max_age == LONGEST


def test_only_mode_none_may_name_no_host() -> None:
    assert parse_policy(b"version: STSv1\nmode: none\nmax_age: 1").mx == ()
    with pytest.raises(NotAPolicy):
        parse_policy(b"version: STSv1\nmode: testing\nmax_age: 1")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"version: STSv1\n", b""),
        (b"STSv1", b"STSv2"),
        (b"enforce", b"Enforce"),
        (b"enforce", b"\xff"),
        (b"604800", b"-1"),
        (b"604800", b"10000000000"),
        (b"604800", b""),
        (b"max_age: 604800\n", b""),
        (b"MX.example.org", b"*"),
        (b"MX.example.org", b"a.*.org"),
        (b"MX.example.org", b"\xe9.org"),
        (b"mode:", b"mode"),
        (b"mode:", b" mode:"),
        (b"mode:", b"<html>"),
        (b"\n", b" "),
        (POLICY, b""),
        (POLICY, POLICY + b"#" * LARGEST),
    ],
)
def test_what_is_not_a_policy_is_none(was: bytes, becomes: bytes) -> None:
    with pytest.raises(NotAPolicy):
        parse_policy(POLICY.replace(was, becomes))


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("mail.example.com", True),
        ("MAIL.example.com", True),
        ("a.example.net", True),
        ("a.b.example.net", False),
        ("example.net", False),
        ("other.example.com", False),
    ],
)
def test_a_policy_names_hosts_by_label(host: str, named: bool) -> None:
    """RFC 8461 §4.1"""
    policy = StsPolicy(StsMode.ENFORCE, 1, ("mail.example.com", "*.example.net"))
    assert policy.names(HostName(host)) is named
