"""A header in order is not remarked upon; what no mail program writes is."""

import pytest

from glassine.mail import dates
from glassine.mail.header import by_name
from glassine.spam.header_sanity import MOST_RECIPIENTS, header_findings
from glassine.words.clock import Milliseconds
from glassine.words.finding import CheckName, Result
from glassine.words.reason import Reason

NOW = Milliseconds(1_700_000_000_000)
DAY = 86_400_000
GOOD = {
    b"Received": b"from a.example by b.example; Tue, 14 Nov 2023 22:13:20 +0000",
    b"From": b"Zoe <zoe@example.net>",
    b"To": b"ann@example.org",
    b"Subject": b"",
    b"Date": dates.written(NOW),
    b"Message-ID": b"<1@example.net>",
}


def header(
    changed: dict[bytes, bytes | None] | None = None, more: bytes = b""
) -> bytes:
    """Return a good header with some fields changed, or left out."""
    fields = GOOD | (changed or {})
    lines = [b"%b: %b\r\n" % (n, v) for n, v in fields.items() if v is not None]
    return b"".join(lines) + more + b"\r\n"


def found(head: bytes, *, utf8: bool = False) -> list[tuple[CheckName, Reason | None]]:
    findings = list(header_findings(head, by_name(head), NOW, utf8=utf8))
    assert all(f.result is Result.FAIL and f.weight > 0 for f in findings)
    assert all(f.value is None for f in findings)
    return [(f.check, f.why) for f in findings]


def test_a_good_header_is_not_remarked_upon() -> None:
    assert found(header()) == []


def test_an_empty_subject_is_no_crime_nor_is_none() -> None:
    assert found(header({b"Subject": b""})) == []
    assert found(header({b"Subject": None})) == []


@pytest.mark.parametrize(
    ("name", "value", "check", "why"),
    [
        (b"From", None, CheckName.HEADER_FROM, Reason.MISSING),
        (b"From", b"Zoe", CheckName.HEADER_FROM, Reason.MALFORMED),
        (b"From", b"", CheckName.HEADER_FROM, Reason.MALFORMED),
        (b"From", b"zoe@localhost", CheckName.HEADER_FROM, Reason.MALFORMED),
        (b"Date", None, CheckName.HEADER_DATE, Reason.MISSING),
        (b"Date", b"soon", CheckName.HEADER_DATE, Reason.MALFORMED),
        (b"Message-ID", None, CheckName.HEADER_MESSAGE_ID, Reason.MISSING),
        (b"Message-ID", b"1", CheckName.HEADER_MESSAGE_ID, Reason.MALFORMED),
        (b"Received", None, CheckName.HEADER_RECEIVED, Reason.MISSING),
        (b"Subject", b"gr\xfc\xdfe", CheckName.HEADER_OCTETS, Reason.EIGHT_BIT),
        (b"Subject", b"a\x07b", CheckName.HEADER_OCTETS, Reason.CONTROLS),
    ],
)
def test_one_field_out_of_order_is_one_finding(
    name: bytes, value: bytes | None, check: CheckName, why: Reason
) -> None:
    assert found(header({name: value})) == [(check, why)]


@pytest.mark.parametrize(
    ("field", "check"),
    [
        (b"From: x@example.com\r\n", CheckName.HEADER_FROM),
        (b"DATE: Tue, 14 Nov 2023 22:13:20 +0000\r\n", CheckName.HEADER_DATE),
        (b"Message-Id: <2@example.net>\r\n", CheckName.HEADER_MESSAGE_ID),
        (b"subject: another\r\n", CheckName.HEADER_FIELDS),
    ],
)
def test_a_field_that_comes_twice_is_noticed(field: bytes, check: CheckName) -> None:
    assert found(header(more=field)) == [(check, Reason.REPEATED)]


@pytest.mark.parametrize(
    ("days", "why"), [(2, [Reason.FUTURE]), (-31, [Reason.PAST]), (0.9, []), (-29, [])]
)
def test_a_date_may_be_somewhat_off(days: float, why: list[Reason]) -> None:
    written = dates.written(Milliseconds(NOW + int(days * DAY)))
    assert [w for _, w in found(header({b"Date": written}))] == why


def test_who_said_smtputf8_may_write_utf8() -> None:
    head = header({b"Subject": "grüße".encode()})
    assert found(head, utf8=True) == []


def test_a_crowd_in_to_and_cc_is_noticed() -> None:
    many = b", ".join(b"p%d@example.org" % n for n in range(MOST_RECIPIENTS))
    assert found(header({b"To": many})) == []
    crowd = header({b"To": many, b"Cc": b"one@more.example"})
    assert found(crowd) == [(CheckName.HEADER_RECIPIENTS, Reason.TOO_MANY)]
