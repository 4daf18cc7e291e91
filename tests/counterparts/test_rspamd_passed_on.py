"""rspamd judges what an alias of ours sends on, by the records that we say to publish.

A stranger brings a letter to a real server, which asks NSD behind Unbound; Dovecot
files what comes out, and rspamd looks at that as the next server would.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from glassine.events.facts import Checked
from glassine.trust import arc_seal
from glassine.trust.arc_verify import ArcOutcome
from support.behind_proxy import BehindProxy
from support.counterparts.dovecot import Dovecot
from support.counterparts.rspamd import Rspamd, rspamd
from support.name_servers import name_servers
from support.running_server import HOST, RunningServer
from support.signed_letters import (
    SIGNED_AT,
    hashed,
    key_line,
    letter,
    new_key,
    parted,
    signed,
    signer,
)

CLIENT, FORWARDER = "192.0.2.25", "198.51.100.7"
KEY = new_key()
NET, LISTS = signer("example.net", KEY), signer("lists.example", KEY)
ZONES = {
    "example.net": f'@ TXT "v=spf1 ip4:{CLIENT} -all"\n{key_line(NET)}\n'
    '_dmarc TXT "v=DMARC1; p=reject"',
    "lists.example": f'@ TXT "v=spf1 ip4:{FORWARDER} -all"\n{key_line(LISTS)}',
}
SETTINGS = """
[smtp]
proxy_from = ["127.0.0.0/8"]
[dns]
servers = ["127.0.0.1:{names}"]
[aliases]
"first@example.org" = ["first@dovecot.example.net"]
"second@example.org" = ["second@dovecot.example.net"]
"third@example.org" = ["third@dovecot.example.net"]
[[route]]
domain = "dovecot.example.net"
to = "lmtp://127.0.0.1:{dovecot}"
"""


@dataclass(frozen=True)
class House:
    """A server whose aliases lead to Dovecot, and who judges what comes there."""

    server: RunningServer
    dovecot: Dovecot
    rspamd: Rspamd

    def passed_on(self, name: str, said: bytes, ip: str, sender: str) -> bytes:
        """Bring a letter for an alias; return what comes out at its other end."""
        with BehindProxy((HOST, self.server.ports["mx"]), ip) as talk:
            talk.hello("mx.example.net")
            assert talk.deliver(sender, [f"{name}@example.org"], said).code == 250
        (message,) = self.dovecot.mailbox(name).messages()
        return message.replace(b"\n", b"\r\n")

    def judged(self, message: bytes) -> dict[str, Any]:
        """Return what rspamd finds."""
        symbols: dict[str, Any] = self.rspamd.symbols(message, "", "mail.example.org")
        return symbols


@pytest.fixture(scope="module")
def home(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Run a server with an alias; let rspamd know what it says to publish."""
    server = RunningServer(tmp_path_factory.mktemp("server"))
    server.make()
    ours = {"example.org": server.command("domain", "show", "example.org")}
    place = tmp_path_factory.mktemp("names")
    with name_servers(place, ZONES | ours) as names, rspamd(names.resolver_port) as it:
        at = {"names": names.resolver_port, "dovecot": dovecot.lmtp}
        server.set_up(SETTINGS.format(**at))
        server.start()
        try:
            yield House(server, dovecot, it)
        finally:
            server.stop()


def sealed(message: bytes) -> bytes:
    """Return a letter that a list has passed on unchanged."""
    head, body = parted(message)
    fields = arc_seal.seal(
        LISTS,
        head=head,
        body_hash=hashed(body),
        results=b"lists.example; dmarc=pass header.from=example.net",
        chain=ArcOutcome(result=Checked.NONE),
        now=SIGNED_AT,
    )
    return fields + message


def test_our_seal_holds_and_says_what_we_had_found(home: House) -> None:
    said = signed(letter("example.net", b"The first.\r\n"), NET)
    message = home.passed_on("first", said, CLIENT, "zoe@example.net")
    assert b"ARC-Seal: i=1; a=rsa-sha256; cv=none;\r\n\td=example.org;" in message
    results = message.partition(b"ARC-Authentication-Results: i=1; ")[2]
    for found in (b"spf=pass smtp.mailfrom", b"dkim=pass", b"dmarc=pass"):
        assert found in results.partition(b"Authentication-Results: mail")[0]
    symbols = home.judged(message)
    assert "example.org:s=" in symbols["ARC_ALLOW"]["options"][0]
    assert "R_DKIM_ALLOW" in symbols  # the author's own
    assert "ARC_ALLOW" not in home.judged(message.replace(b"first", b"worst"))


def test_we_add_to_a_chain_that_holds(home: House) -> None:
    said = sealed(signed(letter("example.net", b"The second.\r\n"), NET))
    message = home.passed_on("second", said, FORWARDER, "talk@lists.example")
    assert b"ARC-Seal: i=2; a=rsa-sha256; cv=pass;\r\n\td=example.org;" in message
    assert "ARC_ALLOW" in home.judged(message)


def test_a_chain_that_is_broken_is_sealed_as_such(home: House) -> None:
    said = sealed(signed(letter("example.net", b"The third.\r\n"), NET))
    broken = said.replace(b"dmarc=pass", b"dmarc=none")
    message = home.passed_on("third", broken, FORWARDER, "talk@lists.example")
    assert b"ARC-Seal: i=2; a=rsa-sha256; cv=fail;\r\n\td=example.org;" in message
    assert "ARC_ALLOW" not in home.judged(message)
