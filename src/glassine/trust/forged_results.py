"""Find Authentication-Results that claim to be ours before we have written any.

RFC 8601 §5: whoever reads the field believes it by the server's name in it, so a field
with our name that came from outside must go. Those of others, and those that ARC has
sealed, stay. What a lenient reader might take for our name is taken for it here too.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from glassine.mail import encoded_words, header
from glassine.mail.lexical import QUOTED, unquoted, without_comments
from glassine.trust.kindred_names import is_within
from glassine.words.public import Domain, HostName, NotPublic, parse_domain

LONGEST = 4096  # octets in which a field has to say whose it is
MOST_FIELDS = 50  # no letter has been looked at so often; the rest is cut unread
_NAME = b"authentication-results"
_SERVER = re.compile(rb"\s*+(" + QUOTED + rb"|[^\s;/\"]++)", re.DOTALL)


class Span(NamedTuple):
    """Where a field lies in a header, with its line end."""

    start: int
    end: int


def forged(head: bytes, ours: Collection[HostName | Domain]) -> Iterator[Span]:
    """Yield the fields of a header that claim to be ours, by any name we go by.

    A host goes by its name; of a domain each server below it does.
    """
    if _NAME not in head.lower():
        return
    names = {_canonical(each.name) for each in ours if isinstance(each, HostName)}
    domains = [each.name for each in ours if isinstance(each, Domain)]
    fields = (each for each in header.fields(head) if each.name.lower() == _NAME)
    for number, field in enumerate(fields):
        value = head[field.value : field.end]
        if number >= MOST_FIELDS or _claims(value, names, domains):
            yield Span(field.start, field.end)


def _claims(value: bytes, names: set[str], domains: Iterable[str]) -> bool:
    """Tell whether a field claims one of these names, or will not come to a name."""
    begun = value[:LONGEST]
    if len(value) > LONGEST and b";" not in without_comments(begun):
        return True
    claimed = claimed_servers(begun)
    within = (is_within(name, domain) for name in claimed for domain in domains)
    return bool(names & claimed) or any(within)


def without(head: bytes, spans: Iterable[Span]) -> bytes:
    """Return a header without these fields; every other octet is as it was."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(head[at:start])
        at = end
    return b"".join([*kept, head[at:]])


def claimed_servers(value: bytes) -> set[str]:
    """Return whom a field may be read to be written by, in A-labels and lower case.

    The name may be quoted, and comments and a version may stand about it, RFC 8601
    §2.2; or, for who leaves comments out without a trace, in it.
    """
    value = header.unfold(value)
    if b"=?" in value:  # not allowed here, and yet decoded by some
        value = encoded_words.decode(value).encode(errors="replace")
    value = without_comments(value)
    found = _SERVER.match(value)
    closed_up = b"".join(value.partition(b";")[0].split())
    names = [unquoted(found[1]) if found else b"", closed_up]
    return {_canonical(name.decode(errors="replace")) for name in names}


def _canonical(name: str) -> str:
    try:
        return parse_domain(name.strip()).name
    except NotPublic:
        return name.strip().lower()
