"""Reverse-path and forward-path: `<local@domain>` as RFC 5321 §4.1.2 has it.

Taken although the grammar says no: a space after `FROM:` and `TO:`, which too many
senders write. Refused although some take it: an address without brackets, two dots
in a row, a dot at either end, a domain with a dot at its end.
"""

import re
from functools import lru_cache

from glassine.words.public import Address, Domain, NotPublic, ReversePath, parse_domain

LONGEST_PATH = 256  # RFC 5321 §4.5.3.1.3
LONGEST_LOCAL = 64  # RFC 5321 §4.5.3.1.1

_ATOM = rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\xff-]+"
_DOTS = _ATOM + rb"(?:\." + _ATOM + rb")*"
_QUOTED = rb'"(?:[\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\x20-\x7e])*"'
_LABEL = rb"[A-Za-z0-9_\x80-\xff](?:[A-Za-z0-9_\x80-\xff-]*[A-Za-z0-9_\x80-\xff])?"
_NAME = _LABEL + rb"(?:\." + _LABEL + rb")*"
_ROUTE = rb"@" + _NAME + rb"(?:,@" + _NAME + rb")*:"  # read and ignored, §F.2

_PATH = re.compile(
    rb" ?<(?:(?P<null>)|(?P<postmaster>[Pp][Oo][Ss][Tt][Mm][Aa][Ss][Tt][Ee][Rr])|(?:"
    + _ROUTE
    + rb")?(?P<local>"
    + _DOTS
    + rb"|"
    + _QUOTED
    + rb")@(?P<domain>"
    + _NAME
    + rb"|\[[A-Za-z0-9:.]+\]))>(?: (?P<parameters>.*)|)\Z",
    re.DOTALL,
)
_PLAIN = re.compile(_DOTS + rb"\Z")
_PAIR = re.compile(rb"\\(.)")
_SPECIAL = re.compile(rb'(["\\])')


class BadPath(ValueError):
    """The octets are no path."""


def reverse_path(data: bytes) -> tuple[ReversePath, bytes, bool]:
    """Return the path behind `FROM:`, the parameters, and whether it needs SMTPUTF8.

    Raises `BadPath`.
    """
    match = _match(data, b"FROM:")
    parameters = match["parameters"] or b""
    if match["null"] is not None:
        return None, parameters, False
    if match["postmaster"] is not None:
        raise BadPath
    return _address(match), parameters, not _is_ascii(match)


def forward_path(data: bytes, ours: Domain) -> tuple[Address, bytes, bool]:
    """Return the path behind `TO:`, the parameters, and whether it needs SMTPUTF8.

    `<Postmaster>` is the one of `ours`. Raises `BadPath`.
    """
    match = _match(data, b"TO:")
    parameters = match["parameters"] or b""
    if match["postmaster"] is not None:
        return Address("postmaster", ours), parameters, False
    if match["null"] is not None:
        raise BadPath
    return _address(match), parameters, not _is_ascii(match)


def _match(data: bytes, keyword: bytes) -> "re.Match[bytes]":
    if data[: len(keyword)].upper() != keyword:
        raise BadPath
    match = _PATH.match(data, len(keyword))
    if match is None:
        raise BadPath
    return match


def _is_ascii(match: "re.Match[bytes]") -> bool:
    return match["local"].isascii() and match["domain"].isascii()


def _address(match: "re.Match[bytes]") -> Address:
    local, domain = _unquoted(match["local"]), match["domain"]
    if len(local) > LONGEST_LOCAL or len(local) + len(domain) + 3 > LONGEST_PATH:
        raise BadPath
    try:
        return Address(local.decode("utf-8"), _domain(domain))
    except (UnicodeDecodeError, NotPublic):
        raise BadPath from None


@lru_cache(maxsize=4096)  # few domains send most mail, and ours receive it all
def _domain(name: bytes) -> Domain:
    return parse_domain(name.decode("utf-8"))


def _unquoted(local: bytes) -> bytes:
    r"""Return the one spelling: `"a\b"` is `ab`, and quotes stay where needed.

    RFC 5321 §4.1.2 makes the spellings equal, so rules must not see them apart.
    """
    if not local.startswith(b'"'):
        return local
    content = _PAIR.sub(rb"\1", local[1:-1])
    if _PLAIN.match(content):
        return content
    return b'"' + _SPECIAL.sub(rb"\\\1", content) + b'"'
