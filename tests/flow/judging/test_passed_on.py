"""What an alias sends on is sealed: the next server learns what we found."""

from collections.abc import Iterator
from pathlib import Path

import dkim
import msgspec
import pytest

from glassine.flow.domains import add_domain, domain_records
from glassine.flow.queueing import Spooled
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.vault.opener import open_box
from glassine.words.clock import Milliseconds
from glassine.words.private import Key
from glassine.words.public import Domain, parse_address
from support.house import House
from support.letters import letter
from support.strangers import RECORD, STRANGER, ZONE, come, judging_house, signed
from support.zone_resolver import ZoneResolver

OURS = Domain("example.com")
AWAY, ZOE = "away@example.com", "zoe@example.net"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    aliases = {parse_address(AWAY): (parse_address(ZOE),)}
    zone = ZONE | {"s1._domainkey.evil.example": [("TXT", RECORD)]}
    with judging_house(tmp_path, ZoneResolver(zone), aliases=aliases) as inside:
        desk = inside.desk
        now, host = desk.clock.now(), desk.hostname
        adding = add_domain(desk.store, inside.server_key, OURS, hostname=host, now=now)
        inside.run(adding)
        yield inside


def queued(home: House) -> tuple[Spooled, bytes]:
    """Return the only row of the queue, opened, and the message as it will be sent."""

    def take(books: Books) -> tuple[Queueing, bytes]:
        (row,) = books.queue.claim(Milliseconds(1 << 50), Milliseconds(1 << 51), 10)
        reader = books.blobs.open(row.blob)
        box = reader.read(0, reader.size)
        reader.close()
        return row, box

    row, box = home.run(home.desk.store.write(take))
    content = home.server_key.open_queued(row.sealed, row.blob, row.id)
    spooled = msgspec.msgpack.decode(content.reveal(), type=Spooled)
    key = Key(spooled.message_key)
    return spooled, spooled.prefix + open_box(key, box).reveal()


def records(home: House) -> dict[bytes, bytes]:
    """Return what DNS has of our keys and of theirs."""
    desk = home.desk
    published = home.run(
        domain_records(desk.store, home.server_key, OURS, hostname=desk.hostname)
    )
    ours = {f"{each.name}.": each.value for each in published if each.type == "TXT"}
    theirs = {f"{name}.": rows[0][1] for name, rows in ZONE.items()}
    return {k.encode(): v.encode() for k, v in (ours | theirs).items()}


def test_dkimpy_finds_the_seal_and_the_first_signature_good(home: House) -> None:
    said = signed(letter("Hello"))
    assert come(home, said, to=AWAY).code == 250
    spooled, message = queued(home)
    assert message.startswith(b"ARC-Seal: i=1; a=rsa-sha256; cv=none;")
    assert message.endswith(said)
    published = records(home)
    found, sets, _ = dkim.arc_verify(
        message, dnsfunc=lambda name, **_: published.get(name)
    )
    assert found == b"pass", sets
    assert b"ARC-Authentication-Results: i=1; mail.example.org" in message
    assert dkim.verify(message, dnsfunc=lambda name, **_: published.get(name))
    assert not spooled.forged


def test_what_is_filed_here_is_not_sealed(home: House) -> None:
    home.add("ann@example.org")
    come(home, signed(letter("Hello")))
    assert b"ARC-" not in home.letters("ann@example.org")[0]


def test_a_sender_who_failed_will_be_told_nothing(home: House) -> None:
    """A report on a letter of a forged sender would go to who never wrote it."""
    forged = letter("Hello", sender="nobody@example.edu")
    come(home, forged, ip=STRANGER, sender=ZOE, to=AWAY)
    spooled, _ = queued(home)
    assert spooled.forged


def test_a_good_signature_of_another_proves_no_sender(home: House) -> None:
    """Whoever forges a sender can sign as the author that they are."""
    said = signed(letter("Hello", sender="eve@evil.example"), "evil.example")
    come(home, said, ip=STRANGER, sender=ZOE, to=AWAY)
    spooled, _ = queued(home)
    assert spooled.forged


def test_a_signature_of_the_sender_s_own_does(home: House) -> None:
    """Who forwards a letter as it is breaks SPF, and not the signature."""
    come(home, signed(letter("Hello")), ip=STRANGER, sender=ZOE, to=AWAY)
    spooled, _ = queued(home)
    assert not spooled.forged


def test_whoever_spf_proves_is_told(home: House) -> None:
    """What the author's domain thinks of it is no matter of the sender's."""
    listed = b"List-Id: <talk.example.net>\r\n" + letter("Hi", sender="x@example.edu")
    come(home, listed, sender=ZOE, to=AWAY)
    spooled, _ = queued(home)
    assert not spooled.forged
