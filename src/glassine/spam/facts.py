"""What a header and the shape of a message tell, apart from its words."""

import re
from collections.abc import Iterator

from glassine.mail import encoded_words, header, params
from glassine.mail.structure import HeaderEnvelope, MailAddress, Part
from glassine.mail.text import walk

_TELLING = {
    b"list-unsubscribe": "list-unsubscribe",
    b"list-id": "list-id",
    b"precedence": "precedence",
    b"x-priority": "priority",
    b"in-reply-to": "an answer",
    b"references": "an answer",
    b"auto-submitted": "automatic",
}
_MAILERS = {b"x-mailer", b"user-agent"}
_MAILER = re.compile(rb"^(?:X-Mailer|User-Agent)[ \t]*:[ \t]*([A-Za-z]+)", re.M | re.I)
_ADDRESS_IN_NAME = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.\w")
_IP_HOST = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
MANY = 10  # recipients in the header
PARTS = 100  # that are looked at


def of_header(head: bytes, envelope: HeaderEnvelope) -> Iterator[str]:
    """Yield what the header tells."""
    names = header.by_name(head).keys()
    yield from {fact for field, fact in _TELLING.items() if field in names}
    if b"in-reply-to" not in names and _begins_as_answer(envelope.subject):
        yield "no answer"
    if names & _MAILERS and (mailer := _MAILER.search(head)):
        yield f"mailer {mailer[1].decode().lower()}"
    yield from _missing(envelope)
    recipients = len(envelope.to) + len(envelope.cc)
    yield "to many" if recipients > MANY else f"to {min(recipients, 3)}"
    yield from _of_sender(envelope)
    yield from _of_subject(encoded_words.decode(envelope.subject or b""))


def _missing(envelope: HeaderEnvelope) -> Iterator[str]:
    if envelope.date is None:
        yield "no date"
    if envelope.message_id is None:
        yield "no message-id"
    if not envelope.subject:
        yield "no subject"
    if not envelope.from_:
        yield "no from"


def _begins_as_answer(subject: bytes | None) -> bool:
    return (subject or b"").lower().startswith((b"re:", b"fwd:", b"fw:", b"aw:"))


def _of_sender(envelope: HeaderEnvelope) -> Iterator[str]:
    """Yield who it says it is from, and whether answers go elsewhere."""
    for sender in envelope.from_[:1]:
        yield f"from {domain(sender)}"
        name = encoded_words.decode(sender.name or b"")
        if _ADDRESS_IN_NAME.search(name) and domain(sender) not in name.lower():
            yield "an address for a name"
        others = {domain(each) for each in envelope.reply_to}
        if others and domain(sender) not in others:
            yield "answers elsewhere"


def _of_subject(subject: str) -> Iterator[str]:
    letters = [c for c in subject if c.isalpha()]
    if len(letters) > 7 and sum(c.isupper() for c in letters) > len(letters) * 0.8:
        yield "loud subject"
    if subject.endswith("!") or "!!" in subject:
        yield "subject!"
    if "?" in subject:
        yield "subject?"


def domain(address: MailAddress) -> str:
    """Return the domain of an address as it is written."""
    return encoded_words.eight_bit(address.host or b"").lower()


def of_parts(root: Part) -> Iterator[str]:
    """Yield the types of a message's parts, and what kinds of file hang on it."""
    for part, _ in zip(walk(root), range(PARTS), strict=False):
        if not part.parts:
            yield encoded_words.eight_bit(b"part %b/%b" % (part.type, part.subtype))
        if charset := params.raw(part.params, b"charset"):
            yield f"charset {encoded_words.eight_bit(charset).lower()}"
        if name := _file_name(part):
            yield f"file {_ending(name)}"


def _file_name(part: Part) -> str | None:
    disposition = part.disposition[1] if part.disposition else ()
    given = params.parameter(disposition, b"filename")
    return given or params.parameter(part.params, b"name")


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    twice = name.count(".") > 1 and len(name.split(".")[-2]) in (3, 4)
    return f"{'twice ' if twice else ''}{ending[:8].lower()}" if dot else "none"


def of_host(host: str) -> Iterator[str]:
    """Yield the host of a link: its name, the domain above it, and how it looks."""
    name = host.rpartition("@")[2].partition(":")[0].lower().strip(".")
    if _IP_HOST.match(name):
        yield "a number for a host"
        return
    labels = name.split(".")
    yield f"host {name}"
    yield f"under {'.'.join(labels[-2:])}"
    yield f"top {labels[-1]}"
    if any(label.startswith("xn--") for label in labels) or not name.isascii():
        yield "a foreign host"
    if name.count("-") > 1 or len(labels) > 4:
        yield "a contrived host"
