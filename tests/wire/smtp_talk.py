r"""Hold a scripted SMTP conversation with the engine.

A talk is a text file, one sign a line:

    # why this talk is here
    ! dialect: lmtp             set the stage; also message, recipients, errors, ...
    A: RecipientGiven STORAGE_FULL    the next such event is answered so (several: LMTP)
    C: EHLO a.example           the client says this line
    R: one\ntwo\r\n             the client sends these octets, escapes as in Python
    S: 250 mx.example.org       the server says this line
    = Hello EHLO a.example      the engine yields this event
    ~ tls                       the handshake is done

What the client says up to the next S or = is one block: its octets are cut into
packets at random, and `to_send` is asked after the block. Events are compared in
blocks that name any.
"""

import random
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac, sha256
from hmac import digest
from pathlib import Path

from glassine.wire.sasl.steps import (
    PasswordGiven,
    ScramAsked,
    ScramDone,
    ScramProof,
    TlsBinding,
)
from glassine.wire.smtp import events as heard
from glassine.wire.smtp import replies
from glassine.wire.smtp.limits import Dialect, Limits, Offer
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.server import SmtpServer
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Key
from glassine.words.public import AuthMethod, TransactionId

SALT = b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")  # RFC 7677 §3, password "pencil"
SALTED = pbkdf2_hmac("sha256", b"pencil", SALT, 4096)
CLIENT_KEY = digest(SALTED, b"Client Key", "sha256")
STORED_KEY = sha256(CLIENT_KEY).digest()
SERVER_KEY = digest(SALTED, b"Server Key", "sha256")
NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
BINDING = TlsBinding(Key(b"exported"))
TRANSACTION = TransactionId("C.1")
ASKING = (
    heard.Hello,
    heard.SenderGiven,
    heard.RecipientGiven,
    heard.DataWanted,
    heard.StartTls,
)


@dataclass
class Block:
    """What the client says in one go, and what comes of it."""

    answers: list[tuple[str, list[Reply]]] = field(default_factory=list)
    said: bytes = b""
    tls: bool = False
    replies: str = ""
    events: list[str] = field(default_factory=list)


@dataclass
class Talk:
    """A talk, read from its file."""

    name: str
    stage: dict[str, str]
    blocks: list[Block]


def read(path: Path) -> Talk:
    """Return the talk in this file."""
    stage: dict[str, str] = {}
    blocks = [Block()]
    for line in path.read_text("utf-8").splitlines():
        sign, rest = line[:2], line[3:]
        if sign in ("A:", "C:", "R:", "~ ") and (
            blocks[-1].replies or blocks[-1].events
        ):
            blocks.append(Block())
        block = blocks[-1]
        match sign:
            case "! ":
                name, _, value = line[2:].partition(": ")
                stage[name] = value
            case "A:":
                event, *names = rest.split()
                block.answers.append((event, [getattr(replies, n) for n in names]))
            case "C:":
                block.said += rest.encode("utf-8") + b"\r\n"
            case "R:":
                block.said += (
                    rest.encode("latin-1").decode("unicode_escape").encode("latin-1")
                )
            case "~ ":
                block.tls = True
            case "S:":
                block.replies += rest + "\r\n"
            case "= ":
                block.events.append(line[2:])
            case _:
                assert not line or sign.startswith("#"), f"{path.name}: {line}"
    return Talk(path.stem, stage, blocks)


def stage(talk: Talk) -> SmtpServer:
    """Return an engine as the talk's head asks for."""
    numbers = {"message", "recipients", "errors", "command_line", "text_line"}
    numbers |= {"idle_commands", "transactions", "auth_failures"}
    limits = {k: int(v) for k, v in talk.stage.items() if k in numbers}
    strange = (
        set(talk.stage) - numbers - {"dialect", "starttls", "auth", "silent", "tls"}
    )
    assert not strange, strange
    engine = SmtpServer(
        hostname="mx.example.org",
        dialect=Dialect[talk.stage.get("dialect", "mx").upper()],
        limits=Limits(**limits),
        offer=Offer(
            starttls="starttls" in talk.stage,
            mechanisms=tuple(map(AuthMethod, talk.stage.get("auth", "").split())),
        ),
        nonce=lambda: NONCE,
    )
    if "tls" in talk.stage:
        engine.secured(BINDING)
    if "silent" not in talk.stage:
        engine.greet()
        engine.to_send()
    return engine


class Listener:
    """Feeds the engine, says yes unless told otherwise, and notes what it hears."""

    def __init__(self, engine: SmtpServer, one_each: bool) -> None:
        self.engine = engine
        self.one_each = one_each  # LMTP
        self.planned: dict[str, list[list[Reply]]] = defaultdict(list)
        self.heard: list[str] = []
        self.body = b""

    def hear(self, data: bytes) -> None:
        """Take one packet."""
        for event in self.engine.receive(data):
            if isinstance(event, heard.Part):
                self.body += event.message.reveal()
                continue
            if isinstance(event, heard.Abandoned):
                self.body = b""  # how much had come depends on the packets
            self._note_body()
            self.heard.append(show(event))
            self._answer(event)

    def done(self) -> list[str]:
        """Return what was heard since the last call."""
        self._note_body()
        noted, self.heard = self.heard, []
        return noted

    def _note_body(self) -> None:
        if self.body:
            shown = self.body if len(self.body) < 200 else b"..."
            self.heard.append(f"Part {shown.decode('latin-1')!a}")
            self.body = b""

    def _answer(self, event: heard.Event) -> None:
        plan = self.planned.get(type(event).__name__)
        if plan:
            self.engine.answer(*plan.pop(0))
        elif isinstance(event, ASKING):
            self.engine.answer()
        elif isinstance(event, heard.Arrived):
            self.engine.answer(*self._thanks(event))
        elif isinstance(event, PasswordGiven | ScramAsked | ScramProof | ScramDone):
            self._log_in(event)

    def _thanks(self, event: heard.Arrived) -> list[Reply]:
        if self.engine._talk.dialect is Dialect.LMTP:
            return [
                replies.saved(r.path, TRANSACTION) for r in event.envelope.recipients
            ]
        return [replies.queued(TRANSACTION)]

    def _log_in(
        self, event: PasswordGiven | ScramAsked | ScramProof | ScramDone
    ) -> None:
        match event:
            case PasswordGiven(_, password, _):
                right = password.reveal() == b"pencil"
                self.engine.answer(
                    replies.AUTHENTICATED if right else replies.AUTH_FAILED
                )
            case ScramAsked():
                self.engine.give_salt(SALT, 4096)
            case ScramProof(_, message, proof, _):
                signed = digest(STORED_KEY, message.reveal(), "sha256")
                key = bytes(a ^ b for a, b in zip(signed, proof.reveal(), strict=False))
                if sha256(key).digest() != STORED_KEY:
                    self.engine.answer(replies.AUTH_FAILED)
                    return
                signature = digest(SERVER_KEY, message.reveal(), "sha256")
                self.engine.give_signature(signature)
            case ScramDone():
                self.engine.answer(replies.AUTHENTICATED)


def show(event: heard.Event) -> str:
    """Return an event as a talk writes it."""
    name = type(event).__name__
    match event:
        case heard.Hello(host, _, verb):
            return f"{name} {verb} {host}"
        case heard.SenderGiven(sender):
            return " ".join([name, *_sender(sender)])
        case heard.RecipientGiven(recipient, _):
            return " ".join([name, *_recipient(recipient)])
        case heard.Arrived(envelope, size):
            return f"{name} {len(envelope.recipients)} size={size}"
        case PasswordGiven(user, _, method) | ScramAsked(user, method):
            return f"{name} {user.reveal().decode()} {method}"
        case ScramProof(user, _, _, method) | ScramDone(user, method):
            return f"{name} {user.reveal().decode()} {method}"
        case heard.Refused(verb, reply):
            return f"{name} {verb} {reply.code}"
        case heard.Abandoned(reply) | heard.Closing(reply):
            return f"{name} {reply.code}"
        case heard.TooMany(excess):
            return f"{name} {excess.name}"
        case _:
            return name


def _sender(sender: Sender) -> list[str]:
    words = [sender.path.bracketed() if sender.path else "<>"]
    words += [f"size={sender.size}"] if sender.size is not None else []
    words += [f"body={sender.body}"] if sender.body != "7BIT" else []
    words += ["utf8"] if sender.utf8 else []
    words += ["require-tls"] if sender.require_tls else []
    words += [f"ret={sender.ret}"] if sender.ret else []
    words += [f"envid={sender.envid}"] if sender.envid else []
    return words


def _recipient(recipient: Recipient) -> list[str]:
    words = [recipient.path.bracketed()]
    words += (
        [f"notify={','.join(sorted(recipient.notify))}"] if recipient.notify else []
    )
    words += [f"orcpt={recipient.orcpt}"] if recipient.orcpt else []
    return words


Cut = Callable[[bytes], list[bytes]]


def whole(said: bytes) -> list[bytes]:
    """Cut nothing: all comes in one packet."""
    return [said] if said else []


def octets(said: bytes) -> list[bytes]:
    """Cut everywhere: each octet comes alone."""
    return [said[i : i + 1] for i in range(len(said))]


def at_random(dice: random.Random) -> Cut:
    """Return a way to cut at a few places that the dice choose."""

    def cut(said: bytes) -> list[bytes]:
        if len(said) < 2:
            return whole(said)
        cuts = sorted(
            dice.sample(range(1, len(said)), dice.randrange(min(len(said), 12)))
        )
        return [said[a:b] for a, b in zip([0, *cuts], [*cuts, len(said)], strict=True)]

    return cut


def hold(talk: Talk, cut: Cut) -> None:
    """Hold the talk; what the client says comes in packets as `cut` makes them."""
    engine = stage(talk)
    listener = Listener(engine, talk.stage.get("dialect") == "lmtp")
    for number, block in enumerate(talk.blocks):
        for event, planned in block.answers:
            listener.planned[event].append(planned)
        if block.tls:
            engine.secured(BINDING)
        for packet in cut(block.said):
            listener.hear(packet)
        sent = engine.to_send().decode()
        assert sent == block.replies, f"{talk.name}, block {number} said {sent!r}"
        noted = listener.done()
        if block.events:
            assert noted == block.events, f"{talk.name}, block {number} heard {noted}"
