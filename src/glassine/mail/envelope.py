"""The header's envelope, as IMAP gives it. RFC 9051 §7.5.2"""

from collections.abc import Iterator

from glassine.mail import header
from glassine.mail.address import parse, steps
from glassine.mail.structure import HeaderEnvelope


def of_header(head: bytes) -> HeaderEnvelope:
    """Return the envelope of a header, such as a prefix and what it stands before."""
    return read(header.of_interest(head))


def read(
    found: dict[bytes, bytes], allowed: Iterator[int] | None = None
) -> HeaderEnvelope:
    """Return the envelope of unfolded fields, by lower-case name.

    Sender and Reply-To are From's addresses where they are absent or empty.
    """
    take, allowed = found.get, steps() if allowed is None else allowed
    from_ = parse(take(b"from", b""), allowed)
    return HeaderEnvelope(
        date=take(b"date"),
        subject=take(b"subject"),
        from_=from_,
        sender=parse(take(b"sender", b""), allowed) or from_,
        reply_to=parse(take(b"reply-to", b""), allowed) or from_,
        to=parse(take(b"to", b""), allowed),
        cc=parse(take(b"cc", b""), allowed),
        bcc=parse(take(b"bcc", b""), allowed),
        in_reply_to=take(b"in-reply-to"),
        message_id=take(b"message-id"),
    )
