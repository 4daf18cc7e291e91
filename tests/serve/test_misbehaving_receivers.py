"""Whatever the other server does: nothing is lost, nothing doubled that it answered."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.letters import letter, marker
from support.misbehaving_server import MisbehavingServer, misbehaving
from support.misdeeds import (
    CLOSES,
    GARBAGE,
    Deed,
    Dribbles,
    Drops,
    Misdeeds,
    NeverEnds,
    Resets,
    Says,
    Step,
    Waits,
)
from support.outgoing_mail import (
    ANN,
    EAGER,
    add_settings,
    hand_in,
    history,
    inbox,
    kinds,
    queued,
    route,
    told,
    wait_for,
)
from support.running_server import RunningServer

BOB, CAT, EVE = "bob@example.net", "cat@example.net", "eve@example.net"
ONE_EACH = "messages_per_connection = 1\n"  # so that each begins by the greeting
LATER = Says("451 4.3.2 come back later")
CUT, GARBLED = (451, "4.4.2"), (451, "4.5.0")
TOLD = (451, "4.3.2")
CLOSED = (421, "4.3.2")


@pytest.fixture(scope="module")
def receiver() -> Iterator[MisbehavingServer]:
    """Run the server of example.net."""
    with misbehaving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def filer() -> Iterator[MisbehavingServer]:
    """Run the store of example.com, which answers for each recipient."""
    with misbehaving(lmtp=True) as filer:
        yield filer


@pytest.fixture(scope="module")
def server(
    receiver: MisbehavingServer,
    filer: MisbehavingServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningServer]:
    """Run a server that sends to both."""
    server = RunningServer(tmp_path_factory.mktemp("sender"))
    server.make(EAGER + ONE_EACH)
    add_settings(server, route("example.net", receiver.address))
    lmtp = route("example.com", filer.address, "lmtp")
    add_settings(server, f'{lmtp}tls = "none"\n')
    server.add_account(ANN)
    server.start()
    yield server
    server.stop()


def copies(receiver: MisbehavingServer, word: str) -> tuple[int, int]:
    """Return how many copies came whole, and how many were answered with a yes."""
    came = [each for each in receiver.letters if word.encode() in each.content]
    return len(came), sum(each.taken for each in came)


def sent(server: RunningServer, uuid: str) -> list[dict[str, Any]]:
    """Wait until nothing of it is queued; return what was told of it."""
    wait_for(lambda: told(server, uuid, "delivered") or told(server, uuid, "bounced"))
    wait_for(lambda: not queued(server, uuid))
    return history(server, uuid)


def of(records: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return the details of the records of a kind."""
    return [record["details"] for record in records if record["type"] == kind]


@pytest.mark.parametrize(
    ("step", "deed", "answer"),
    [
        *((step, Drops(), CUT) for step in Step if step.value <= Step.HELLO.value),
        *((step, Drops(), CUT) for step in (Step.MAIL, Step.RCPT, Step.DATA)),
        *((step, Drops(), CUT) for step in (Step.CONTENT, Step.DOT)),
        (Step.DOT, Resets(), CUT),
        *((step, CLOSES, CLOSED) for step in (Step.CONNECT, Step.HELLO, Step.MAIL)),
        *((step, CLOSES, CLOSED) for step in (Step.RCPT, Step.DATA, Step.DOT)),
        *((step, LATER, TOLD) for step in (Step.MAIL, Step.RCPT, Step.DATA, Step.DOT)),
        *((step, GARBAGE, GARBLED) for step in (Step.CONNECT, Step.HELLO, Step.MAIL)),
        *((step, GARBAGE, GARBLED) for step in (Step.RCPT, Step.DATA, Step.DOT)),
        *((step, NeverEnds(), GARBLED) for step in (Step.HELLO, Step.MAIL, Step.DOT)),
    ],
    ids=lambda value: getattr(value, "name", type(value).__name__),
)
def test_what_fails_at_a_step_is_told_and_tried_again(
    server: RunningServer,
    receiver: MisbehavingServer,
    step: Step,
    deed: Deed,
    answer: tuple[int, str],
) -> None:
    receiver.misdeeds = Misdeeds({step: [deed]})
    word = marker()
    records = sent(server, hand_in(server, letter(word), BOB))
    first, *_ = of(records, "deferred")
    assert (first["code"], first["enhanced"]) == answer
    assert first["host"] == receiver.address[0]
    assert len(of(records, "delivered")) == 1
    assert copies(receiver, word)[1] == 1
    assert not of(records, "bounce")


@pytest.mark.parametrize(
    "deed",
    [
        Says("250 2.0.0 taken", Drops()),
        Says("250 2.0.0 taken", Resets()),
        Says("250 2.0.0 taken", GARBAGE),
        Says("250-2.0.0 taken\n250-2.0.0 and\n250 2.0.0 kept"),
        Dribbles("250 2.0.0 taken", 0.01),
        Waits(1.5),
        Says(b"250\r\n"),
    ],
    ids=repr,
)
def test_what_was_answered_with_a_yes_goes_out_once(
    server: RunningServer, receiver: MisbehavingServer, deed: Deed
) -> None:
    receiver.misdeeds = Misdeeds({Step.DOT: [deed]})
    word = marker()
    uuid = hand_in(server, letter(word), BOB)
    assert kinds(sent(server, uuid)) == {"queued": 1, "delivered": 1}
    assert copies(receiver, word)[0] == 1


@pytest.mark.parametrize(
    "step", [Step.CONNECT, Step.HELLO, Step.MAIL, Step.RCPT, Step.DATA, Step.DOT]
)
def test_a_no_for_good_in_several_lines_comes_back_once(
    server: RunningServer, receiver: MisbehavingServer, step: Step
) -> None:
    no = Says("554-5.7.1 not you\n554-5.7.1 nor here\n554 5.7.1 ever")
    receiver.misdeeds = Misdeeds({step: [no, no]})  # after EHLO comes HELO
    word = marker()
    records = sent(server, hand_in(server, letter(word), BOB))
    assert kinds(records) == {"queued": 1, "bounce": 1}
    [bounce] = of(records, "bounce")
    assert (bounce["code"], bounce["enhanced"]) == (554, "5.7.1")
    assert bounce["reason"] == "rejected"
    assert len(inbox(server, word)) == 1


def test_each_recipient_comes_to_an_end_of_its_own(
    server: RunningServer, receiver: MisbehavingServer
) -> None:
    gone, full = Says("550 5.1.1 who?"), Says("452 4.2.2 full")
    receiver.misdeeds = Misdeeds(rcpt={CAT: [full, gone], EVE: [gone]})
    word = marker()
    uuid = hand_in(server, letter(word), BOB, CAT, EVE)
    wait_for(lambda: not queued(server, uuid))
    records = history(server, uuid)
    fates = {
        whom: [
            (record["type"], record["details"].get("code", 250))
            for record in records
            if record["uuid"] == f"{uuid}.{number}"
        ]
        for number, whom in enumerate((BOB, CAT, EVE), 1)
    }
    assert fates == {
        BOB: [("delivered", 250)],
        CAT: [("deferred", 452), ("bounce", 550)],
        EVE: [("bounce", 550)],
    }
    assert copies(receiver, word) == (1, 1)
    assert len(inbox(server, word)) == 2


def test_by_lmtp_each_answer_after_the_dot_is_its_own(
    server: RunningServer, filer: MisbehavingServer
) -> None:
    one, two, three = (f"{who}@example.com" for who in ("one", "two", "three"))
    gone, full = Says("550 5.1.1 who?"), Says("452 4.2.2 full")
    filer.misdeeds = Misdeeds(saved={two: [full], three: [gone]})
    word = marker()
    uuid = hand_in(server, letter(word), one, two, three)
    wait_for(lambda: not queued(server, uuid))
    seen = kinds(history(server, uuid))
    assert seen == {"queued": 1, "delivered": 2, "deferred": 1, "bounce": 1}
    to = [each.recipients for each in filer.letters if word.encode() in each.content]
    assert to == [(one, two, three), (two,)]


def test_an_answer_that_quotes_the_letter_is_blacked_out_wherever_it_is_seen(
    server: RunningServer, receiver: MisbehavingServer
) -> None:
    word = marker()
    quotes = Says(f'451 4.7.1 we do not like "{word} again" today')
    receiver.misdeeds = Misdeeds(for_ever={Step.DOT: quotes})
    uuid = hand_in(server, letter(f"{word} again"), BOB)
    wait_for(lambda: told(server, uuid, "deferred"))
    for said in (
        of(history(server, uuid), "deferred")[0]["response"],
        told(server, uuid, "deferred")[0],
        server.command("queue", "show", f"{uuid}.1"),
        server.command("queue", "show", f"{uuid}.1", "--json"),
    ):
        assert "▒" in said or r"\u2592" in said
        assert word not in said
    receiver.misdeeds = Misdeeds()
    sent(server, uuid)
    assert word not in server.log.read_text()
