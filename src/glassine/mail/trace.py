"""Trace fields: what a carrier writes on the envelope's outside. RFC 5321 §4.4

Each function returns one whole field with its line end; put together they are the
prefix that is stored and shown before a message, whose own bytes stay as they are.
Received goes last: a message that begins with white space continues the field before
it, and must not be able to add to Authentication-Results.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.mail import dates, header
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    Domain,
    HostName,
    IpAddress,
    ReversePath,
    TransactionId,
)

ORIGIN_FIELDS = (b"Date", b"Message-ID", b"From")  # RFC 6409 §8
_RECEIVED = re.compile(rb"^received[ \t]*+:", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tls:
    """What protects the connection, in the TLS library's words."""

    version: str  # "TLSv1.3"
    cipher: str  # "TLS_AES_256_GCM_SHA384"
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """What was spoken on the connection. RFC 3848, RFC 6531 §4.3"""

    lmtp: bool = False
    extended: bool = True  # EHLO, not HELO
    tls: bool = False
    auth: bool = False
    utf8: bool = False  # this transaction used SMTPUTF8

    def __str__(self) -> str:
        if not (self.lmtp or self.extended):
            return "SMTP"
        name = "LMTP" if self.lmtp else "SMTP" if self.utf8 else "ESMTP"
        protection = "S" * self.tls + "A" * self.auth
        return "UTF8" * self.utf8 + name + protection


@dataclass(frozen=True, slots=True)
class Client:
    """Who handed the message over."""

    helo: HostName
    ip: IpAddress
    rdns: HostName | None = None  # verified


def return_path(path: ReversePath) -> bytes:
    """Return the field that keeps the envelope's sender."""
    return b"Return-Path: %b\r\n" % (path.bracketed().encode() if path else b"<>")


def delivered_to(address: Address) -> bytes:
    """Return the field that names the mailbox; it also tells of loops. RFC 9228"""
    return b"Delivered-To: %b\r\n" % str(address).encode()


def received(
    *,
    client: Client | None,
    by: HostName,
    transport: Transport,
    tls: Tls | None,
    transaction: TransactionId,
    recipient: Address | None,
    now: Milliseconds,
) -> bytes:
    """Return the Received field.

    `client` is None where a submitter's address is nobody's business (§7.6 weighs that
    against tracing); `recipient` is None where there are several, since the field would
    tell one of another (§7.2).
    """
    clauses = [
        _from(client) if client else "",
        f"by {by} with {transport}" if client else f"by {by}",
        "" if client else f"with {transport}",
        f"({tls.version} {tls.cipher} {tls.bits} bits)" if tls else "",
        f"id {transaction}",
        f"for {recipient.bracketed()}" if recipient else "",
    ]
    folded = "\r\n\t".join(clause for clause in clauses if clause).encode()
    return b"Received: %b;\r\n\t%b\r\n" % (folded, dates.written(now))


def _from(client: Client) -> str:
    """Return the extended domain of who sent: the name given, and the facts."""
    literal = f"[{client.ip}]" if client.ip.version == 4 else f"[IPv6:{client.ip}]"
    facts = f"{client.rdns} {literal}" if client.rdns else literal
    return f"from {client.helo}\r\n\t({facts})"


def date(now: Milliseconds) -> bytes:
    """Return the Date field a submitted message lacked. RFC 6409 §8.2"""
    return b"Date: %b\r\n" % dates.written(now)


def message_id(unique: str, domain: Domain) -> bytes:
    """Return the Message-ID field a submitted message lacked. RFC 6409 §8.3"""
    return f"Message-ID: <{unique}@{domain}>\r\n".encode()


def missing(head: bytes) -> frozenset[bytes]:
    """Return which of Date, Message-ID and From the header does not have."""
    there = {field.name.lower() for field in header.fields(head)}
    return frozenset(name for name in ORIGIN_FIELDS if name.lower() not in there)


def spam(status: str, score: float, rules: Sequence[str]) -> bytes:
    """Return the field that tells a mailbox's owner how the message was judged."""
    told = f"\r\n\trules={','.join(rules)}" if rules else ""
    return f"X-Glassine-Spam: {status} score={score:g}{told}\r\n".encode()


def hops(head: bytes) -> int:
    """Return how many servers the message has passed: many mean a loop. §6.3"""
    return len(_RECEIVED.findall(head))
