"""One message that is to go to another server, in the words that MAIL and RCPT need."""

from dataclasses import dataclass

from glassine.words.envelope import Recipient, Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """Who sends to whom, and what must be known of the content before it is sent.

    What `sender` says of SIZE, BODY and SMTPUTF8 was said by who sent the message to
    us; what is said onwards follows from the content.
    """

    sender: Sender
    recipients: tuple[Recipient, ...]  # at least one
    size: int  # octets, before dots are stuffed
    eight_bit: bool = False  # whether any octet is beyond ASCII
    binary: bool = False  # lone CR or LF, NUL, or overlong lines. RFC 3030
    utf8_header: bool = False  # RFC 6531 §3.6
    require_tls: bool = False  # RFC 8689
