"""The order of commands, as a table. RFC 5321 §4.1.4"""

from enum import Enum, StrEnum, auto


class Verb(StrEnum):
    """A command's first word."""

    HELO = "HELO"
    EHLO = "EHLO"
    LHLO = "LHLO"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BDAT = "BDAT"
    RSET = "RSET"
    NOOP = "NOOP"
    VRFY = "VRFY"
    EXPN = "EXPN"
    HELP = "HELP"
    QUIT = "QUIT"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"


class State(Enum):
    """Where a session is."""

    SILENT = auto()  # not greeted yet
    NEW = auto()  # greeted, nobody said hello
    READY = auto()  # no transaction
    MAIL = auto()  # sender given
    RCPT = auto()  # at least one recipient accepted
    CHUNKS = auto()  # some of the message is here, in chunks. RFC 3030
    DATA = auto()  # between 354 and the final dot
    CHUNK = auto()  # inside the octets of a BDAT
    AUTH = auto()  # inside a SASL exchange
    TLS = auto()  # waiting for the handshake
    CLOSED = auto()


IDLE = (State.NEW, State.READY, State.MAIL, State.RCPT, State.CHUNKS)
"""The states in which a command may come."""

ANYTIME = (Verb.RSET, Verb.NOOP, Verb.VRFY, Verb.EXPN, Verb.HELP, Verb.QUIT)
HELLOS = (Verb.HELO, Verb.EHLO, Verb.LHLO)

# Where a command leads when it is accepted; refused, it leads nowhere. A pair that
# is absent is answered 503.
NEXT: dict[tuple[State, Verb], State] = {
    **{(state, verb): state for state in IDLE for verb in ANYTIME},
    **{(state, verb): State.READY for state in IDLE for verb in HELLOS},
    **{(state, Verb.RSET): State.READY for state in IDLE if state is not State.NEW},
    **{(state, Verb.QUIT): State.CLOSED for state in IDLE},
    (State.READY, Verb.STARTTLS): State.TLS,
    (State.READY, Verb.AUTH): State.AUTH,
    (State.READY, Verb.MAIL): State.MAIL,
    (State.MAIL, Verb.RCPT): State.RCPT,
    (State.RCPT, Verb.RCPT): State.RCPT,
    (State.RCPT, Verb.DATA): State.DATA,
    (State.RCPT, Verb.BDAT): State.CHUNK,
    (State.CHUNKS, Verb.BDAT): State.CHUNK,
}

VERBS: dict[bytes, Verb] = {verb.encode("ascii"): verb for verb in Verb}

# Another protocol's first word: a browser, made to talk to us. It hears no more.
FOREIGN = frozenset(
    [b"GET", b"POST", b"PUT", b"HEAD", b"OPTIONS", b"CONNECT", b"DELETE", b"PATCH"]
)
