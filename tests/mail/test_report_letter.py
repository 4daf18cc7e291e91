"""A report has three parts: for people, for machines, and what goes back."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassine.mail import report_letter
from glassine.mail.report import Action, Fared, Report, Returned, Said
from glassine.words.public import EnhancedCode, HostName
from mail.reports import (
    DELAYED,
    FAILED,
    HEADER,
    NO_SUCH_USER,
    RELAYED,
    REPORT,
    UTF8_BOB,
    read,
    status_of,
)

GOLDEN = Path(__file__).parent / "golden"
WHOLE = HEADER + b"\r\nHello Bob,\r\nhere is the plan.\r\n"


def written(report: Report) -> bytes:
    octets = report_letter.write(report).reveal()
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert max(map(len, octets.split(b"\r\n"))) <= 998  # RFC 5322 §2.1.1
    return octets


def parts(report: Report) -> list[EmailMessage]:
    found = list(read(written(report)).iter_parts())
    assert all(isinstance(part, EmailMessage) for part in found)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("failed", REPORT),
        ("delayed", replace(REPORT, fared=[DELAYED])),
        ("relayed", replace(REPORT, fared=[RELAYED])),
        (
            "several",
            replace(
                REPORT,
                envelope_id="QQ314159",
                received_from=HostName("relay.example.com"),
                fared=[
                    FAILED,
                    replace(DELAYED, action=Action.FAILED, until=None),
                    replace(FAILED, original="rfc822;robert@example.com"),
                ],
                returned=Returned(WHOLE, whole=True),
            ),
        ),
        (
            "utf8",
            replace(REPORT, utf8=True, fared=[replace(FAILED, final=UTF8_BOB)]),
        ),
    ],
)
def test_reports_are_word_for_word_as_agreed(name: str, report: Report) -> None:
    assert written(report) == (GOLDEN / f"{name}.eml").read_bytes()


def test_the_head_says_that_a_machine_wrote_it_and_to_whom() -> None:
    message = read(written(REPORT))
    assert message["From"] == "Mail server <MAILER-DAEMON@mail.example.org>"
    assert message["To"] == "ann@example.org"
    assert message["Subject"] == "Your message could not be delivered"
    assert message["Date"] == "Mon, 26 Oct 2020 23:45:45 +0000"
    assert message["Auto-Submitted"] == "auto-replied"  # RFC 3834 §5
    assert message["Message-ID"] == f"<{REPORT.unique}@mail.example.org>"
    assert message.get_content_type() == "multipart/report"
    assert message.get_param("report-type") == "delivery-status"


def test_it_stands_in_the_thread_of_the_message_it_tells_of() -> None:
    message = read(written(REPORT))
    assert message["In-Reply-To"].strip() == "<first@example.org>"
    assert message["References"].split() == [
        "<zero@example.org>",
        "<first@example.org>",
    ]


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: none\r\n",
        b"Message-ID: <" + b"a" * 950 + b">\r\n",
        b"Message-ID: <\xc3\xb8@example.org>\r\n",
    ],
)
def test_a_message_id_that_a_field_could_not_hold_is_not_named(header: bytes) -> None:
    message = read(written(replace(REPORT, returned=Returned(header, whole=False))))
    assert message["In-Reply-To"] is None


def test_the_parts_come_in_the_order_of_rfc_6522() -> None:
    people, machines, header = parts(REPORT)
    assert people.get_content_type() == "text/plain"
    assert machines.get_content_type() == "message/delivery-status"
    assert header.get_content_type() == "text/rfc822-headers"
    assert header.get_content().encode() == HEADER


def test_machines_read_who_reports_and_what_became_of_each() -> None:
    report = replace(
        REPORT,
        envelope_id="QQ314159",
        received_from=HostName("relay.example.com"),
        fared=[replace(FAILED, original="rfc822;robert@example.com"), DELAYED],
    )
    message, first, second = status_of(written(report))
    assert dict(message.items()) == {
        "Original-Envelope-Id": "QQ314159",
        "Reporting-MTA": "dns; mail.example.org",
        "Received-From-MTA": "dns; relay.example.com",
        "Arrival-Date": "Mon, 26 Oct 2020 18:45:45 +0000",
    }
    assert dict(first.items()) == {
        "Original-Recipient": "rfc822; robert@example.com",
        "Final-Recipient": "rfc822; bob@example.net",
        "Action": "failed",
        "Status": "5.1.1",
        "Remote-MTA": "dns; mx.example.net",
        "Diagnostic-Code": "smtp; 550 5.1.1 no such user",
        "Last-Attempt-Date": "Mon, 26 Oct 2020 23:45:45 +0000",
        "Final-Log-ID": "5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1.1",
    }
    assert second["Diagnostic-Code"] == "x-glassine; 450 4.4.1 no connection"
    assert second["Will-Retry-Until"] == "Tue, 27 Oct 2020 23:45:45 +0000"


def test_of_a_submission_nobody_learns_where_it_came_from() -> None:
    assert "Received-From-MTA" not in status_of(written(REPORT))[0]


def test_a_whole_message_goes_back_as_a_message() -> None:
    returned = parts(replace(REPORT, returned=Returned(WHOLE, whole=True)))[2]
    assert returned.get_content_type() == "message/rfc822"
    inner = returned.get_content()
    assert inner["Subject"] == "the plan"
    assert inner.get_content().endswith("here is the plan.\r\n")


def test_a_whole_message_of_eight_bits_says_so_on_every_level() -> None:
    octets = WHOLE + "Grüße\r\n".encode()
    report = replace(REPORT, returned=Returned(octets, whole=True))
    message = read(written(report))
    assert message["Content-Transfer-Encoding"] == "8bit"
    assert parts(report)[2]["Content-Transfer-Encoding"] == "8bit"
    assert octets in written(report)


def test_a_message_that_cannot_be_read_any_more_is_reported_without_it() -> None:
    people, _ = parts(replace(REPORT, returned=None))
    assert "follows." in people.get_content()


@pytest.mark.parametrize(
    "octets",
    [
        b"Subject: " + b"a" * 2000 + b"\r\n",
        b"Subject: caf\xe9 = 1\r\n",
        b"Subject: a\rb\nc\r\n",
        b"Subject: nul \0 \r\n",
    ],
)
def test_a_header_no_line_could_carry_is_quoted_printable(octets: bytes) -> None:
    header = parts(replace(REPORT, returned=Returned(octets, whole=False)))[2]
    assert header["Content-Transfer-Encoding"] == "quoted-printable"
    assert header.get_payload(decode=True) == octets
    assert not report_letter.fits(octets) or not octets.isascii()


def test_addresses_beyond_ascii_make_it_global() -> None:
    report = replace(
        REPORT,
        utf8=True,
        fared=[replace(FAILED, final=UTF8_BOB)],
        returned=Returned("Subject: Grüße\r\n".encode(), whole=False),
    )
    people, machines, header = parts(report)
    assert "bøb@example.net" in people.get_content()
    assert machines.get_content_type() == "message/global-delivery-status"
    assert header.get_content_type() == "message/global-headers"
    assert b"Final-Recipient: utf-8; b\xc3\xb8b@example.net\r\n" in written(report)
    assert read(written(report)).get_param("report-type") == "global-delivery-status"


def test_a_remote_answer_in_utf8_does_not_break_a_report_in_ascii() -> None:
    said = replace(NO_SUCH_USER, words="kein Empfänger")
    report = replace(REPORT, fared=[replace(FAILED, said=said)])
    assert "kein Empfänger" in parts(report)[0].get_content()
    assert status_of(written(report))[1]["Diagnostic-Code"] == (
        "smtp; 550 5.1.1 kein Empf?nger"
    )


@given(st.text(max_size=3000), st.booleans(), st.binary(max_size=3000))
@settings(max_examples=60, deadline=None)
def test_whatever_a_server_said_the_report_is_whole(
    words: str, utf8: bool, header: bytes
) -> None:
    said = Said(host=None, code=554, words=words, ours=False)
    fared: Fared = replace(FAILED, said=said, status=EnhancedCode(5, 7, 1))
    report = replace(
        REPORT, fared=[fared], utf8=utf8, returned=Returned(header, whole=False)
    )
    octets = written(report)
    assert len(list(read(octets).iter_parts())) == 3
    assert len(status_of(octets)) == 2


def test_the_header_of_a_message_ends_at_its_empty_line() -> None:
    assert report_letter.header_of(WHOLE) == HEADER
    assert report_letter.header_of(HEADER + b"Half: a li") == HEADER
    assert report_letter.header_of(b"no line") == b""
