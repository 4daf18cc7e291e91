"""What an event can be searched by: its words, read from its record.

An address with a tag has a word without it too, for they are one mailbox's. A word's
first character says what it is of. All are read from the record alone, so
that an event that has aged, or goes, can be taken from the indexes by what it says. A
change here needs a migration that makes the indexes anew.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple, TypeAlias

from glassine.store.sqlite.spelling import packed
from glassine.words.public import IpNetwork, SpamStatus, ip_address, without_tag

Record: TypeAlias = dict[str, Any]

TYPES = (
    "received",
    "queued",
    "delivered",
    "deferred",
    "bounce",
    "denied",
    "spam",
    "spam-learn",
    "quota",
    "auth",
    "operator",
    "pruned",
)
"""Their places are kept in `traits`: new ones come last."""
DIRECTIONS = ("", "inbound", "outbound")
SPAM = tuple(status.value for status in SpamStatus)
HOUSE = 7  # the spam class of what is no mail
CODES = 1024
SOUGHT = "ftahsicwo"  # the kinds of word in which a free text is sought
LEVELS = {4: (("N", 120), ("M", 112)), 6: (("N", 48), ("M", 32))}
"""Kinds of word for networks, and their lengths where IPv4 is mapped."""

_CHUNK = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ASKED = re.compile(r"(?:^| )(?:from|to|account|about)=(\S+@\S+)")
LONGEST = 120  # characters of an answer's words


class Facts(NamedTuple):
    """What an event is found by."""

    traits: int
    words: frozenset[str]
    connection: bytes | None
    message_id: bytes | None
    counted: tuple[str, ...]  # words under which it is counted

    def beside(self, other: "Facts") -> "Facts":
        """Return them without the words that others have too, of the same traits."""
        common = other.words if other.traits == self.traits else frozenset()
        return self._replace(words=self.words - common)


def facts(record: Record) -> Facts:
    """Return the facts of a record."""
    said = record["details"]
    traits = traits_of(record)
    words = {f"T{traits}", *_addresses(record), *_hosts(record), *_told(said)}
    uuid, message_id = record["uuid"], said.get("messageIdDigest", "")
    return Facts(
        traits,
        frozenset(words),
        connection_name(uuid) if uuid else None,
        message_name(message_id) if message_id else None,
        tuple(_counted(record)),
    )


def traits_of(record: Record) -> int:
    """Return type, direction, spam class and code in one number."""
    said = record["details"]
    kind = record["type"]
    is_mail = bool(record["direction"])
    spam = SPAM.index(said["spamStatus"]) if is_mail else HOUSE
    number = TYPES.index(kind) if kind in TYPES else len(TYPES)
    number = number * 4 + DIRECTIONS.index(record["direction"])
    return (number * 8 + spam) * CODES + min(int(said.get("code", 0)), CODES - 1)


def parts_of(traits: int) -> tuple[str, str, int, int]:
    """Return type, direction, number of the spam class, and code again."""
    rest, code = divmod(traits, CODES)
    rest, spam = divmod(rest, 8)
    kind, direction = divmod(rest, 4)
    name = TYPES[kind] if kind < len(TYPES) else ""
    return name, DIRECTIONS[direction], spam, code


def connection_name(uuid: str) -> bytes:
    """Return the C of a UUID in 16 octets; what is none, in its letters."""
    connection = uuid.partition(".")[0]
    try:
        return bytes.fromhex(connection.replace("-", ""))
    except ValueError:
        return connection.encode()


def message_name(message_id: str) -> bytes:
    """Return eight octets for a Message-ID or the digest of one."""
    return blake2b(message_id.encode("utf-8", "replace"), digest_size=8).digest()


def spans(network: IpNetwork) -> Iterator[tuple[str, str]]:
    """Yield from where to where the words of a network lie, the widest kind first.

    First those of whole networks, where it is as wide; then those of addresses.
    """
    first, last = packed(network.network_address), packed(network.broadcast_address)
    length = network.prefixlen + (96 if network.version == 4 else 0)
    for kind, bits in reversed(LEVELS[network.version]):
        if length <= bits:
            yield f"{kind}{first.hex()}", f"{kind}{last.hex()}"
    yield f"i{first.hex()}", f"i{last.hex()}!"


def _addresses(record: Record) -> Iterator[str]:
    said = record["details"]
    named = [
        ("f", record["mailFrom"]),
        ("a", record["authUser"]),
        *(("t", to) for to in record["rcptTo"]),
        *(("w", each) for each in said.get("touched", ())),
        ("w", said.get("address", "")),
    ]
    for kind, written in named:
        yield from _spelt(kind, written.strip("<>"))
    for asked in _ASKED.findall(said.get("filter", "")):
        for each in asked.split(","):
            yield from _spelt("w", each)


def _spelt(kind: str, address: str) -> Iterator[str]:
    """Yield an address as it is sought: as it was written, and without its tag."""
    if bare := address.casefold():
        yield kind + bare
        yield kind + without_tag(bare)


def _hosts(record: Record) -> Iterator[str]:
    remote, said = record["remote"], record["details"]
    for host in (remote["host"], remote["info"], said.get("host", "")):
        if host:
            yield f"h{host.casefold()}"
    for text in (remote["ip"], said.get("ip", "")):
        if text:
            yield from _ip(text)


@lru_cache(maxsize=4096)
def _ip(text: str) -> tuple[str, ...]:
    ip = ip_address(text)
    whole = packed(ip)
    number = int.from_bytes(whole)
    networks = (
        f"{kind}{number >> 128 - bits << 128 - bits:032x}"
        for kind, bits in LEVELS[ip.version]
    )
    return (f"i{whole.hex()} {ip}", *networks)


def _told(said: Record) -> Iterator[str]:
    if answer := _letters(said.get("response", "")):
        yield f"s{answer}"
    if "check" in said:
        yield f"c{said['check']}"
    if "who" in said:
        yield f"o{said['who']} {said['action']}".casefold()


@lru_cache(maxsize=256)  # a server says the same of most of what it takes
def _letters(answer: str) -> str:
    """Return an answer's words without numbers and ids: few differ in the rest."""
    words = (
        _LETTERS.findall(chunk)
        for chunk in _CHUNK.findall(answer.casefold())
        if not any(c.isdigit() or c == "@" for c in chunk)
    )
    return " ".join(word for some in words for word in some)[:LONGEST]


def _counted(record: Record) -> Iterator[str]:
    said, kind = record["details"], record["type"]
    yield f"y{kind}"
    if kind == "denied":
        yield f"c{said['check']}"
    if kind == "deferred":
        domains = {to.strip("<>").rpartition("@")[2] for to in record["rcptTo"]}
        yield from (f"d{domain.casefold()}" for domain in sorted(domains))
    if kind in ("deferred", "bounce") and said.get("host"):
        yield f"h{said['host'].casefold()}"
