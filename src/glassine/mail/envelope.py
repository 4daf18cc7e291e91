"""The header's envelope, as IMAP gives it. RFC 9051 §7.5.2"""

from glassine.mail import header
from glassine.mail.address import parse
from glassine.mail.structure import HeaderEnvelope


def of_header(head: bytes) -> HeaderEnvelope:
    """Return the envelope of a header, such as a prefix and what it stands before."""
    return read(header.of_interest(head))


def read(found: dict[bytes, bytes]) -> HeaderEnvelope:
    """Return the envelope of unfolded fields, by lower-case name.

    Sender and Reply-To are From's addresses where they are absent or empty.
    """
    take = found.get
    from_ = parse(take(b"from", b""))
    return HeaderEnvelope(
        date=take(b"date"),
        subject=take(b"subject"),
        from_=from_,
        sender=parse(take(b"sender", b"")) or from_,
        reply_to=parse(take(b"reply-to", b"")) or from_,
        to=parse(take(b"to", b"")),
        cc=parse(take(b"cc", b"")),
        bcc=parse(take(b"bcc", b"")),
        in_reply_to=take(b"in-reply-to"),
        message_id=take(b"message-id"),
    )
