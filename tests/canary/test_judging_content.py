"""Content is judged, and no word of it is told: by whomever, wherever it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from canary.day import PERSON
from canary.gossip import Gossip, gossip
from canary.searching import entries, leaks_of
from canary.words import Canaries
from support.letters import with_attachment
from support.parcels import PROGRAM, zipped
from support.running_server import PASSWORD, RunningServer, running_server

SETTINGS = """
[judging]
own_networks = []
rejects = true
[thresholds]
refuse = 30
[attachments]
programs = "note"
[dns]
servers = ["127.0.0.1:{nobody}"]
timeout = "1s"
[rspamd]
url = "http://127.0.0.1:{rspamd}"
[clamav]
address = "127.0.0.1:{nobody}"
"""
NOBODY = 1


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    place: Path = tmp_path_factory.mktemp("judged")
    with gossip() as port:
        settings = SETTINGS.format(rspamd=port, nobody=NOBODY)
        with running_server(place, {PERSON: PASSWORD}, settings) as server:
            server.imap(PERSON).log_out()  # who logs in has a folder for Rejects
            yield server


def brought(server: RunningServer, message: bytes) -> int:
    with server.smtp() as talk:
        talk.hello("mail.example.net")
        return talk.deliver("zoe@example.net", [PERSON], message).code


@pytest.mark.parametrize("how", ["plain", "archive", "page", "broken"])
def test_what_checks_find_holds_no_word(judged: RunningServer, how: str) -> None:
    words, before = Canaries(), entries()
    name = words.attachment_name
    page = f'<a href="http://{words.body}.example">{words.header}.example</a>'
    message = {
        "plain": words.letter(),
        "archive": with_attachment(
            words.subject,
            words.body,
            f"{name}.zip",
            zipped({f"{words.attachment}.pdf.exe": PROGRAM}),
            display_name=f'"{words.display_name}@example.org"',
        ),
        "page": words.letter().replace(b"text/plain", b"text/html", 1)
        + f"{page}<script>{words.draft}</script>".encode(),
        "broken": with_attachment(
            words.subject, words.body, f"{name}.zip", zipped({name: b"x"})[:-9]
        ),
    }[how]
    code = 550 if how == "archive" else 250  # two extensions are a disguise
    assert brought(judged, message) == code
    assert leaks_of(judged, words.by_name(), before) == []
    shown = judged.log.read_text()
    assert "rspamd(OURS)" in shown
    assert "err:clamav(no_answer)" in shown


def test_what_is_kept_in_rejects_is_sealed(
    judged: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, before = Canaries(), entries()
    monkeypatch.setattr(Gossip, "score", 90.0)
    assert brought(judged, words.letter()) == 550
    with judged.imap(PERSON) as talk:
        (found,) = talk.whole_messages("Rejects")
        assert words.body.encode() in found
    assert leaks_of(judged, words.by_name(), before) == []
