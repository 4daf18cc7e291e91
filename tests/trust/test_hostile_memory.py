"""What is remembered of strangers has room for as many as come, however they write."""

import tracemalloc
from collections.abc import Callable
from ipaddress import IPv6Address

import pytest

from glassine.net.resolve import LONGEST_TEXT
from glassine.trust import dkim_signature, dmarc_record, spf_record
from glassine.words import access
from glassine.words.public import HostName

ROOM = 32 * 1024 * 1024  # octets
SAMPLES = 20


def an_spf_record(number: int) -> bytes:
    text = b"v=spf1 a:%d.example " % number
    return text + b"a " * ((spf_record.WORTH_KEEPING - len(text)) // 2)


def a_name_of_many_labels(number: int) -> HostName:
    return HostName(f"{number}." + "a." * 120)


def an_address(number: int) -> IPv6Address:
    return IPv6Address((0x20010DB8 << 96) + (number << 64))


def a_key(number: int) -> bytes:
    text = b"n=%d; p=" % number
    return text + b"A" * ((LONGEST_TEXT - len(text)) // 4 * 4)


def a_policy(number: int) -> bytes:
    text = b"v=DMARC1; p=none; x=%d" % number
    return text + b"y" * (LONGEST_TEXT - len(text))


@pytest.mark.parametrize(
    ("memo", "written"),
    [
        (spf_record._remembered, an_spf_record),
        (access.keys, a_name_of_many_labels),
        (access.keys, an_address),
        (dkim_signature.parse_key, a_key),
        (dmarc_record.parse_dmarc, a_policy),
    ],
)
def test_a_memo_is_never_large(
    memo: Callable[..., object], written: Callable[[int], object]
) -> None:
    most = memo.cache_info().maxsize  # type: ignore[attr-defined]  # of lru_cache
    memo.cache_clear()  # type: ignore[attr-defined]  # likewise
    tracemalloc.start()
    for number in range(SAMPLES):
        memo(written(number))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / SAMPLES * most < ROOM


def test_a_long_record_is_read_and_not_remembered() -> None:
    text = b"v=spf1 " + b"a " * (spf_record.WORTH_KEEPING // 2)
    before = spf_record._remembered.cache_info()
    assert spf_record.parse_spf(text) == spf_record.parse_spf(text)
    assert spf_record._remembered.cache_info() == before
