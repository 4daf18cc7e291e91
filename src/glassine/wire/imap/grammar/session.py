"""Read the commands about the session: who is there, and in what language."""

import re

from glassine.wire.imap.commands import Authenticate, Enable, Id, Login
from glassine.wire.imap.grammar import words
from glassine.wire.imap.grammar.scan import Malformed, Scanner
from glassine.wire.imap.options import Extension
from glassine.words.private import Password, Text, UserName
from glassine.words.public import AuthMethod

_INITIAL = re.compile(rb"=|[A-Za-z0-9+/]+={0,2}")
_MOST_FIELDS = 30  # RFC 2971 §3.3


def identify(scan: Scanner) -> Id:
    """ID: pairs in parentheses, or NIL. RFC 2971 §3.1"""
    scan.space()
    if not scan.sees(b"("):
        if scan.nstring() is not None:
            raise Malformed
        return Id()
    fields = scan.listed(lambda: _id_field(scan), empty=True)
    if len(fields) > _MOST_FIELDS:
        raise Malformed
    return Id(fields)


def login(scan: Scanner) -> Login:
    """LOGIN: a user name and a password. RFC 9051 §6.2.3"""
    scan.space()
    user = scan.astring()
    scan.space()
    return Login(UserName(user), Password(scan.astring()))


def authenticate(scan: Scanner) -> Authenticate:
    """AUTHENTICATE: a mechanism, and perhaps its first response. RFC 4959"""
    scan.space()
    mechanism = _mechanism(scan.word())
    initial = Password(scan.take(_INITIAL)) if scan.skip(b" ") else None
    return Authenticate(mechanism, initial)


def enable(scan: Scanner) -> Enable:
    """ENABLE: one name or more; those we do not know are left out. RFC 5161 §3.1"""
    names = set()
    scan.space()
    names.add(scan.word())
    while scan.skip(b" "):
        names.add(scan.word())
    return Enable(frozenset(e for e in Extension if e.value in names))


def _id_field(scan: Scanner) -> tuple[Text, Text | None]:
    field = words.text(scan.string())
    scan.space()
    value = scan.nstring()
    return field, None if value is None else words.text(value)


def _mechanism(name: bytes) -> AuthMethod | None:
    try:
        return AuthMethod(name.decode("ascii"))
    except ValueError:
        return None
