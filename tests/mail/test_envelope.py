"""The envelope is what IMAP shows of a header. RFC 9051 §7.5.2"""

from glassine.mail import envelope
from glassine.mail.structure import HeaderEnvelope, MailAddress

ANNA = MailAddress(b"Anna", b"anna", b"example.org")
BOB = MailAddress(None, b"bob", b"example.net")


def test_every_field_is_there_unfolded_and_as_written() -> None:
    head = (
        b"DATE: Mon, 26 Oct 2020\r\n 23:45:45 +0000\r\nSubject: =?utf-8?q?x?=\r\n"
        b"From: Anna <anna@example.org>\r\nSender: bob@example.net\r\n"
        b"Reply-To: bob@example.net\r\nTo: bob@example.net,\r\n"
        b" Anna <anna@example.org>\r\n"
        b"Cc: bob@example.net\r\nBcc: bob@example.net\r\n"
        b"In-Reply-To: <a@b>\r\nMessage-ID: <c@d>\r\n\r\n"
    )
    assert envelope.of_header(head) == HeaderEnvelope(
        date=b"Mon, 26 Oct 2020 23:45:45 +0000",
        subject=b"=?utf-8?q?x?=",
        from_=(ANNA,),
        sender=(BOB,),
        reply_to=(BOB,),
        to=(BOB, ANNA),
        cc=(BOB,),
        bcc=(BOB,),
        in_reply_to=b"<a@b>",
        message_id=b"<c@d>",
    )


def test_sender_and_reply_to_are_the_author_unless_they_are_named() -> None:
    head = b"From: Anna <anna@example.org>\r\nReply-To:\r\n\r\n"
    found = envelope.of_header(head)
    assert found.sender == found.reply_to == found.from_ == (ANNA,)


def test_a_header_without_fields_has_an_empty_envelope() -> None:
    assert envelope.of_header(b"") == HeaderEnvelope()
