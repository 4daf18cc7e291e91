"""Hypothesis strategies for every event, built from the type hints of its class.

Free text of any kind, control characters and surrogates included, goes wherever a
type lets it: the renderings must cope.
"""

import typing
from enum import Enum
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from types import NoneType, UnionType
from typing import Any, ClassVar

from hypothesis import strategies as st

from glassine.events.facts import CodeName, FilterText, OperatorName, ScrubbedText
from glassine.events.facts_of_sending import CipherName, Fingerprint, TlsVersionName
from glassine.events.kinds import KINDS
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import (
    Address,
    ConnectionId,
    DeliveryId,
    Domain,
    EnhancedCode,
    HostName,
    MessageIdDigest,
    NotPublic,
    Port,
    QueueId,
    RuleName,
    Size,
    TransactionId,
)

CONNECTIONS = st.uuids(version=4).map(lambda uuid: str(uuid).upper())
HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=40),
    st.sampled_from(
        [
            "x\n2020-10-26T23:45:45.000Z [NOTICE] [-] [core] forged a=b",
            'a" b="c',
            "a\\",
            "\x1b[31mred",
            "\u202edesrever",
            "\u2028",
            "\x85",
            "\udcff",
        ]
    ),
)


def _domains() -> st.SearchStrategy[Domain]:
    names = st.sampled_from(["d19.ca", "x", "_dmarc.example.org", "xn--bcher-kva.de"])
    literals = st.one_of(
        st.ip_addresses(v=4).map(lambda ip: f"[{ip}]"),
        st.just("[IPv6:2001:db8::1]"),
    )
    return st.one_of(names, literals).map(Domain)


def _local_parts() -> st.SearchStrategy[str]:
    letters = st.characters(codec=None)
    return st.one_of(
        st.text(letters, min_size=1, max_size=20),
        st.text(letters, max_size=20).map(lambda text: f'"{text}"'),
        st.sampled_from(["bounce+a=example.org", '"a code=OK b"', r'"a\"b"', "ü"]),
    ).filter(_is_local_part)


def _is_local_part(text: str) -> bool:
    try:
        Address(text, Domain("example.org"))
    except NotPublic:
        return False
    return True


WORDS: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 10**9),
    float: st.floats(-1000, 1000),
    NoneType: st.none(),
    Milliseconds: st.integers(0, 4_102_444_800_000),
    Seconds: st.floats(0, 10**6),
    Port: st.integers(0, 65535),
    Size: st.integers(0, 2**40),
    IPv4Address: st.ip_addresses(v=4),
    IPv6Address: st.one_of(
        st.ip_addresses(v=6), st.just(IPv6Address("fe80::1%a b=c\n\x1b"))
    ),
    IPv4Network: st.sampled_from(["192.0.2.0/24", "0.0.0.0/0"]).map(ip_network),
    IPv6Network: st.sampled_from(["2001:db8::/32", "::/0"]).map(ip_network),
    RuleName: st.sampled_from(["BAYES_SPAM", "Win.Test.EICAR_HDB-1"]).map(RuleName),
    Domain: _domains(),
    HostName: st.sampled_from(["[::1]", "mx1.example.net", "_-.:"]).map(HostName),
    Address: st.builds(Address, _local_parts(), _domains()),
    EnhancedCode: st.builds(
        EnhancedCode, st.sampled_from([2, 4, 5]), st.integers(0, 9), st.integers(0, 99)
    ),
    ConnectionId: CONNECTIONS,
    TransactionId: CONNECTIONS.map(lambda c: f"{c}.1"),
    DeliveryId: CONNECTIONS.map(lambda c: f"{c}.1.12"),
    QueueId: HOSTILE,
    MessageIdDigest: HOSTILE,
    ScrubbedText: HOSTILE,
    OperatorName: HOSTILE,
    FilterText: HOSTILE,
    CodeName: HOSTILE,
    TlsVersionName: HOSTILE,
    CipherName: HOSTILE,
    Fingerprint: HOSTILE,
}


@cache
def of(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a type hint."""
    if hint in WORDS:
        return WORDS[hint]
    if typing.get_origin(hint) in (UnionType, typing.Union):
        return st.one_of([of(part) for part in typing.get_args(hint)])
    if typing.get_origin(hint) is tuple:
        return st.lists(of(typing.get_args(hint)[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    hints = typing.get_type_hints(hint)
    names = [name for name in hints if typing.get_origin(hints[name]) is not ClassVar]
    return st.builds(hint, **{name: of(hints[name]) for name in names})


EVENTS = st.one_of([of(kind) for kind in KINDS])
