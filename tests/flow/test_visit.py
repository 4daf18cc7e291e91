"""A connection begins and ends, and its sums are told once."""

from pathlib import Path

from glassine.flow import visit
from glassine.flow.login import Entry
from glassine.flow.session import Session
from glassine.mail.trace import Tls
from glassine.store.api.accounts import Scope
from glassine.store.api.ids import SlotId
from glassine.words.public import Endpoint, HostName, Protocol, ip_address
from support.house import House, house

REMOTE = Endpoint(ip_address("198.51.100.7"), 50000)
LOCAL = Endpoint(ip_address("203.0.113.1"), 25)


def arrived(home: House) -> Session:
    coming = visit.arrive(home.desk, protocol=Protocol.MX, remote=REMOTE, local=LOCAL)
    return home.run(coming)


def test_who_comes_and_goes_is_told_with_a_name_and_sums(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.names.known[REMOTE.ip] = HostName("mx.example.net")
        session = arrived(home)

        async def go() -> None:
            visit.leave(home.desk, session)

        home.run(go())
        begin, *_, end = home.lines()
    assert begin.endswith(
        "connect ip=198.51.100.7 port=50000 local_ip=203.0.113.1 local_port=25"
    )
    assert "rdns=mx.example.net" in end
    assert "txns=0 rcpts=0/0/0 msgs=0/0/0 bytes=0" in end
    assert session.closed
    assert session.circumstances().remote is not None


def test_tls_makes_a_session_forget_who_it_was(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        session = arrived(home)
        account = home.add("ann@example.org").account
        session.entry = Entry(account, SlotId(bytes(16)), Scope.ALL, None)
        assert session.relays
        session.secured(Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", 256), None)
        assert not session.relays
        assert session.account is None
