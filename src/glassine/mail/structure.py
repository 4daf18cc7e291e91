"""What a message is made of, by offset: the tree of parts and the header's envelope.

These are the facts IMAP asks for without opening the message. They are content:
they travel and are stored only inside a sealed row.
"""

from dataclasses import dataclass
from typing import TypeAlias

Params: TypeAlias = tuple[tuple[bytes, bytes], ...]
"""Parameters of a header field, names in lower case, in the order written."""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """One address of a header field, in the four strings of IMAP. RFC 9051 §7.5.2

    A group opens with `mailbox` = its name and `host` None, and closes with both None.
    """

    name: bytes | None
    mailbox: bytes | None
    host: bytes | None


@dataclass(frozen=True, slots=True)
class HeaderEnvelope:
    """IMAP's ENVELOPE: fields as written, unfolded, encoded-words left alone."""

    date: bytes | None = None
    subject: bytes | None = None
    from_: tuple[MailAddress, ...] = ()
    sender: tuple[MailAddress, ...] = ()
    reply_to: tuple[MailAddress, ...] = ()
    to: tuple[MailAddress, ...] = ()
    cc: tuple[MailAddress, ...] = ()
    bcc: tuple[MailAddress, ...] = ()
    in_reply_to: bytes | None = None
    message_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the MIME tree. Offsets count octets from the message's first.

    A multipart has `parts`; a message/rfc822 has the inner message's root as its one
    part and that message's header as `envelope`; a leaf has neither.
    """

    start: int  # first octet of the part's header
    body: int  # first octet after the header's empty line
    end: int  # one past the body's last octet
    lines: int  # line ends in the body
    type: bytes = b"text"  # lower case
    subtype: bytes = b"plain"  # lower case
    params: Params = ()
    id: bytes | None = None
    description: bytes | None = None
    encoding: bytes = b"7bit"  # lower case
    md5: bytes | None = None
    disposition: tuple[bytes, Params] | None = None
    language: tuple[bytes, ...] = ()
    location: bytes | None = None
    parts: "tuple[Part, ...]" = ()
    envelope: HeaderEnvelope | None = None
