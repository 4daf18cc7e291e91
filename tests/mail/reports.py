"""Reports for tests to write and read."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from glassine.mail.report import Action, Fared, Report, Returned, Said
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    DeliveryId,
    EnhancedCode,
    HostName,
    parse_address,
)

NOW = Milliseconds(1603755945209)
ARRIVED = Milliseconds(NOW - 5 * 3600 * 1000)
UNTIL = Milliseconds(NOW + 86400 * 1000)
BOB = parse_address("bob@example.net")
ANN = parse_address("ann@example.org")
UTF8_BOB = parse_address("bøb@example.net")

HEADER = (
    b"Received: by mail.example.org with ESMTPSA id C.1;\r\n"
    b"\tMon, 26 Oct 2020 18:45:45 +0000\r\n"
    b"From: Ann <ann@example.org>\r\nTo: bob@example.net\r\n"
    b"Subject: the plan\r\nMessage-ID: <first@example.org>\r\n"
    b"References: <zero@example.org>\r\n"
)

NO_SUCH_USER = Said(
    host=HostName("mx.example.net"), code=550, words="no such user", ours=False
)
FAILED = Fared(
    original=None,
    final=BOB,
    action=Action.FAILED,
    status=EnhancedCode(5, 1, 1),
    said=NO_SUCH_USER,
    tried=NOW,
    until=None,
    log_id=DeliveryId("5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1.1"),
)
DELAYED = replace(
    FAILED,
    action=Action.DELAYED,
    status=EnhancedCode(4, 4, 1),
    said=Said(host=None, code=450, words="no connection", ours=True),
    until=UNTIL,
)
RELAYED = replace(
    FAILED, action=Action.RELAYED, status=EnhancedCode(2, 0, 0), said=None
)
REPORT = Report(
    reporter=HostName("mail.example.org"),
    unique="91ea6721-b605-4722-ab8b-8a507f1d9157.1",
    to=ANN,
    now=NOW,
    arrived=ARRIVED,
    received_from=None,
    envelope_id=None,
    fared=[FAILED],
    returned=Returned(HEADER, whole=False),
    utf8=False,
)


def read(octets: bytes) -> EmailMessage:
    """Return the report as the standard library reads it, without a defect."""
    message = message_from_bytes(octets, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    assert not [part for part in message.iter_parts() if part.defects]
    return message


def status_of(octets: bytes) -> list[EmailMessage]:
    """Return the groups of fields of the part that machines read.

    The library takes a message/global-delivery-status for a message.
    """
    boundary = read(octets).get_boundary()
    assert boundary is not None
    part = octets.split(b"--" + boundary.encode())[2]
    _, fields = part.split(b"\r\n\r\n", 1)
    groups = fields.strip().split(b"\r\n\r\n")
    return [message_from_bytes(group, policy=policy.SMTPUTF8) for group in groups]
