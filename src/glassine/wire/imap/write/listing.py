"""LIST, LSUB, STATUS and NAMESPACE responses. RFC 9051 §7.3"""

from collections.abc import Iterable, Mapping
from enum import Enum

from glassine.wire.imap.options import SpecialUse, StatusItem
from glassine.wire.imap.write.strings import mailbox, quoted
from glassine.words.private import Text


class Attribute(Enum):
    """What LIST says of a mailbox, its special use apart. RFC 9051 §7.3.1"""

    NO_SELECT = b"\\Noselect"
    NON_EXISTENT = b"\\NonExistent"
    HAS_CHILDREN = b"\\HasChildren"
    HAS_NO_CHILDREN = b"\\HasNoChildren"
    SUBSCRIBED = b"\\Subscribed"


def list_line(
    name: Text,
    attributes: Iterable[Attribute | SpecialUse] = (),
    *,
    delimiter: bytes = b"/",
    child_subscribed: bool = False,
    utf8: bool = False,
) -> bytes:
    """Return one LIST response; `child_subscribed` answers RECURSIVEMATCH."""
    extended = b' ("CHILDINFO" ("SUBSCRIBED"))' if child_subscribed else b""
    return b"* LIST %b%b\r\n" % (_listed(name, attributes, delimiter, utf8), extended)


def lsub_line(
    name: Text,
    attributes: Iterable[Attribute | SpecialUse] = (),
    *,
    delimiter: bytes = b"/",
    utf8: bool = False,
) -> bytes:
    """Return one LSUB response. RFC 3501 §7.2.3"""
    return b"* LSUB %b\r\n" % _listed(name, attributes, delimiter, utf8)


def delimiter_line(delimiter: bytes = b"/") -> bytes:
    """Return the answer to `LIST "" ""`: the delimiter, and no name."""
    return b'* LIST (\\Noselect) %b ""\r\n' % quoted(delimiter)


def status_line(
    name: Text, items: Mapping[StatusItem, int], *, utf8: bool = False
) -> bytes:
    """Return one STATUS response. RFC 9051 §7.3.4"""
    told = b" ".join(b"%b %d" % (item.value, n) for item, n in items.items())
    return b"* STATUS %b (%b)\r\n" % (mailbox(name, utf8=utf8), told)


def namespace_line(delimiter: bytes = b"/") -> bytes:
    """Return NAMESPACE: one of one's own, none shared. RFC 2342 §5"""
    return b'* NAMESPACE (("" %b)) NIL NIL\r\n' % quoted(delimiter)


def _listed(
    name: Text,
    attributes: Iterable[Attribute | SpecialUse],
    delimiter: bytes,
    utf8: bool,
) -> bytes:
    told = b" ".join(attribute.value for attribute in attributes)
    return b"(%b) %b %b" % (told, quoted(delimiter), mailbox(name, utf8=utf8))
