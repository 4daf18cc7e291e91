"""Who a message says has written it: the addresses of From, and those in its names.

Many readers show only the display name, so that is where a forger writes the address
that is to be believed. What is found here is compared in memory and kept nowhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from glassine.mail import encoded_words
from glassine.mail.structure import HeaderEnvelope, MailAddress
from glassine.spam.spelling import as_seen
from glassine.words.public import Address, Domain, NotPublic, parse_address

MOST = 10  # authors that are looked at; a message has one
_SHOWN = re.compile(r"[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+")
_NAME = 1000  # octets of a display name that are looked at


@dataclass(frozen=True, slots=True)
class Authorship:
    """The authors' domains, and addresses shown in names that are of other domains."""

    domains: frozenset[Domain]
    shown: tuple[Address, ...]


def authorship(envelope: HeaderEnvelope) -> Authorship:
    """Return what the From field claims."""
    authors = envelope.from_[:MOST]
    domains = frozenset(a.domain for each in authors if (a := _address(each)))
    shown = [s for each in authors for s in _shown(each) if s.domain not in domains]
    return Authorship(domains, tuple(dict.fromkeys(shown)))


def _shown(author: MailAddress) -> Iterator[Address]:
    """Yield the addresses that a display name shows."""
    if author.name is None or author.mailbox is None:
        return
    shown = as_seen(encoded_words.decode(author.name[:_NAME]))
    for written in _SHOWN.finditer(shown):
        address = _parsed(written[0].rstrip("."))
        if address is not None:
            yield address


def _address(author: MailAddress) -> Address | None:
    if not author.mailbox or not author.host:
        return None
    written = author.mailbox + b"@" + author.host
    return _parsed(written.decode("utf-8", "replace"))


def _parsed(text: str) -> Address | None:
    try:
        return parse_address(text)
    except NotPublic:
        return None
