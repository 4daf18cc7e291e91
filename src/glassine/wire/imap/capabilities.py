"""What we say we can do, and when. RFC 9051 §6.1.1

Both revisions are named: a client that knows one of them only finds it.
"""

from collections.abc import Iterable

from glassine.wire.imap.state import State

ALWAYS = (b"IMAP4rev1", b"IMAP4rev2", b"LITERAL+", b"ID", b"ENABLE")
# LITERAL- is within IMAP4rev2, and RFC 7888 §5 forbids to name it beside LITERAL+.

LOGGED_IN = (
    b"IDLE",
    b"NAMESPACE",
    b"CHILDREN",
    b"LIST-EXTENDED",
    b"LIST-STATUS",
    b"SPECIAL-USE",
    b"CREATE-SPECIAL-USE",
    b"STATUS=SIZE",
    b"UNSELECT",
    b"UIDPLUS",
    b"MOVE",
    b"ESEARCH",
    b"SEARCHRES",
    b"WITHIN",
    b"BINARY",
    b"MULTIAPPEND",
    b"PREVIEW",
    b"UTF8=ACCEPT",
)


def capabilities(
    state: State, *, tls: bool, passwords: bool, mechanisms: Iterable[bytes]
) -> tuple[bytes, ...]:
    """Return the names to tell a client; `passwords` says whether LOGIN may be used."""
    if state is not State.NOT_AUTHENTICATED:
        return ALWAYS + LOGGED_IN
    login = (b"SASL-IR", *(b"AUTH=" + name for name in mechanisms))
    start = () if tls else (b"STARTTLS",)
    return ALWAYS + start + (login if passwords else (b"LOGINDISABLED",))
