"""Read LIST, from `LIST "" *` to all of LIST-EXTENDED. RFC 5258, 5819, 6154, 8438"""

from glassine.wire.imap.commands import List
from glassine.wire.imap.grammar import words
from glassine.wire.imap.grammar.mailboxes import status_items
from glassine.wire.imap.grammar.scan import Malformed, Scanner
from glassine.wire.imap.options import ListReturn, ListSelect, StatusItem
from glassine.words.private import Text


def list_(scan: Scanner) -> List:
    """LIST: options, a reference, patterns, what to return of each."""
    scan.space()
    extended = scan.sees(b"(")
    select = _selection(scan) if extended else frozenset()
    reference = words.mailbox(scan)
    scan.space()
    extended = extended or scan.sees(b"(")
    patterns = _patterns(scan)
    if not scan.skip(b" "):
        return List(reference, patterns, select, extended=extended)
    returns, status = _returns(scan)
    return List(reference, patterns, select, returns, status, extended=True)


def _selection(scan: Scanner) -> frozenset[ListSelect]:
    options = frozenset(scan.listed(lambda: words.one_of(scan, ListSelect), empty=True))
    scan.space()
    # RECURSIVEMATCH alone, or with REMOTE only, has no meaning. RFC 5258 §3.1
    if ListSelect.RECURSIVEMATCH in options and ListSelect.SUBSCRIBED not in options:
        raise Malformed
    return options


def _patterns(scan: Scanner) -> tuple[Text, ...]:
    if scan.sees(b"("):
        return scan.listed(lambda: words.list_mailbox(scan))
    return (words.list_mailbox(scan),)


def _returns(scan: Scanner) -> tuple[frozenset[ListReturn], tuple[StatusItem, ...]]:
    if scan.word() != b"RETURN":
        raise Malformed
    scan.space()
    options: set[ListReturn] = set()
    status: tuple[StatusItem, ...] = ()
    for option in scan.listed(lambda: _return(scan), empty=True):
        match option:
            case ListReturn():
                options.add(option)
            case _:
                status = option
    return frozenset(options), status


def _return(scan: Scanner) -> ListReturn | tuple[StatusItem, ...]:
    name = scan.word()
    if name == b"STATUS":
        scan.space()
        return status_items(scan)
    try:
        return ListReturn(name)
    except ValueError:
        raise Malformed from None
