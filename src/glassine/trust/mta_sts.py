"""MTA-STS: a domain says by HTTPS which hosts take its mail, and that they speak TLS.

RFC 8461. Both texts are written by strangers: what departs from the grammar is as if it
were not there (§3.1, §3.2).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from glassine.trust.certificate_names import matches
from glassine.words.public import HostName, NotPublic, parse_domain

LARGEST = 64 * 1024  # octets of a policy. RFC 8461 §3.3 suggests this bound
LONGEST = 31_557_600  # seconds, about a year. RFC 8461 §3.2
MOST_HOSTS = 200  # patterns of a policy; more are not read
_VERSION = b"v=STSv1"
_FIELD = re.compile(
    rb"([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \t]*=[ \t]*([\x21-\x3a\x3c\x3e-\x7e]+)\Z"
)
_ID = re.compile(rb"[A-Za-z0-9]{1,32}\Z")
_LINE = re.compile(rb"([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \t]*(.*?)[ \t]*\Z")
_SECONDS = re.compile(rb"[0-9]{1,10}\Z")
_END = re.compile(rb"\r?\n")


class NotAPolicy(ValueError):
    """What the domain serves is not a policy of RFC 8461 §3.2."""


class StsMode(StrEnum):
    """What a sender does where the hosts do not keep the policy. RFC 8461 §5"""

    ENFORCE = "enforce"
    TESTING = "testing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StsPolicy:
    """Which hosts take a domain's mail, for how long that holds, how strictly."""

    mode: StsMode
    max_age: int  # seconds
    mx: tuple[str, ...]  # host names; `*.` stands for one label

    def names(self, host: HostName) -> bool:
        """Tell whether the host is one of the policy's. RFC 8461 §4.1"""
        return any(matches(pattern, host) for pattern in self.mx)


def record_id(texts: Sequence[bytes]) -> str | None:
    """Return the policy's id from `_mta-sts.DOMAIN`, or None where it has no policy.

    One record, and only one, begins with the version. RFC 8461 §3.1
    """
    records = [text for text in texts if _begins_as_ours(text)]
    if len(records) != 1:
        return None
    fields = [part.strip(b" \t") for part in records[0].split(b";")[1:]]
    if fields and not fields[-1]:
        fields.pop()
    ids = list(_ids(fields))
    return ids[0].decode() if len(ids) == 1 else None


def parse_policy(text: bytes) -> StsPolicy:
    """Return the policy that a file says. Raises `NotAPolicy`.

    Of a field that stands twice the first counts; fields that we do not know are left
    alone. RFC 8461 §3.2
    """
    if len(text) > LARGEST:
        raise NotAPolicy
    fields = list(_lines(text))
    first = dict(reversed(fields))
    if first.get(b"version") != b"STSv1":
        raise NotAPolicy
    mode = _mode(first.get(b"mode", b""))
    hosts = tuple(_pattern(value) for name, value in fields if name == b"mx")
    if mode is not StsMode.NONE and not hosts:
        raise NotAPolicy
    return StsPolicy(mode, _max_age(first.get(b"max_age", b"")), hosts[:MOST_HOSTS])


def _begins_as_ours(text: bytes) -> bool:
    version, end, _ = text.partition(b";")
    return version.rstrip(b" \t") == _VERSION and bool(end)


def _ids(fields: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the ids of a record's fields; of one that breaks the grammar, none."""
    read = [_FIELD.match(field) for field in fields]
    for match in read if all(read) else ():
        if match and match[1] == b"id" and _ID.match(match[2]):
            yield match[2]


def _lines(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in filter(None, _END.split(text)):
        match = _LINE.match(line)
        if match is None:
            raise NotAPolicy
        yield match[1], match[2]


def _mode(value: bytes) -> StsMode:
    try:
        return StsMode(value.decode("ascii"))
    except ValueError:
        raise NotAPolicy from None


def _max_age(value: bytes) -> int:
    if not _SECONDS.match(value):
        raise NotAPolicy
    return min(int(value), LONGEST)


def _pattern(value: bytes) -> str:
    """Return a host or `*.` and a domain, in lower case. RFC 8461 §3.2"""
    star = b"*." if value.startswith(b"*.") else b""
    try:
        name = parse_domain(value.removeprefix(star).decode("ascii")).name
    except (NotPublic, UnicodeDecodeError):
        raise NotAPolicy from None
    return star.decode() + name
