"""Which commands there are, where each is allowed, and what reads it. RFC 9051 §6"""

from collections.abc import Callable, Mapping
from functools import partial

from glassine.wire.imap import replies
from glassine.wire.imap.commands import (
    Capability,
    Check,
    Close,
    Command,
    Expunge,
    Idle,
    Logout,
    Namespace,
    Noop,
    StartTls,
    Unselect,
)
from glassine.wire.imap.grammar import mailboxes, messages, session
from glassine.wire.imap.grammar.fetching import fetch
from glassine.wire.imap.grammar.listing import list_
from glassine.wire.imap.grammar.scan import Malformed, Scanner
from glassine.wire.imap.grammar.searching import search
from glassine.wire.imap.state import ANY, KNOWN, NEW, OPEN, State


def _no_message(scan: Scanner) -> Command:
    """APPEND that is whole at the end of a line has brought no message."""
    raise Malformed


# Every command: the states it is allowed in, and what reads what follows its name.
COMMANDS: Mapping[
    bytes, tuple[frozenset[State], Callable[[Scanner], Command] | Command]
] = {
    b"CAPABILITY": (ANY, Capability()),
    b"NOOP": (ANY, Noop()),
    b"LOGOUT": (ANY, Logout()),
    b"ID": (ANY, session.identify),
    b"STARTTLS": (NEW, StartTls()),
    b"LOGIN": (NEW, session.login),
    b"AUTHENTICATE": (NEW, session.authenticate),
    b"ENABLE": (KNOWN, session.enable),
    b"SELECT": (KNOWN, mailboxes.select),
    b"EXAMINE": (KNOWN, partial(mailboxes.select, read_only=True)),
    b"CREATE": (KNOWN, mailboxes.create),
    b"DELETE": (KNOWN, mailboxes.delete),
    b"RENAME": (KNOWN, mailboxes.rename),
    b"SUBSCRIBE": (KNOWN, mailboxes.subscribe),
    b"UNSUBSCRIBE": (KNOWN, mailboxes.unsubscribe),
    b"LIST": (KNOWN, list_),
    b"LSUB": (KNOWN, mailboxes.lsub),
    b"NAMESPACE": (KNOWN, Namespace()),
    b"STATUS": (KNOWN, mailboxes.status),
    b"APPEND": (KNOWN, _no_message),
    b"IDLE": (KNOWN, Idle()),
    b"CHECK": (OPEN, Check()),
    b"CLOSE": (OPEN, Close()),
    b"UNSELECT": (OPEN, Unselect()),
    b"EXPUNGE": (OPEN, Expunge()),
    b"SEARCH": (OPEN, search),
    b"FETCH": (OPEN, fetch),
    b"STORE": (OPEN, messages.store),
    b"COPY": (OPEN, messages.copy),
    b"MOVE": (OPEN, messages.move),
    b"UID EXPUNGE": (OPEN, messages.uid_expunge),
    b"UID SEARCH": (OPEN, partial(search, uid=True)),
    b"UID FETCH": (OPEN, partial(fetch, uid=True)),
    b"UID STORE": (OPEN, partial(messages.store, uid=True)),
    b"UID COPY": (OPEN, partial(messages.copy, uid=True)),
    b"UID MOVE": (OPEN, partial(messages.move, uid=True)),
}


def read_command(scan: Scanner, state: State) -> Command:
    """Return the command that follows the tag, whole. Raises `Malformed`."""
    scan.space()
    allowed = COMMANDS.get(_verb(scan))
    if allowed is None:
        raise Malformed(replies.UNKNOWN)
    states, read = allowed
    require(states, state)
    command = read(scan) if callable(read) else read
    scan.end()
    return command


def require(states: frozenset[State], state: State) -> None:
    """Make sure that the state is one of these. Raises `Malformed`."""
    if state in states:
        return
    if state is State.NOT_AUTHENTICATED:
        raise Malformed(replies.LOG_IN_FIRST)
    raise Malformed(
        replies.ALREADY_LOGGED_IN if states is NEW else replies.SELECT_FIRST
    )


def _verb(scan: Scanner) -> bytes:
    verb = scan.word()
    if verb != b"UID":
        return verb
    scan.space()
    return b"UID " + scan.word()
