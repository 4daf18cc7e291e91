"""rspamd judges our signatures, by the records that `domain add` told us to publish."""

from collections.abc import Iterator
from typing import Any

import pytest

from counterparts.sending import ANN, submit
from support.counterparts.dovecot import Dovecot
from support.counterparts.rspamd import Rspamd, rspamd
from support.letters import letter, marker, with_attachment
from support.name_servers import name_servers
from support.running_server import RunningServer


@pytest.fixture(scope="module")
def judge(
    server: RunningServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rspamd]:
    records = server.command("domain", "show", "example.org")
    place = tmp_path_factory.mktemp("names")
    with (
        name_servers(place, {"example.org": records}) as names,
        rspamd(names.resolver_port) as judge,
    ):
        yield judge


def judged(judge: Rspamd, message: bytes) -> dict[str, Any]:
    """Return what rspamd finds, told that the message came from afar."""
    symbols: dict[str, Any] = judge.symbols(message, ANN, "mail.example.org")
    return symbols


def filed(server: RunningServer, dovecot: Dovecot, user: str, said: bytes) -> bytes:
    """Send a letter; return what Dovecot filed, with the line ends of the wire."""
    submit(server, [f"{user}@dovecot.example.net"], said)
    (message,) = dovecot.mailbox(user).messages()
    return message.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("what", ["plain", "parts", "blank"])
def test_both_signatures_hold(
    server: RunningServer, dovecot: Dovecot, judge: Rspamd, what: str
) -> None:
    word = marker()
    said = {
        "plain": letter(word, ".dots\r\n and  \t blanks \r\n\r\n\r\n", sender=ANN),
        "parts": with_attachment(word, "Grüße", "a.bin", bytes(range(256)) * 100),
        "blank": letter(word, "", sender=ANN),
    }[what].replace(b"<zoe@example.net>", f"<{ANN}>".encode())
    message = filed(server, dovecot, f"rspamd-{what}", said)
    assert message.count(b"DKIM-Signature: ") == 2
    symbols = judged(judge, message)
    found = symbols["R_DKIM_ALLOW"]["options"]
    assert len(found) == 2  # RSA and Ed25519, each by a selector of its own
    assert all(each.startswith("example.org:s=") for each in found)
    assert "R_DKIM_REJECT" not in symbols


def test_neither_holds_once_a_word_was_changed(
    server: RunningServer, dovecot: Dovecot, judge: Rspamd
) -> None:
    said = letter(marker(), "Good morning.", sender=ANN)
    message = filed(server, dovecot, "rspamd-changed", said)
    forged = message.replace(b"Good morning.", b"Good evening.")
    symbols = judged(judge, forged)
    assert "R_DKIM_ALLOW" not in symbols
    assert len(symbols["R_DKIM_REJECT"]["options"]) == 2
