"""What MAIL and RCPT may say behind the path: `KEYWORD=value`, strictly.

RFC 5321 §4.1.2 for the grammar; each keyword has its own RFC.
"""

import re
from dataclasses import dataclass

from glassine.wire.smtp import xtext
from glassine.words.envelope import BodyType, Notify, Recipient, Ret, Sender
from glassine.words.public import Address, ReversePath

_PARAMETER = re.compile(rb"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([\x21-\x3c\x3e-\x7e]+))?\Z")
_SIZE = re.compile(rb"[0-9]{1,20}\Z")  # RFC 1870
_ENVID = re.compile(rb"[\x20-\x7e]{1,100}\Z")  # RFC 3461 §4.4
_ORCPT = re.compile(rb"([A-Za-z0-9-]{1,32});(.{1,500})\Z")  # RFC 3461 §4.2
_PRINTABLE = re.compile(rb"[\x20-\x7e]+\Z")

MAIL_KEYWORDS = frozenset(
    [b"SIZE", b"BODY", b"SMTPUTF8", b"RET", b"ENVID", b"AUTH", b"REQUIRETLS"],
)
RCPT_KEYWORDS = frozenset([b"NOTIFY", b"ORCPT"])


class BadParameter(ValueError):
    """A parameter is malformed, or given twice."""


class UnknownParameter(ValueError):
    """A parameter is none of those offered."""


@dataclass(frozen=True, slots=True)
class _Given:
    """The parameters of one command, by keyword."""

    words: dict[bytes, bytes | None]

    def value(self, keyword: bytes) -> bytes | None:
        """Return the value, or None where the keyword was not given."""
        if keyword not in self.words:
            return None
        value = self.words[keyword]
        if value is None:
            raise BadParameter
        return value

    def flag(self, keyword: bytes) -> bool:
        """Tell whether a keyword that takes no value was given."""
        if keyword not in self.words:
            return False
        if self.words[keyword] is not None:
            raise BadParameter
        return True


_NOTHING = _Given({})


def sender(path: ReversePath, parameters: bytes) -> Sender:
    """Return the sender. Raises `BadParameter`, `UnknownParameter`."""
    given = _parse(parameters, MAIL_KEYWORDS)
    if given is _NOTHING:
        return Sender(path)
    _authorised_by(given.value(b"AUTH"))
    return Sender(
        path,
        size=_size(given.value(b"SIZE")),
        body=_body(given.value(b"BODY")),
        utf8=given.flag(b"SMTPUTF8"),
        ret=_ret(given.value(b"RET")),
        envid=_envid(given.value(b"ENVID")),
        require_tls=given.flag(b"REQUIRETLS"),
    )


def recipient(path: Address, parameters: bytes) -> Recipient:
    """Return the recipient. Raises `BadParameter`, `UnknownParameter`."""
    given = _parse(parameters, RCPT_KEYWORDS)
    if given is _NOTHING:
        return Recipient(path)
    notify, orcpt = given.value(b"NOTIFY"), given.value(b"ORCPT")
    return Recipient(path, notify=_notify(notify), orcpt=_orcpt(orcpt))


def _parse(parameters: bytes, known: frozenset[bytes]) -> _Given:
    if not parameters:
        return _NOTHING
    words: dict[bytes, bytes | None] = {}
    for word in parameters.split():
        match = _PARAMETER.match(word)
        if match is None:
            raise BadParameter
        keyword = match[1].upper()
        if keyword not in known:
            raise UnknownParameter
        if keyword in words:
            raise BadParameter
        words[keyword] = match[2]
    return _Given(words)


def _size(value: bytes | None) -> int | None:
    if value is None:
        return None
    if not _SIZE.match(value):
        raise BadParameter
    return int(value)


def _body(value: bytes | None) -> BodyType:
    if value is None:
        return BodyType.SEVEN_BIT
    try:
        return BodyType(_ascii(value))
    except ValueError:
        raise BadParameter from None


def _ret(value: bytes | None) -> Ret | None:
    try:
        return None if value is None else Ret(_ascii(value))
    except ValueError:
        raise BadParameter from None


def _envid(value: bytes | None) -> str | None:
    if value is None:
        return None
    decoded = _decoded(value)
    if not _ENVID.match(decoded):
        raise BadParameter
    return decoded.decode("ascii")


def _authorised_by(value: bytes | None) -> None:
    """Check the grammar of RFC 4954 §5; whom it names is not believed."""
    if value is not None and value != b"<>":
        _decoded(value)


def _notify(value: bytes | None) -> frozenset[Notify]:
    if value is None:
        return frozenset()
    try:
        asked = [Notify(_ascii(word)) for word in value.split(b",")]
    except ValueError:
        raise BadParameter from None
    if len(set(asked)) < len(asked) or (Notify.NEVER in asked and len(asked) > 1):
        raise BadParameter
    return frozenset(asked)


def _orcpt(value: bytes | None) -> str | None:
    if value is None:
        return None
    match = _ORCPT.match(value)
    if match is None:
        raise BadParameter
    address = _decoded(match[2])
    if not _PRINTABLE.match(address):
        raise BadParameter
    return f"{match[1].decode('ascii')};{address.decode('ascii')}"


def _ascii(value: bytes) -> str:
    return value.decode("ascii").upper()


def _decoded(value: bytes) -> bytes:
    try:
        return xtext.decode(value)
    except xtext.NotXtext:
        raise BadParameter from None
