"""A rehearsal ends as the session would, and leaves nothing behind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.config.tables.authentication import Spf
from glassine.flow.journal import Journal
from glassine.flow.judging.rehearse import Rehearsed, Stranger, rehearse
from glassine.store.api.ids import NEVER, Unavailable
from glassine.store.unwritten import Unwritten
from glassine.words.clock import Seconds
from glassine.words.finding import CheckMode, CheckName, Result
from glassine.words.public import HostName, ip_address, parse_address
from support.house import House
from support.letters import letter
from support.strangers import CLIENT, STRANGER, ZONE, come, judging_house
from support.zone_resolver import ZoneResolver

ANN = "ann@example.org"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    deny = Spf(fail=CheckMode.DENY)
    with judging_house(tmp_path, ZoneResolver(ZONE), spf=deny) as inside:
        inside.add(ANN)
        yield inside


def rehearsed(home: House, ip: str, helo: str = "mx.example.net") -> Rehearsed:
    """Rehearse at a desk that keeps nothing."""
    desk = home.desk
    store = Unwritten(desk.store)
    journal = Journal(store=store, clock=desk.clock, out=lambda _: None)
    stranger = Stranger(
        ip=ip_address(ip),
        helo=HostName(helo),
        sender=parse_address("zoe@example.net"),
        recipient=parse_address(ANN),
    )
    return home.run(rehearse(replace(desk, store=store, journal=journal), stranger))


@pytest.mark.parametrize("ip", [CLIENT, STRANGER])
def test_it_ends_as_the_session_does(home: House, ip: str) -> None:
    found = rehearsed(home, ip)
    real = come(home, letter("Hello"), ip=ip)
    assert found.answer.code == real.code
    assert found.judged
    (spf,) = [each for each in found.findings if each.check is CheckName.SPF]
    assert (spf.result is Result.PASS) is found.answer.positive


def test_nothing_is_kept_of_it(home: House) -> None:
    rehearsed(home, STRANGER)
    assert not home.records("denied", "received")
    assert not home.lines()


def test_our_own_are_not_judged(home: House) -> None:
    found = rehearsed(home, "192.168.1.1")
    assert not found.judged
    assert not found.findings
    assert found.answer.positive


def test_a_store_that_keeps_nothing_says_so(home: House) -> None:
    store = Unwritten(home.desk.store)
    with pytest.raises(Unavailable):
        home.run(store.write(lambda books: None))
    with pytest.raises(Unavailable):
        store.new_blob()
    store.write_soon(lambda books: books.accounts.add_domain)  # never run
    assert store.failures == 0
    assert home.run(store.read(lambda books: books.accounts.has_domain)) is not None
    assert home.run(store.changed(NEVER, Seconds(1))) is not NEVER
    home.run(store.close())
    assert home.look(lambda books: books.accounts.domains())  # it is open still
