"""Where a session stands, and the sets of such places that commands ask for."""

from enum import Enum, auto


class State(Enum):
    """Where a session stands. RFC 9051 §3"""

    NOT_AUTHENTICATED = auto()
    AUTHENTICATED = auto()
    SELECTED = auto()
    LOGOUT = auto()


NEW = frozenset({State.NOT_AUTHENTICATED})
KNOWN = frozenset({State.AUTHENTICATED, State.SELECTED})
OPEN = frozenset({State.SELECTED})
ANY = NEW | KNOWN
