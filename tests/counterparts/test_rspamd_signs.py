"""What rspamd signs and seals we verify, by the key that real name servers have."""

import asyncio
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from glassine.events.facts import Checked
from glassine.trust import arc_seal
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.verifier import Verified, Verifier
from glassine.words.public import Domain
from glassine.words.sender import ArcFault, DkimFault
from support.counterparts.rspamd import Rspamd, rspamd
from support.name_servers import NameServers, name_servers
from support.signed_letters import (
    NOW,
    SIGNED_AT,
    hashed,
    key_line,
    letter,
    new_key,
    parted,
    signer,
)

KEY = new_key()
NET, LISTS = signer("example.net", KEY), signer("lists.example", KEY)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
ZONES = {"example.net": key_line(NET), "lists.example": key_line(LISTS)}
ZOE = "zoe@example.net"


class Signing(NamedTuple):
    """Who signs, and the name servers where the keys are."""

    rspamd: Rspamd
    dns: NameServers


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    place = tmp_path_factory.mktemp("names")
    with (
        name_servers(place, ZONES) as dns,
        rspamd(dns.resolver_port, "example.net", PEM) as it,
    ):
        yield Signing(it, dns)


def verified(signing: Signing, message: bytes) -> Verified:
    """Return what we find; rspamd's clock is the machine's, so ours is later."""
    head, body = parted(message)
    verifier = Verifier(head)
    verifier.feed(body)
    return asyncio.run(verifier.results(signing.dns.resolver(), 2 * NOW))


@pytest.mark.parametrize(
    "said",
    [b"Good  morning. \r\n\r\nZoe\r\n", b"", b" \t \r\n.\r\n\r\n\r\n", b"no end"],
)
def test_its_signature_and_its_seal_hold(signing: Signing, said: bytes) -> None:
    found = verified(signing, signing.rspamd.signed(letter("example.net", said), ZOE))
    assert [each.result for each in found.dkim] == [Checked.PASS]
    assert (found.arc.result, found.arc.sealers) == (Checked.PASS, (NET.domain,))


def test_neither_holds_once_a_word_was_changed(signing: Signing) -> None:
    message = signing.rspamd.signed(letter("example.net"), ZOE)
    found = verified(signing, message.replace(b"morning", b"evening"))
    assert found.dkim[0].fault is DkimFault.BODY
    assert found.arc.fault is ArcFault.MESSAGE


def test_it_goes_on_with_a_chain_that_we_began(signing: Signing) -> None:
    message = letter("example.net")
    head, body = parted(message)
    ours = arc_seal.seal(
        LISTS,
        head=head,
        body_hash=hashed(body),
        results=b"lists.example; none",
        chain=ArcOutcome(result=Checked.NONE),
        now=SIGNED_AT,
    )
    found = verified(signing, signing.rspamd.signed(ours + message, ZOE))
    assert found.arc.result is Checked.PASS
    assert found.arc.sealers == (Domain("lists.example"), Domain("example.net"))
