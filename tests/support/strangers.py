"""A house that judges who sends to it, and letters as strangers sign them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from glassine.flow.judging.judges import Judges
from glassine.serve.judging_authentic import authentication, sender_checks
from glassine.trust.dkim_keys import key_record
from glassine.trust.resolver import Resolver
from glassine.words.public import Domain, Protocol
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import House, house
from support.smtp_client import Reply

CLIENT = "192.0.2.25"  # the mail server of example.net
STRANGER = "198.51.100.7"  # of nobody
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SELECTOR = "s1"
RECORD = key_record(Domain("example.net"), SELECTOR, KEY).value
ZONE = {
    "example.net": [("TXT", f"v=spf1 ip4:{CLIENT} -all")],
    "mx.example.net": [("TXT", "v=spf1 a -all"), ("A", CLIENT)],
    "s1._domainkey.example.net": [("TXT", RECORD)],
    "_dmarc.example.net": [("TXT", "v=DMARC1; p=reject")],
}
_PEM = KEY.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


def signed(message: bytes, domain: str = "example.net", **asked: Any) -> bytes:
    """Return a letter that dkimpy has signed for a domain."""
    field: bytes = dkim.sign(message, SELECTOR.encode(), domain.encode(), _PEM, **asked)
    return field + message


def verifies(message: bytes, record: str = RECORD) -> bool:
    """Tell whether dkimpy finds the first signature of a message good."""
    return bool(dkim.verify(message, dnsfunc=lambda *_, **__: record.encode()))


@contextmanager
def judging_house(place: Path, resolver: Resolver, **settings: Any) -> Iterator[House]:
    """Run a house that asks this resolver who its strangers are."""
    with house(place, smtp=TRUSTING, **settings) as inside:
        config, clock = inside.config, inside.desk.clock
        judges = Judges(
            sender=sender_checks(config, resolver),
            authentication=authentication(config, resolver, clock),
        )
        inside.desk = replace(inside.desk, judges=judges)
        yield inside


def come(
    home: House,
    message: bytes,
    *,
    ip: str = CLIENT,
    helo: str = "mx.example.net",
    sender: str = "zoe@example.net",
    to: str = "ann@example.org",
) -> Reply:
    """Bring a letter from elsewhere; return the answer that decided."""
    with BehindProxy(home.open(Protocol.MX), ip) as talk:
        talk.hello(helo)
        talk.say(f"MAIL FROM:<{sender}>")
        taken = talk.say(f"RCPT TO:<{to}>")
        return talk.data(message) if taken.code == 250 else taken


def findings(home: House, kind: str = "received") -> list[str]:
    """Return what the last record of a kind found: check, result and reason."""
    found = home.records(kind)[-1]["details"]["findings"]
    return [
        " ".join(filter(None, (each["check"], each["result"], each["why"])))
        for each in found
    ]
