"""When judging breaks, mail comes in; when sealing breaks, nothing is kept in clear."""

from pathlib import Path
from time import sleep

import pytest

from canary.day import PERSON
from canary.faults import Breaking, Faulty, checks, faulty
from canary.searching import entries, leaks_of
from support.letters import with_attachment
from support.parcels import PROGRAM, zipped
from support.smtp_client import Reply

BACKGROUND = ("ListTrials.keep_trying", "ListTrials.close")
BREAKS = [name for name in checks() if not name.endswith(BACKGROUND)]
TIMES = 20  # that each breaks: more often than one letter asks it


def brought(broken: Faulty, message: bytes, helo: str = "mx.example.net") -> Reply:
    with broken.server.smtp() as talk:
        talk.hello(helo)
        talk.begin("zoe@example.net", [PERSON])
        return talk.data(message)


def kept(broken: Faulty, folder: str = "INBOX") -> list[bytes]:
    with broken.server.imap(PERSON) as talk:
        return list(talk.whole_messages(folder))


@pytest.mark.parametrize("when", ["before", "after"])
def test_checks_that_all_break_refuse_nobody(tmp_path: Path, when: str) -> None:
    faults = [Breaking(name, when, call) for name in BREAKS for call in range(1, TIMES)]
    before = entries()
    with faulty(tmp_path, faults) as broken:
        words = broken.words
        letter = with_attachment(
            words.subject,
            words.body,
            f"{words.attachment_name}.zip",
            zipped({f"{words.attachment}.exe": PROGRAM}),
        )
        # By a name that is refused, with a file that is refused, and never here before.
        assert brought(broken, letter, helo="192.0.2.1").code == 250
        (found,) = kept(broken)
        assert words.body.encode() in found
        shown = broken.server.log.read_text()
        assert "score=0.0" in shown
        assert shown.count("ValueError") > 10
        assert leaks_of(broken.server, broken.known, before) == []


SEALING = (
    "glassine.vault.box:Sealer.update",
    "glassine.vault.box:Sealer.finish",
    "glassine.vault.day_key:DayKey.seal_row",
)


def test_what_cannot_be_sealed_is_put_off_and_kept_nowhere(tmp_path: Path) -> None:
    before = entries()
    with faulty(tmp_path, [Breaking(name) for name in SEALING]) as broken:
        come_again(broken)
        for helo in (
            "mx.example.net",
            "192.0.2.1",
            "mx.example.net",
        ):  # for Rejects too
            assert brought(broken, broken.words.letter(), helo).code == 451
        assert broken.struck == set(SEALING)
        assert leaks_of(broken.server, broken.known, before) == []
        assert kept(broken) == kept(broken, "Rejects") == []
        assert brought(broken, broken.words.letter()).code == 250
        assert len(kept(broken)) == 1


def come_again(broken: Faulty) -> None:
    """Wait until the greylist lets us in."""
    for _ in range(10):
        with broken.server.smtp() as talk:
            talk.hello()
            talk.say("MAIL FROM:<zoe@example.net>")
            if talk.say(f"RCPT TO:<{PERSON}>").code == 250:
                return
        sleep(0.5)
    raise AssertionError("the greylist lets nobody in")
