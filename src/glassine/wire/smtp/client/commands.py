"""MAIL and RCPT as they are said to this server: with what it offers and no more.

No word of them can hold CR, LF or a space: addresses cannot by type, all else is a
number, a word of ours, or xtext.
"""

import re

from glassine.wire.smtp import xtext
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.needs import is_utf8
from glassine.wire.smtp.client.transaction import Transaction
from glassine.words.envelope import Notify, Recipient
from glassine.words.public import ReversePath

_BEYOND_ASCII = re.compile(r"[^\x21-\x2a\x2c-\x3c\x3e-\x7e]")
_BEYOND_UTF8 = re.compile(r"[\x00-\x20+=\x7f-\xa0\ud800-\udfff]")


def needs_utf8(transaction: Transaction, offered: Extensions) -> bool:
    """Tell whether MAIL asks for SMTPUTF8. RFC 6531 §3.4: only where it must."""
    paths = [recipient.path for recipient in transaction.recipients]
    foreign = any(map(is_utf8, [transaction.sender.path, *paths]))
    return offered.utf8 and (transaction.utf8_header or foreign)


def mail(transaction: Transaction, offered: Extensions) -> bytes:
    """Return the MAIL command, without its line end."""
    sender = transaction.sender
    words = [b"MAIL FROM:" + _path(sender.path)]
    if offered.sized:
        words.append(b"SIZE=%d" % transaction.size)
    if transaction.binary:
        words.append(b"BODY=BINARYMIME")
    elif transaction.eight_bit:
        words.append(b"BODY=8BITMIME")
    if needs_utf8(transaction, offered):
        words.append(b"SMTPUTF8")
    if offered.dsn and sender.ret is not None:
        words.append(b"RET=" + sender.ret.encode("ascii"))
    if offered.dsn and sender.envid is not None:
        words.append(b"ENVID=" + xtext.encode(sender.envid.encode("utf-8")))
    if transaction.require_tls:
        words.append(b"REQUIRETLS")
    return b" ".join(words)


def rcpt(recipient: Recipient, offered: Extensions, *, utf8: bool) -> bytes:
    """Return the RCPT command, without its line end."""
    words = [b"RCPT TO:" + _path(recipient.path)]
    if offered.dsn and recipient.notify:
        wanted = [each for each in Notify if each in recipient.notify]
        words.append(b"NOTIFY=" + ",".join(wanted).encode("ascii"))
    if offered.dsn and recipient.orcpt is not None:
        words.append(b"ORCPT=" + _orcpt(recipient.orcpt, utf8=utf8))
    return b" ".join(words)


def _path(path: ReversePath) -> bytes:
    return b"<>" if path is None else path.bracketed().encode("utf-8")


def _orcpt(orcpt: str, *, utf8: bool) -> bytes:
    """Return the address type, and the address in the form that the type has.

    RFC 3461 §4.2; `utf-8` has its own, and UTF-8 as it is within SMTPUTF8 only:
    RFC 6533 §3.
    """
    kind, _, address = orcpt.partition(";")
    if kind.lower() == "utf-8":
        unsafe = _BEYOND_UTF8 if utf8 else _BEYOND_ASCII
        address = unsafe.sub(lambda match: rf"\x{{{ord(match[0]):X}}}", address)
        return b"utf-8;" + address.encode("utf-8")
    return b";".join(xtext.encode(part.encode("utf-8")) for part in (kind, address))
