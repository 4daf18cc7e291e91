"""What is known of a message's signatures when time runs out is not lost."""

import asyncio

from glassine.events.facts import Checked
from glassine.trust import arc_seal
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_sign import Signer
from glassine.trust.resolver import Found
from glassine.trust.verifier import Verified, Verifier
from glassine.words.public import Domain
from glassine.words.sender import ArcFault, DkimFault
from support.signed_letters import (
    NOW,
    SIGNED_AT,
    hashed,
    key_line,
    letter,
    new_key,
    parted,
    signed,
    signer,
)
from support.zone_resolver import ZoneResolver

KEY = new_key()
NET, SLOW = signer("example.net", KEY), signer("slow.example", KEY)


class Slow(ZoneResolver):
    """Knows one key under every name, but of one domain it will never tell."""

    def __init__(self) -> None:
        super().__init__({})
        self._text = "".join(key_line(NET).split('"')[1::2])

    async def txt(self, name: str) -> Found[bytes]:
        if name.endswith("slow.example"):
            await asyncio.sleep(60)
        zone = ZoneResolver({name: [("TXT", self._text)]})
        return await zone.txt(name)


def verified_in_time(message: bytes) -> Verified:
    """Verify a message with a moment's patience; return what is known then."""

    async def verify() -> Verified:
        head, body = parted(message)
        verifier = Verifier(head)
        verifier.feed(body)
        try:
            async with asyncio.timeout(0.2):
                return await verifier.results(Slow(), NOW)
        except TimeoutError:
            return verifier.so_far()

    return asyncio.run(verify())


def sealed(message: bytes, sealer: Signer = NET) -> bytes:
    head, body = parted(message)
    fields = arc_seal.seal(
        sealer,
        head=head,
        body_hash=hashed(body),
        results=b"mx.example.net; none",
        chain=ArcOutcome(result=Checked.NONE),
        now=SIGNED_AT,
    )
    return fields + message


def test_with_time_enough_all_is_known() -> None:
    found = verified_in_time(sealed(signed(letter("example.net"), NET)))
    assert [each.result for each in found.dkim] == [Checked.PASS]
    assert found.arc.result is Checked.PASS


def test_a_slow_signature_leaves_nothing_open_but_itself() -> None:
    message = signed(signed(letter("example.net"), NET), SLOW)
    found = verified_in_time(sealed(message))
    assert [(each.domain, each.result) for each in found.dkim] == [
        (SLOW.domain, Checked.TEMPERROR),
        (NET.domain, Checked.PASS),
    ]
    assert found.dkim[0].fault is DkimFault.DNS
    assert found.arc.result is Checked.PASS


def test_a_chain_of_a_slow_sealer_is_left_open() -> None:
    found = verified_in_time(sealed(letter("example.net"), SLOW))
    assert (found.arc.result, found.arc.fault) == (Checked.TEMPERROR, ArcFault.DNS)


def test_what_needs_no_dns_is_known_at_once() -> None:
    message = signed(letter("example.net"), SLOW)
    found = verified_in_time(b"DKIM-Signature: ?\r\nARC-Seal: ?\r\n" + message)
    assert [each.result for each in found.dkim] == [Checked.NEUTRAL, Checked.TEMPERROR]
    assert found.arc.fault is ArcFault.STRUCTURE


def test_without_any_chain_none_is_left_open() -> None:
    found = verified_in_time(signed(letter("example.net"), SLOW))
    assert found.arc == ArcOutcome(result=Checked.NONE)
    assert found.dkim[0].domain == Domain("slow.example")
