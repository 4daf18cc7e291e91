"""Letters for those who check senders: signed, and the keys as zones have them."""

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from glassine.trust import dkim_keys, dkim_sign
from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_keys import SigningKey
from glassine.trust.dkim_sign import Signer
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain

SIGNED_AT = Milliseconds(1_700_000_000_000)  # before the clock of any judge
NOW = 1_800_000_000


def new_key() -> SigningKey:
    """Return a key that every judge knows how to use."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def signer(domain: str, key: SigningKey) -> Signer:
    """Return a signer for a domain."""
    return Signer(Domain(domain), "s1", key)


def key_line(signer: Signer) -> str:
    """Return the line of a zone file that publishes a signer's key."""
    record = dkim_keys.key_record(signer.domain, signer.selector, signer.key)
    return record.zone_line()


def letter(author: str, said: bytes = b"Good  morning. \r\n\r\nZoe\r\n") -> bytes:
    """Return a letter from Zoe at a domain."""
    head = (
        f"From: Zoe <zoe@{author}>\r\nTo: anna@example.org\r\nSubject: window\r\n"
        f"Date: Mon, 26 Oct 2020 23:45:45 +0000\r\nMessage-ID: <1@{author}>\r\n"
    )
    return head.encode() + b"\r\n" + said


def parted(message: bytes) -> tuple[bytes, bytes]:
    """Return the fields of a message and its body."""
    head, _, body = message.partition(b"\r\n\r\n")
    return head + b"\r\n", body


def hashed(body: bytes) -> bytes:
    """Return the hash of a body as our signatures have it."""
    taken = BodyHash()
    taken.feed(body)
    return taken.digest()


def signed(message: bytes, signer: Signer) -> bytes:
    """Return the message with a signature."""
    head, body = parted(message)
    return dkim_sign.sign([signer], head, hashed(body), SIGNED_AT) + message
