"""All that a message says to people: its text, subjects, names, and names of files.

What another server answered is compared with this before anybody else may see it.
Addresses and hosts are not in it: the operator sees those anyway.
"""

import re
from collections.abc import Iterable, Iterator

from glassine.mail import encoded_words, params, text
from glassine.mail.scan import Scanner
from glassine.mail.structure import HeaderEnvelope, MailAddress, Part

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", re.MULTILINE)
_OF_MACHINES = re.compile(
    rb"(?:received|return-path|delivered-to|date|from|sender|reply-to|to|cc|bcc"
    rb"|message-id|in-reply-to|references|subject|mime-version|authentication-results"
    rb"|dkim-signature|(?:arc|content|resent|list)-.*)",
    re.IGNORECASE,
)
"""Fields that no person writes, or that are read more closely than word by word."""


def said(message: bytes) -> Iterator[str]:
    """Yield every text in the message that a person may have written."""
    scanner = Scanner()
    scanner.feed(message)
    scanned = scanner.close()
    yield from _of_envelope(scanned.envelope)
    yield from _of_other_fields(scanned.header)
    for part in text.walk(scanned.root):
        yield from _of_part(part)
    yield from text.texts(scanned.root, message)


def _of_envelope(envelope: HeaderEnvelope) -> Iterator[str]:
    yield encoded_words.decode(envelope.subject or b"")
    for addresses in (
        envelope.from_,
        envelope.sender,
        envelope.reply_to,
        envelope.to,
        envelope.cc,
        envelope.bcc,
    ):
        yield from _names(addresses)


def _of_other_fields(header: bytes) -> Iterator[str]:
    """Yield what stands in fields such as Comments, Keywords and X-Note."""
    for name, value in _FIELD.findall(header):
        if not _OF_MACHINES.fullmatch(name):
            yield encoded_words.decode(b" ".join(value.split()))


def _names(addresses: Iterable[MailAddress]) -> Iterator[str]:
    for address in addresses:
        if address.name:
            yield encoded_words.decode(address.name)
        if address.host is None and address.mailbox:  # a group's name
            yield encoded_words.decode(address.mailbox)


def _of_part(part: Part) -> Iterator[str]:
    if part.envelope is not None:
        yield from _of_envelope(part.envelope)
    if part.description:
        yield encoded_words.decode(part.description)
    disposition = part.disposition[1] if part.disposition else ()
    for name in (
        params.parameter(part.params, b"name"),
        params.parameter(disposition, b"filename"),
    ):
        if name:
            yield name
