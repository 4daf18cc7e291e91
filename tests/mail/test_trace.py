"""Trace fields are written by the carrier, and read back."""

import pytest

from glassine.mail import header, trace
from glassine.mail.trace import Client, Tls, Transport
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Domain,
    HostName,
    TransactionId,
    ip_address,
    parse_address,
)

NOW = Milliseconds(1603755945209)
SERVER = HostName("mail.example.org")
ANNA = parse_address("anna@example.org")
CLIENT = Client(HostName("x.example"), ip_address("192.0.2.1"), HostName("r.example"))
TLS = Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", 256)


@pytest.mark.parametrize(
    ("transport", "name"),
    [
        (Transport(extended=False), "SMTP"),
        (Transport(), "ESMTP"),
        (Transport(tls=True), "ESMTPS"),
        (Transport(auth=True), "ESMTPA"),
        (Transport(tls=True, auth=True), "ESMTPSA"),
        (Transport(lmtp=True, tls=True), "LMTPS"),
        (Transport(utf8=True), "UTF8SMTP"),
        (Transport(utf8=True, tls=True, auth=True), "UTF8SMTPSA"),
        (Transport(lmtp=True, utf8=True), "UTF8LMTP"),
    ],
)
def test_the_with_clause_names_what_was_spoken(transport: Transport, name: str) -> None:
    assert str(transport) == name


def test_a_received_field_says_who_sent_what_by_which_way() -> None:
    field = trace.received(
        client=CLIENT,
        by=SERVER,
        transport=Transport(tls=True),
        tls=TLS,
        transaction=TransactionId("C.1"),
        recipient=ANNA,
        now=NOW,
    )
    assert field == (
        b"Received: from x.example\r\n\t(r.example [192.0.2.1])\r\n"
        b"\tby mail.example.org with ESMTPS\r\n"
        b"\t(TLSv1.3 TLS_AES_256_GCM_SHA384 256 bits)\r\n\tid C.1\r\n"
        b"\tfor <anna@example.org>;\r\n\tMon, 26 Oct 2020 23:45:45 +0000\r\n"
    )


def test_a_submitter_s_address_can_be_left_out() -> None:
    field = trace.received(
        client=None,
        by=SERVER,
        transport=Transport(auth=True),
        tls=None,
        transaction=TransactionId("C.1"),
        recipient=None,
        now=NOW,
    )
    assert field == (
        b"Received: by mail.example.org\r\n\twith ESMTPA\r\n\tid C.1;\r\n"
        b"\tMon, 26 Oct 2020 23:45:45 +0000\r\n"
    )


def test_an_ipv6_client_is_written_as_a_literal() -> None:
    client = Client(HostName("x.example"), ip_address("2001:db8::1"))
    field = trace.received(
        client=client,
        by=SERVER,
        transport=Transport(),
        tls=None,
        transaction=TransactionId("C.1"),
        recipient=None,
        now=NOW,
    )
    assert b"([IPv6:2001:db8::1])" in field


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (trace.return_path(None), b"Return-Path: <>\r\n"),
        (trace.return_path(ANNA), b"Return-Path: <anna@example.org>\r\n"),
        (trace.delivered_to(ANNA), b"Delivered-To: anna@example.org\r\n"),
        (trace.date(NOW), b"Date: Mon, 26 Oct 2020 23:45:45 +0000\r\n"),
        (
            trace.message_id("u", Domain("example.org")),
            b"Message-ID: <u@example.org>\r\n",
        ),
    ],
)
def test_a_field_is_whole_and_reads_back(field: bytes, expected: bytes) -> None:
    assert field == expected
    assert [f.end for f in header.fields(field)] == [len(field)]


def test_a_loop_is_seen_by_its_hops() -> None:
    head = b"Received: x\r\n" * 3 + trace.delivered_to(ANNA)
    assert trace.hops(head) == 3


def test_the_fields_a_submission_lacks_are_named() -> None:
    assert trace.missing(b"from: a@b\r\n") == {b"Date", b"Message-ID"}
    assert trace.missing(b"From: a\r\nDate: x\r\nMessage-Id: <y>\r\n") == frozenset()
