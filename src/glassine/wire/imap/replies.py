"""Every status response we send, named once. Codes: RFC 9051 §7.1, RFC 5530.

The texts are constants: nothing of what a client sent is ever quoted back.
"""

from dataclasses import dataclass
from enum import Enum


class Condition(Enum):
    """What a status response can say; PREAUTH we never do. RFC 9051 §7.1"""

    OK = b"OK"
    NO = b"NO"
    BAD = b"BAD"
    BYE = b"BYE"


@dataclass(frozen=True, slots=True)
class Reply:
    """One status response; `code` stands in its brackets, or is empty."""

    condition: Condition
    text: bytes
    code: bytes = b""

    def tagged(self, tag: bytes, code: bytes = b"") -> bytes:
        """Return the line that ends the command of this tag."""
        return b"%b %b" % (tag, self._words(code))

    def untagged(self, code: bytes = b"") -> bytes:
        """Return the line that belongs to no command."""
        return b"* " + self._words(code)

    def answer(self, tag: bytes | None) -> bytes:
        """Return the tagged line, or the untagged one where no tag was read."""
        return self.untagged() if tag is None else self.tagged(tag)

    def _words(self, code: bytes) -> bytes:
        code = code or self.code
        brackets = b"[%b] " % code if code else b""
        return b"%b %b%b\r\n" % (self.condition.value, brackets, self.text)


CONTINUE = b"+ ready for the literal\r\n"
IDLING = b"+ idling\r\n"


def challenge(encoded: bytes) -> bytes:
    """Return the line that carries a SASL challenge, already in base64."""
    return b"+ %b\r\n" % encoded


_OK, _NO, _BAD, _BYE = Condition.OK, Condition.NO, Condition.BAD, Condition.BYE

READY = Reply(_OK, b"Glassine ready")
COMPLETED = Reply(_OK, b"completed")
LOGGED_IN = Reply(_OK, b"logged in")
BEGIN_TLS = Reply(_OK, b"begin TLS")
READ_WRITE = Reply(_OK, b"selected", b"READ-WRITE")
READ_ONLY = Reply(_OK, b"selected, read only", b"READ-ONLY")
DESELECTED = Reply(_OK, b"previous mailbox closed", b"CLOSED")
STATED = Reply(_OK, b"as stated")

LOGIN_FAILED = Reply(_NO, b"user name or password is wrong", b"AUTHENTICATIONFAILED")
LOGIN_LATER = Reply(_NO, b"cannot check the password now", b"UNAVAILABLE")
NEEDS_TLS = Reply(_NO, b"use STARTTLS first", b"PRIVACYREQUIRED")
NO_SUCH_MECHANISM = Reply(_NO, b"mechanism is not offered", b"CANNOT")
NO_SUCH_MAILBOX = Reply(_NO, b"no such mailbox", b"NONEXISTENT")
CREATE_IT_FIRST = Reply(_NO, b"no such mailbox", b"TRYCREATE")
ALREADY_EXISTS = Reply(_NO, b"mailbox exists", b"ALREADYEXISTS")
HAS_CHILDREN = Reply(_NO, b"mailbox has children", b"HASCHILDREN")
BAD_NAME = Reply(_NO, b"mailbox name is not well formed", b"CANNOT")
CANNOT = Reply(_NO, b"never possible", b"CANNOT")
NO_SUCH_USE = Reply(_NO, b"special use is not offered", b"USEATTR")
NOT_PERMITTED = Reply(_NO, b"mailbox is selected read only", b"NOPERM")
OVER_QUOTA = Reply(_NO, b"over quota", b"OVERQUOTA")
TOO_BIG = Reply(_NO, b"message is too big", b"TOOBIG")
TOO_MANY = Reply(_NO, b"a limit is reached", b"LIMIT")
EXPUNGED = Reply(_NO, b"some messages are gone", b"EXPUNGEISSUED")
BAD_CHARSET = Reply(_NO, b"charset not known", b"BADCHARSET (US-ASCII UTF-8)")
UNKNOWN_ENCODING = Reply(_NO, b"cannot decode that part", b"UNKNOWN-CTE")
CORRUPTION = Reply(_NO, b"some messages cannot be read", b"CORRUPTION")
UNAVAILABLE = Reply(_NO, b"try again later", b"UNAVAILABLE")
BROKEN = Reply(_NO, b"an error on our side", b"SERVERBUG")

UNKNOWN = Reply(_BAD, b"unknown command")
SYNTAX = Reply(_BAD, b"syntax error", b"CLIENTBUG")
STRAY = Reply(_BAD, b"stray CR, LF or NUL", b"CLIENTBUG")
NESTED_TOO_DEEP = Reply(_BAD, b"nested too deeply", b"LIMIT")
COMMAND_TOO_LONG = Reply(_BAD, b"command is too long", b"LIMIT")
NO_SUCH_MESSAGE = Reply(_BAD, b"no such message", b"CLIENTBUG")
LOG_IN_FIRST = Reply(_BAD, b"log in first")
SELECT_FIRST = Reply(_BAD, b"select a mailbox first")
ALREADY_LOGGED_IN = Reply(_BAD, b"already logged in")
ALREADY_SECURE = Reply(_BAD, b"TLS is already active")
EXPECTED_DONE = Reply(_BAD, b"expected DONE")
CANCELLED = Reply(_BAD, b"authentication cancelled")

BYE = Reply(_BYE, b"logging out")
BYE_CROWDED = Reply(_BYE, b"too many connections", b"LIMIT")
BYE_TOO_MANY_ERRORS = Reply(_BYE, b"too many errors")
BYE_TOO_LONG = Reply(_BYE, b"too long")
BYE_REVOKED = Reply(_BYE, b"this login is no longer good")
BYE_IDLE = Reply(_BYE, b"idle for too long")
BYE_SHUTDOWN = Reply(_BYE, b"server is shutting down", b"UNAVAILABLE")
