"""Letters for the tests: well-formed ones to compare, and ways to cut them."""

import random
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

from glassine.mail.scan import Scanned, Scanner
from glassine.mail.structure import Part

WORDS = (
    *("window", "envelope", "glass", "paper", "stamp", "post", "ink", "carrier"),
    *("Straße", "手紙", "naïve"),
)


def crlf(text: str) -> bytes:
    """Return an indented text as a message's octets."""
    lines = text.strip("\n").split("\n")
    return "\r\n".join(lines).encode()


def scanned(message: bytes) -> Scanned:
    """Scan a message that comes in one piece."""
    return scanned_in(iter([message]))


def scanned_in(pieces: Iterator[bytes]) -> Scanned:
    """Scan a message that comes in pieces."""
    scanner = Scanner()
    for piece in pieces:
        scanner.feed(piece)
    return scanner.close()


def cuts(message: bytes, dice: random.Random, longest: int) -> Iterator[bytes]:
    """Yield the message in pieces of random length."""
    at = 0
    while at < len(message):
        size = dice.randint(0, longest)
        yield message[at : at + size]
        at += size


def outline(part: Part) -> str:
    """Return the tree as one line: `mixed(plain, message(html))`."""
    inner = ", ".join(outline(child) for child in part.parts)
    name = "message" if part.envelope is not None else part.subtype.decode()
    return f"{name}({inner})" if inner else name


def body(part: Part, message: bytes) -> bytes:
    """Return the octets of a part's body."""
    return message[part.body : part.end]


def wrote(dice: random.Random, depth: int = 0) -> EmailMessage:
    """Return a well-formed message of random shape, made by the standard library."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = " ".join(dice.choices(WORDS, k=dice.randint(1, 20)))
    letter["From"] = "Anna Example <anna@example.org>"
    letter["To"] = ", ".join(f"p{n}@example.net" for n in range(dice.randint(1, 9)))
    lines = (" ".join(dice.choices(WORDS, k=9)) for _ in range(dice.randint(0, 40)))
    letter.set_content("\n".join(lines) + "\n")
    if dice.random() < 0.6:
        letter.add_alternative("<p>a <b>bold</b> word</p>\n", subtype="html")
    for number in range(dice.randint(0, 3)):
        octets = dice.randbytes(dice.randint(0, 3000))
        name = f"file {number} {dice.choice(WORDS)}.bin"
        letter.add_attachment(octets, "application", "octet-stream", filename=name)
    if depth < 2 and dice.random() < 0.4:
        letter.add_attachment(wrote(dice, depth + 1))
    return letter
