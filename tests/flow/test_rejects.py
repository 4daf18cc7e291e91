"""What was refused for reputation: its owner finds it, and nobody else is the wiser."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from flow.judging.strangers import ANN, BOB, bring, judged_by, judging_house
from glassine.config.tables.judging import Judging
from glassine.config.tables.manners import Smtp
from glassine.events.facts import CheckOrigin
from glassine.flow import rejects
from glassine.flow.accounts import add_account
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.judges import Judges
from glassine.serve.compose import argon2_cost
from glassine.words.clock import Milliseconds
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.private import Password
from glassine.words.public import Protocol, parse_address
from glassine.words.reason import Reason
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import PASSWORD, House
from support.imap_client import ImapTalk
from support.letters import letter, with_attachment
from support.parcels import PROGRAM

KEPT = Judging(rejects=True)
DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Denies:
    """A check that refuses everybody, at whatever stage it is asked."""

    bearing: Bearing = Bearing.DENY
    check: CheckName = CheckName.HOST_MISMATCH
    origin: CheckOrigin = CheckOrigin.HELO

    async def __call__(
        self, client: Client, envelope: Envelope | None = None, *_: Contents
    ) -> list[Finding]:
        """Return the refusal."""
        why = Reason.CHANGED
        return [Finding(self.check, Result.FAIL, why, bearing=self.bearing)]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with judging_house(tmp_path, judging=KEPT) as inside:
        seen_by(inside, ANN)  # who has logged in since then has the folder
        yield inside


def denied_by(home: House, stage: str, check: Denies | None = None) -> None:
    """Let strangers be refused at this stage from now on."""
    judges = Judges(**{stage: (check or Denies(),)})  # type: ignore[arg-type]
    home.desk = replace(home.desk, judges=judges)


def seen_by(home: House, who: str, folder: str = "Rejects") -> list[bytes]:
    """Return the messages that somebody finds in a folder; none where it is not."""
    with ImapTalk(home.open_imap()) as talk:
        talk.log_in(who, PASSWORD)
        if talk.do(f'EXAMINE "{folder}"').status != "OK":
            return []
        return talk.whole_messages(folder)


@pytest.mark.parametrize("stage", ["connection", "greeting", "sender", "message"])
def test_the_sender_hears_no_and_the_owner_finds_it(home: House, stage: str) -> None:
    denied_by(home, stage)
    said = letter("You have signed up")
    reply = bring(home, said, ANN)
    assert (reply.code, reply.text) == (550, "5.7.1 that is not who you are")
    (found,) = seen_by(home, ANN)
    assert found.endswith(said)
    assert seen_by(home, ANN, "INBOX") == []


def test_the_record_tells_nothing_more_than_otherwise(home: House) -> None:
    denied_by(home, "sender")
    bring(home, letter("You have signed up"), ANN)
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "host_mismatch"
    assert denied["rcptTo"] == [f"<{ANN}>"]
    assert home.records("delivered", "received", "spam") == []
    assert not any("Rejects" in line for line in home.lines())


def test_without_it_the_refusal_is_said_at_rcpt(tmp_path: Path) -> None:
    with judging_house(tmp_path) as home:
        denied_by(home, "sender")
        assert seen_by(home, ANN) == []
        with BehindProxy(home.open(Protocol.MX), "198.51.100.7") as talk:
            talk.hello()
            talk.say("MAIL FROM:<>")
            assert talk.say(f"RCPT TO:<{ANN}>").code == 550
        assert seen_by(home, ANN) == []


def test_with_it_the_refusal_waits_for_the_message(home: House) -> None:
    denied_by(home, "sender")
    with BehindProxy(home.open(Protocol.MX), "198.51.100.7") as talk:
        talk.hello()
        talk.say("MAIL FROM:<>")
        assert talk.say("RCPT TO:<nobody@example.org>").code == 550
        assert talk.say(f"RCPT TO:<{ANN}>").code == 250
        assert talk.data(letter("Hello")).code == 550


def test_without_delay_it_waits_as_well(tmp_path: Path) -> None:
    hasty = Smtp(proxy_from=TRUSTING.proxy_from, delay_deny=False)
    with judging_house(tmp_path, judging=KEPT) as home:
        policy = replace(home.desk.policy, delay_deny=hasty.delay_deny)
        home.desk = replace(home.desk, policy=policy)
        seen_by(home, ANN)
        denied_by(home, "sender")
        assert bring(home, letter("Hello"), ANN).code == 550
        assert len(seen_by(home, ANN)) == 1


def test_what_is_put_off_is_put_off_at_once_and_kept_nowhere(home: House) -> None:
    denied_by(home, "sender", Denies(bearing=Bearing.DEFER, check=CheckName.EXTRA))
    with BehindProxy(home.open(Protocol.MX), "198.51.100.7") as talk:
        talk.hello()
        talk.say("MAIL FROM:<>")
        assert talk.say(f"RCPT TO:<{ANN}>").code == 451
    assert seen_by(home, ANN) == []


def test_what_is_dangerous_is_kept_nowhere(home: House) -> None:
    assert bring(home, with_attachment("s", "b", "a.exe", PROGRAM), ANN).code == 550
    assert seen_by(home, ANN) == []


def test_danger_comes_before_reputation(home: House) -> None:
    judges = replace(home.desk.judges, sender=(Denies(),))
    home.desk = replace(home.desk, judges=judges)
    assert bring(home, with_attachment("s", "b", "a.exe", PROGRAM), ANN).code == 550
    assert seen_by(home, ANN) == []
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "attachment"


def test_who_has_not_logged_in_since_then_has_no_such_folder_yet(home: House) -> None:
    denied_by(home, "sender")
    assert bring(home, letter("Hello"), ANN, BOB).code == 550
    assert seen_by(home, BOB) == []
    assert len(seen_by(home, ANN)) == 1
    assert bring(home, letter("Hello again"), ANN, BOB).code == 550
    assert len(seen_by(home, BOB)) == 1


def test_a_new_account_has_the_folder_at_once(home: House) -> None:
    made = add_account(
        home.desk.store,
        home.server_key,
        parse_address("eve@example.org"),
        Password(PASSWORD.encode()),
        now=home.desk.clock.now(),
        cost=argon2_cost(home.config),
        rejects=True,
    )
    home.run(made)
    denied_by(home, "sender")
    assert bring(home, letter("Hello"), "eve@example.org").code == 550
    assert len(seen_by(home, "eve@example.org")) == 1


def test_a_folder_of_that_name_is_taken_as_it_is(home: House) -> None:
    with ImapTalk(home.open_imap()) as talk:
        talk.log_in(ANN, PASSWORD)
        assert talk.do("DELETE Rejects").status == "OK"
        assert talk.do("CREATE Rejects").status == "OK"
    seen_by(home, ANN)
    denied_by(home, "sender")
    bring(home, letter("Hello"), ANN)
    assert len(seen_by(home, ANN)) == 1


def test_a_folder_that_was_deleted_comes_back_with_the_next_login(home: House) -> None:
    with ImapTalk(home.open_imap()) as talk:
        talk.log_in(ANN, PASSWORD)
        assert talk.do("DELETE Rejects").status == "OK"
    denied_by(home, "sender")
    assert bring(home, letter("Hello"), ANN).code == 550
    assert seen_by(home, ANN) == []
    assert bring(home, letter("Hello"), ANN).code == 550
    assert len(seen_by(home, ANN)) == 1


def test_it_goes_when_its_time_is_over(home: House) -> None:
    denied_by(home, "sender")
    bring(home, letter("Hello", "x" * 100_000), ANN)
    assert len(home.files()) == 1
    now = home.desk.clock.now()
    for before, removed in ((now - DAY, 0), (now + DAY, 1), (now + DAY, 0)):
        moment = Milliseconds(before)
        work = home.desk.store.write(lambda books, at=moment: rejects.prune(books, at))
        assert home.run(work) == removed
    assert seen_by(home, ANN) == []
    assert home.files() == []


def test_spam_above_all_limits_is_kept_too(home: House) -> None:
    judged_by(home, *home.desk.judges.message, Denies(check=CheckName.SCORE))
    reply = bring(home, letter("Offer"), ANN)
    assert (reply.code, reply.text) == (
        550,
        "5.7.1 too much speaks against it; ask postmaster",
    )
    (found,) = seen_by(home, ANN)
    assert b"\r\nX-Glassine-Spam: " in found
