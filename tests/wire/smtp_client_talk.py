r"""Hold a scripted SMTP conversation with our client: the mirror of `smtp_talk`.

A talk is a text file, one sign a line:

    # why this talk is here
    ! dialect: lmtp             set the stage; also `tls: yes`, and `packets: whole`
                                where it matters that all comes at once
    ! offers: PIPELINING, DSN   the greeting and EHLO are over, this was offered
    ! from: <x@a.example> size=12 8bit ret=HDRS      the transaction for `begin`
    ! to: <y@example.org> notify=NEVER               and each of its recipients
    S: 250 ok                   the server says this line
    R: 250 o\xffk\n             the server sends these octets, escapes as in Python
    > begin                     the caller does this
    > content one\r\n           the same, with octets
    = ContentWanted             the engine yields this event, or raises this error
    C: MAIL FROM:<x@a.example>  the client says this line
    O: BDAT 5 LAST\r\none\r\n   the client sends these octets

What the server says up to the next line of another sign is one block, and so is what
the caller does; the server's octets are cut into packets at random. Both what was
heard and what was said are compared whole, block by block.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from glassine.wire.sasl.steps import TlsBinding
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client import events as heard
from glassine.wire.smtp.client.engine import SmtpClient
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.faults import NotSmtp
from glassine.wire.smtp.client.needs import NotAble
from glassine.wire.smtp.client.talk import Dialect
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.newlines import BareNewlineInText
from glassine.words.envelope import Notify, Recipient, Ret, Sender
from glassine.words.private import Key, Message, Password
from glassine.words.public import HostName, parse_address
from wire.smtp_talk import Cut

NONCE = "rOprNGfwEbeRWgbNEkqO"  # RFC 7677 §3
BINDING = TlsBinding(Key(b"exported"))
FLAGS = {"8bit": "eight_bit", "binary": "binary", "utf8": "utf8_header"}
FLAGS |= {"requiretls": "require_tls"}
OFFERS = {
    "pipelining": "pipelining",
    "sized": "size",
    "eight_bit": "8bit",
    "utf8": "utf8",
    "chunking": "chunking",
    "binary": "binary",
    "dsn": "dsn",
    "enhanced": "enhanced",
    "starttls": "starttls",
    "require_tls": "requiretls",
}
NUMBERS = ("size", "mails", "recipients", "domains")


@dataclass
class Block:
    """What the server says or the caller does, and what comes of it."""

    said: bytes = b""
    verbs: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    sent: bytes = b""


@dataclass
class Talk:
    """A talk, read from its file."""

    name: str
    stage: dict[str, str]
    recipients: list[str]
    blocks: list[Block]


def read(path: Path) -> Talk:
    """Return the talk in this file."""
    talk = Talk(path.stem, {}, [], [Block()])
    last = ""
    for line in path.read_text("utf-8").splitlines():
        sign, rest = line[:2], line[3:]
        begins = (sign in ("S:", "R:") and last not in ("S:", "R:")) or (
            sign == "> " and last != "> "
        )
        if begins:
            talk.blocks.append(Block())
        _take(talk, talk.blocks[-1], sign, rest if sign[1:] == ":" else line[2:])
        last = sign if line else last
    return talk


def _take(talk: Talk, block: Block, sign: str, rest: str) -> None:
    match sign:
        case "! ":
            name, _, value = rest.partition(": ")
            if name == "to":
                talk.recipients.append(value)
            else:
                talk.stage[name] = value
        case "S:":
            block.said += rest.encode() + b"\r\n"
        case "R:":
            block.said += octets_of(rest)
        case "> ":
            block.verbs.append(rest)
        case "= ":
            block.events.append(rest)
        case "C:":
            block.sent += rest.encode() + b"\r\n"
        case "O:":
            block.sent += octets_of(rest)
        case _:
            assert not sign or sign.startswith("#"), f"{talk.name}: {sign}{rest}"


def octets_of(text: str) -> bytes:
    """Return the octets that escapes stand for."""
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def transaction(talk: Talk) -> Transaction:
    """Return the transaction that the talk's head describes."""
    path, *words = talk.stage.get("from", "<x@a.example>").split()
    given = dict(word.partition("=")[::2] for word in words)
    address = parse_address(path[1:-1]) if path != "<>" else None
    ret = given.get("ret")
    sender = Sender(address, ret=Ret(ret) if ret else None, envid=given.get("envid"))
    flags = {FLAGS[word]: True for word in words if word in FLAGS}
    to = talk.recipients or ["<y@example.org>"]
    recipients = tuple(map(recipient, to))
    size = int(given.get("size", "0"))
    return Transaction(sender=sender, recipients=recipients, size=size, **flags)


def recipient(described: str) -> Recipient:
    """Return the recipient that a line of the head describes."""
    path, *words = described.split()
    given = dict(word.partition("=")[::2] for word in words)
    made = Recipient(parse_address(path[1:-1]), orcpt=given.get("orcpt"))
    notify = given.get("notify")
    return made if not notify else replace(made, notify=_notify(notify))


def _notify(words: str) -> frozenset[Notify]:
    return frozenset(map(Notify, words.split(",")))


class Caller:
    """Holds the engine, does what the talk says, and notes what comes of it."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.heard: list[str] = []
        self.sent = b""
        dialect = Dialect[talk.stage.get("dialect", "smtp").upper()]
        hello = HostName("a.example")
        self.client = SmtpClient(dialect=dialect, hello=hello, nonce=lambda: NONCE)
        if "tls" in talk.stage:
            self.client.secured(BINDING)
        if "offers" in talk.stage:
            self._open(talk.stage["offers"].split(", "))

    def _open(self, offers: list[str]) -> None:
        self.hear(b"220 mx.example.org\r\n")
        lines = ["mx.example.org", *offers]
        said = [f"250-{line}\r\n" for line in lines[:-1]] + [f"250 {lines[-1]}\r\n"]
        self.hear("".join(said).encode())
        assert self.client.ready
        self.done()

    def hear(self, packet: bytes) -> None:
        """Take one packet, and send what comes of it."""
        try:
            for event in self.client.receive(packet):
                self.heard += show(event)
        except NotSmtp as fault:
            self.heard.append(type(fault).__name__)
        self.sent += self.client.to_send()

    def do(self, verb: str) -> None:
        """Do what the caller does, and send what comes of it."""
        try:
            for event in self._do(verb):
                self.heard += show(event)
        except BareNewlineInText as fault:
            self.heard.append(type(fault).__name__)
        self.sent += self.client.to_send()

    def done(self) -> tuple[list[str], bytes]:
        """Return what was heard and sent since the last call."""
        done, self.heard, self.sent = (self.heard, self.sent), [], b""
        return done

    def _do(self, verb: str) -> Iterator[heard.ClientEvent]:
        word, _, rest = verb.partition(" ")
        client = self.client
        simple: dict[str, Callable[[], heard.Finished | None]] = {
            "begin": lambda: client.begin(transaction(self.talk)),
            "rehearse": lambda: client.rehearse(transaction(self.talk)),
            "content": lambda: client.content(Message(octets_of(rest))),
            "end": client.end,
            "start_tls": client.start_tls,
            "secured": lambda: client.secured(BINDING),
            "log_in": lambda: self._log_in(*rest.split()),
            "quit": client.quit,
            "lost": client.lost,
        }
        if finished := simple[word]():
            yield finished

    def _log_in(self, user: str, password: str, *clear: str) -> None:
        secret = Password(password.encode())
        if not self.client.log_in(user, secret, in_clear=bool(clear)):
            self.heard.append("no way to log in")


def show(event: heard.ClientEvent) -> list[str]:
    """Return an event as a talk writes it; `Finished` has a line for each recipient."""
    name = type(event).__name__
    match event:
        case heard.Ready(extensions):
            return [" ".join([name, *_offers(extensions)])]
        case heard.Finished(results):
            return [name, *map(_result, results)]
        case heard.Refused(answer, phase):
            return [f"{name} {phase} {_answer(answer)}"]
        case heard.Closing(answer):
            return [f"{name} {_answer(answer)}"]
        case _:
            return [name]


def _offers(extensions: Extensions) -> Iterator[str]:
    yield from (word for name, word in OFFERS.items() if getattr(extensions, name))
    for name in NUMBERS:
        if (number := getattr(extensions, name)) is not None:
            yield f"{name}={number}"
    if extensions.mechanisms:
        yield "auth=" + ",".join(extensions.mechanisms)


def _result(result: heard.Result) -> str:
    match result.said:
        case None:
            return f"- {result.phase} nothing said"
        case NotAble(code, enhanced, words):
            return f"- not able {code} {enhanced} {words}"
        case Answer() as answer:
            return f"- {result.phase} {_answer(answer)}"


def _answer(answer: Answer) -> str:
    text = answer.text.reveal().decode().replace("\n", "|")
    words = [str(answer.code), str(answer.enhanced or "-"), text]
    return " ".join(words).rstrip()


def hold(talk: Talk, cut: Cut) -> None:
    """Hold the talk; what the server says comes in packets as `cut` makes them."""
    caller = Caller(talk)
    for number, block in enumerate(talk.blocks):
        whole = [block.said] if block.said else []
        for packet in whole if "packets" in talk.stage else cut(block.said):
            caller.hear(packet)
        for verb in block.verbs:
            caller.do(verb)
        events, sent = caller.done()
        where = f"{talk.name}, block {number}"
        assert sent == block.sent, f"{where} said {sent!r}"
        assert events == block.events, f"{where} heard {events}"
