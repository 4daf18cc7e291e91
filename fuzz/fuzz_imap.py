"""Whatever bytes a client sends, the engine says what they mean and raises nothing.

The first octet says where the session starts and how the rest is cut into packets.
"""

from glassine.wire.imap import commands
from glassine.wire.imap.events import AppendBegun, CommandRead, Event
from glassine.wire.imap.limits import Limits
from glassine.wire.imap.server import ImapServer
from glassine.wire.imap.state import State

LIMITS = Limits(command=4_096, before_login=2_048, message=8_192, nesting=20)
STATES = (State.NOT_AUTHENTICATED, State.AUTHENTICATED, State.SELECTED)


def one(data: bytes) -> None:
    """Feed the bytes to a session, in packets."""
    choice, said = (data[0], data[1:]) if data else (0, b"")
    engine = ImapServer(limits=LIMITS)
    engine.enter(STATES[choice % 3])
    if choice & 64:
        engine.accept_utf8()
    size = choice + 1 if choice & 128 else len(said) + 1
    for start in range(0, len(said), size):
        for event in engine.receive(said[start : start + size]):
            _act(engine, event, refuse=bool(choice & 32))


def _act(engine: ImapServer, event: Event, *, refuse: bool) -> None:
    match event:
        case CommandRead(_, commands.StartTls()):
            engine.secured()
        case CommandRead(_, commands.Idle()):
            engine.idling()
        case CommandRead(_, commands.Authenticate()):
            engine.expect_response()
        case CommandRead(_, commands.Login()):
            engine.enter(State.AUTHENTICATED)
        case CommandRead(_, commands.Select()):
            engine.enter(State.SELECTED)
        case AppendBegun() if refuse:
            engine.refuse_append()
        case _:
            pass
