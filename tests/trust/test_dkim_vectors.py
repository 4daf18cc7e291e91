"""Messages that others signed, with every key that lies beside them: dkimpy's vectors.

Each is judged with each key, as if DNS knew no other, by us and by dkimpy.
"""

import asyncio
import re
from typing import cast

import dkim
import pytest

from glassine.events.facts import Checked
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.trust.verifier import Verifier
from support.suites import dkim_data

NOW = 1_800_000_000


class OneRecord:
    """Has the same text under every name."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    async def txt(self, name: str) -> Found[bytes]:
        return Found(Ending.FOUND, (self._text,))


@pytest.fixture(scope="module")
def data() -> dict[str, bytes]:
    return dkim_data()


def signed_in(data: dict[str, bytes]) -> dict[str, bytes]:
    """Return the messages that are signed, with the line ends of the wire."""
    return {
        name: re.sub(rb"\AFrom [^\n]*\n", b"", re.sub(rb"\r?\n", b"\r\n", octets))
        for name, octets in data.items()
        if b"DKIM-Signature:" in octets
    }


def keys_in(data: dict[str, bytes]) -> list[bytes]:
    """Return what is, or tries to be, a key record."""
    files = [octets for name, octets in data.items() if name not in signed_in(data)]
    return [octets.strip() for octets in files if b"p=" in octets]


def ours(message: bytes, record: bytes) -> tuple[DkimResult, ...]:
    head, _, body = message.partition(b"\r\n\r\n")
    verifier = Verifier(head + b"\r\n")
    verifier.feed(body)
    resolver = cast(Resolver, OneRecord(record))
    return asyncio.run(verifier.results(resolver, NOW)).dkim


def theirs(message: bytes, record: bytes, number: int) -> bool:
    try:
        judge = dkim.DKIM(message)
        return bool(judge.verify(idx=number, dnsfunc=lambda *_, **__: record))
    except (dkim.DKIMException, ValueError):  # it falls over a key of another kind
        return False


def test_we_and_dkimpy_agree_of_every_message_with_every_key(
    data: dict[str, bytes],
) -> None:
    passed = 0
    for message in signed_in(data).values():
        for record in keys_in(data):
            for number, result in enumerate(ours(message, record)):
                passes = result.result is Checked.PASS
                assert passes == theirs(message, record, number)
                passed += passes
    assert passed == 5


@pytest.mark.parametrize(
    ("message", "key", "results"),
    [
        ("ed25519test2.msg", "eximtest.dns", [Checked.PASS]),
        ("rfc6376.signed.rsa.msg", "test.txt", [Checked.PASS]),
        ("rfc6376.signed.msg", "test.txt", [Checked.PERMERROR, Checked.PASS]),
    ],
)
def test_what_exim_and_the_rfc_s_own_example_signed_passes(
    data: dict[str, bytes], message: str, key: str, results: list[Checked]
) -> None:
    found = ours(signed_in(data)[message], data[key].strip())
    assert [each.result for each in found] == results
