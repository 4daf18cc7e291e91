"""An address that has bounced for good twice is sent nothing more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.events.facts import Circumstances, ScrubbedText, Tally
from glassine.events.milestones import Bounced
from glassine.flow.sending.fate import Fate
from glassine.flow.sending.suppressing import MEMORY
from glassine.mail.report import Action
from glassine.store.api.suppressions import Suppression
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Direction,
    EnhancedCode,
    Protocol,
    QueueId,
    parse_address,
)
from support.behind_proxy import TRUSTING, BehindProxy
from support.fates import BOB, FAILED, LATE, answer, told
from support.house import PASSWORD, House, house
from support.sasl_client import over_smtp, plain
from support.smtp_client import Reply

SHOWN = replace(FAILED, shown=ScrubbedText("550 5.1.1 no such user"))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, smtp=TRUSTING) as inside:
        inside.add("ann@example.org")
        yield inside


def bounced(home: House, enhanced: str = "5.1.1", ago: int = 1000) -> None:
    """Bob's address has bounced before."""
    klass, subject, detail = map(int, enhanced.split("."))
    event = Bounced(
        at=Milliseconds(home.desk.clock.now() - ago),
        uuid=FAILED.delivery,
        about=Circumstances(direction=Direction.OUTBOUND, rcpt_to=(BOB,)),
        message_id=None,
        queue=QueueId("q"),
        domain=BOB.domain,
        code=550,
        enhanced=EnhancedCode(klass, subject, detail),
        response=ScrubbedText(""),
        dsn=None,
        fails=1,
        recipients=Tally(rejected=1),
    )
    home.run(home.desk.store.write(lambda books: books.events.append([event])))


def suppressed(home: House) -> Suppression | None:
    now = home.desk.clock.now()
    return home.look(lambda books: books.suppressions.of(BOB, now))


def test_once_may_be_an_accident(home: House) -> None:
    told(home, [SHOWN])
    assert suppressed(home) is None


def test_twice_is_for_good_and_says_why(home: House) -> None:
    bounced(home)
    told(home, [SHOWN])
    found = suppressed(home)
    assert found is not None
    assert (found.code, str(found.enhanced)) == (550, "5.1.1")
    assert found.answer == "550 5.1.1 no such user"
    assert found.expires == found.since + MEMORY


@pytest.mark.parametrize(
    ("before", "ago"), [("5.7.1", 1000), ("5.2.2", 1000), ("5.1.1", MEMORY + 60_000)]
)
def test_other_troubles_and_old_ones_do_not_count(
    home: House, before: str, ago: int
) -> None:
    bounced(home, before, ago)
    told(home, [SHOWN])
    assert suppressed(home) is None


@pytest.mark.parametrize(
    "fate", [LATE, replace(FAILED, said=answer(550, "5.7.1", "spam"))]
)
def test_a_delay_or_a_rule_suppresses_nobody(home: House, fate: Fate) -> None:
    bounced(home)
    told(home, [fate])
    assert suppressed(home) is None
    assert fate.action in (Action.DELAYED, Action.FAILED)


def rcpt(home: House, recipient: str) -> Reply:
    with BehindProxy(home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
        talk.hello()
        login = plain("ann@example.org", PASSWORD)
        assert over_smtp(talk, "PLAIN", login).code == 235
        assert talk.say("MAIL FROM:<ann@example.org>").code == 250
        return talk.say(f"RCPT TO:<{recipient}>")


def test_who_writes_there_is_told_at_once_and_whom_to_ask(home: House) -> None:
    bounced(home)
    told(home, [SHOWN])
    said = rcpt(home, "BOB@example.net")
    assert said.code == 550
    assert "5.1.1 <BOB@example.net> is suppressed since" in str(said)
    assert "ask your operator" in str(said)
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "suppressed"
    assert rcpt(home, "eve@example.com").code == 250


def test_an_operator_can_lift_it(home: House) -> None:
    bounced(home)
    told(home, [SHOWN])
    address = parse_address("bob@example.net")
    home.run(home.desk.store.write(lambda books: books.suppressions.remove(address)))
    assert rcpt(home, "bob@example.net").code == 250
