"""Whose domain does the From field name? RFC 5322 §3.6.2, RFC 9989 §5.3.1

The reader of addresses takes what people really write. Here it matters too whether
every other reader would read the same, so the field must also keep the grammar.
"""

import re
from dataclasses import dataclass

from glassine.mail import address, encoded_words, header
from glassine.mail.lexical import QUOTED, without_comments
from glassine.trust.dkim_header import Header
from glassine.words.public import Domain, NotPublic, parse_domain
from glassine.words.sender import AuthorFault

LONGEST = 4000  # octets of a From field; the grammar of a longer one is not looked at
MOST_FIELDS = 10  # that are read; who writes more hides one among them
_ATOM = rb"[^\s\"<>@,:;()\\\[\]\x00-\x20\x7f]++"
_SPACE = rb"[ \t]*+"
_WORD = rb"(?:" + _ATOM + rb"|" + QUOTED + rb")"
_SPEC = _WORD + _SPACE + rb"@" + _SPACE + _ATOM
_PHRASE = rb"(?:" + _WORD + _SPACE + rb")*+"
_MAILBOX = (
    rb"(?:"
    + _SPEC
    + rb"|"
    + _PHRASE
    + rb"<"
    + _SPACE
    + _SPEC
    + _SPACE
    + rb">)"
    + _SPACE
)
_LIST = _MAILBOX + rb"(?:," + _SPACE + _MAILBOX + rb")*+"
_GROUP = _PHRASE + rb":" + _SPACE + rb"(?:" + _LIST + rb")?;" + _SPACE  # RFC 6854
_FROM = re.compile(_SPACE + rb"(?:" + _LIST + rb"|" + _GROUP + rb")\Z")
# Where the grammar is broken, some reader shows the last of these, some the first.
_IN_BRACKETS = re.compile(rb"<[^<>]*@[ \t]*+([^<>@\s]++)[ \t]*+>")
_BEFORE_ANOTHER = re.compile(rb"@([^\s<>@,;:()\"\\\[\]]++)(?=@)")  # a@this@other
_AFTER_AT = re.compile(rb"@[ \t]*+([\w.-]++)")  # and whatever stands behind it


@dataclass(frozen=True, slots=True)
class Authors:
    """The domains of the authors, each once, and what is wrong with the field.

    With a fault too, the domains are what a reader might see.
    """

    domains: tuple[Domain, ...]
    fault: AuthorFault | None = None


def authors(head: Header) -> Authors:
    """Return whose domains the From field of a header names."""
    fields = [header.unfold(each.value) for each in head.fields(b"from")]
    found: dict[Domain, None] = {}
    faults = [_read(field, found) for field in fields[:MOST_FIELDS]]
    if len(fields) > MOST_FIELDS:
        return Authors(tuple(found), AuthorFault.TOO_MANY)
    if len(fields) > 1:
        return Authors(tuple(found), AuthorFault.REPEATED)
    fault = faults[0] if faults else AuthorFault.MISSING
    return Authors(tuple(found), fault)


def _read(field: bytes, found: dict[Domain, None]) -> AuthorFault | None:
    """Add the domains of one field; return what is wrong with it."""
    hosts = [
        each.host
        for each in address.parse(field[: 2 * LONGEST])
        if each.mailbox and each.host
    ]
    domains = [domain for host in hosts if (domain := _domain(host))]
    found.update(dict.fromkeys(domains))
    if len(field) > LONGEST:
        return AuthorFault.TOO_MANY
    if len(domains) < len(hosts) or not _FROM.match(without_comments(field)):
        shown = _IN_BRACKETS.findall(field) + _BEFORE_ANOTHER.findall(field)
        if b"<" not in field or not domains:  # nothing says which of all it is
            text = encoded_words.decode(field[: 2 * LONGEST])
            shown += _AFTER_AT.findall(text.encode(errors="replace"))
        found.update((domain, None) for domain in map(_domain, shown) if domain)
        return AuthorFault.SYNTAX
    return None if domains else AuthorFault.NOBODY


def _domain(host: bytes) -> Domain | None:
    """Return the domain in A-labels, or None for an address literal and nonsense."""
    try:
        domain = parse_domain(host.decode())
    except (UnicodeDecodeError, NotPublic):
        return None
    return None if domain.name.startswith("[") else domain
