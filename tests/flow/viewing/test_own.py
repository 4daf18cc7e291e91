"""A user sees what the operator sees of them, who looked, and nothing of others."""

from typing import Any

import pytest
from msgspec.structs import replace

from flow.viewing.viewers import DUSTIN, Window
from glassine.events.facts import ScrubbedText, Tally
from glassine.events.facts_of_sending import Mode
from glassine.events.milestones import Delivered
from glassine.events.record import decoded
from glassine.flow.viewing.look import Page, look
from glassine.flow.viewing.own import own_trace, seen_of, sign_ins, who_looked
from glassine.flow.viewing.ownership import Own
from glassine.flow.viewing.trace import trace_by_uuid, traces_of_message
from glassine.flow.viewing.wanted import EventFilter, EventKey
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import (
    Address,
    DeliveryId,
    FolderClass,
    HostName,
    QueueId,
    TransactionId,
    parse_address,
)
from store.samples import ANN, BOB, CONNECTION, NOW, queued

EVE = parse_address("eve@example.org")
CAT = parse_address("cat@example.org")
UUID = f"{CONNECTION}.1"
RECIPIENT = (
    f"2020-10-26T23:45:45.300Z [NOTICE] [{UUID}] [core] recipient <eve@example.org>"
    f' code=OK msg="" sender=bob@example.net\n'
)
LINES = (
    f"2020-10-26T23:45:45.000Z [NOTICE] [{CONNECTION}] [core] connect ip=192.0.2.7 "
    f"port=4 local_ip=:: local_port=25\n"
    f"2020-10-26T23:45:45.100Z [INFO] [{UUID}] [dkim_sign] signed for example.org\n"
    f"2020-10-26T23:45:45.200Z [INFO] [{UUID}.2] [outbound] into eve\n" + RECIPIENT
).encode()


def delivered(to: Address, number: int = 1) -> Delivered:
    """Return the event of a delivery into an inbox of ours."""
    sent = queued(sender=BOB, to=(to,))
    return Delivered(
        at=Milliseconds(NOW + 40),
        uuid=DeliveryId(f"{UUID}.{number}"),
        about=sent.about,
        message_id=sent.message_id,
        queue=QueueId("1"),
        domain=to.domain,
        host=HostName("mail.example.org"),
        remote=None,
        mode=Mode.LOCAL,
        tls=False,
        auth=False,
        response=ScrubbedText("saved"),
        delay=Seconds(0.04),
        fails=0,
        filed=FolderClass.INBOX,
        recipients=Tally(accepted=1),
    )


def message(here: Window) -> None:
    """Let one message go from a stranger to two of ours."""
    sent = queued(sender=BOB, to=(ANN, EVE))
    here.happen(sent, delivered(ANN), delivered(EVE, 2), lines=LINES)


def test_a_user_sees_the_rows_that_an_operators_query_returns(here: Window) -> None:
    message(here)
    wanted = EventFilter(limit=10)
    mine = here.run(seen_of(here.desk, Own((ANN,)), wanted)).events
    asked = EventFilter(about=(ANN,), limit=10)
    theirs = here.run(look(here.desk, DUSTIN, asked)).events
    assert [event.key for event in mine] == [event.key for event in theirs]
    assert len(mine) == 2
    assert mine[0] == theirs[0]
    veiled = "▒".encode()
    assert mine[1].record == theirs[1].record.replace(b"<eve@example.org>", veiled)
    assert b"eve" in theirs[1].record
    assert here.run(seen_of(here.desk, Own((CAT,)), wanted)).events == []


@pytest.mark.parametrize("asked", [{"rcpt_to": EVE}, {"text": "eve"}, {"text": "EVE@"}])
def test_a_user_cannot_ask_who_else_got_a_copy(
    here: Window, asked: dict[str, Any]
) -> None:
    message(here)
    wanted = EventFilter(**asked)
    assert here.run(seen_of(here.desk, Own((ANN,)), wanted)).events == []
    assert len(here.run(seen_of(here.desk, Own((BOB,)), wanted)).events) == 2


@pytest.mark.parametrize("asked", [{"rcpt_to": ANN}, {"text": "ann saved"}])
def test_a_user_finds_by_what_they_see(here: Window, asked: dict[str, Any]) -> None:
    message(here)
    assert here.run(seen_of(here.desk, Own((ANN,)), EventFilter(**asked))).events


def test_a_user_sees_who_looked_and_others_do_not(here: Window) -> None:
    message(here)
    here.run(look(here.desk, DUSTIN, EventFilter(rcpt_to=ANN)))
    (seen,) = told(here.run(who_looked(here.desk, Own((ANN,)))))
    assert (seen["who"], seen["action"], seen["rows"]) == ("dustin", "events", 2)
    assert seen["filter"] == "to=ann@example.org"
    assert here.run(who_looked(here.desk, Own((CAT,)))).events == []


def test_who_looked_for_any_address_of_a_user_is_told_once_and_in_order(
    here: Window,
) -> None:
    for asked in (ANN, EVE, CAT, ANN, EVE):
        here.run(look(here.desk, DUSTIN, EventFilter(rcpt_to=asked)))
    here.run(look(here.desk, DUSTIN, EventFilter(mail_from=ANN, rcpt_to=EVE)))
    begun: EventKey | None = None
    found = []
    for _ in range(3):
        page = here.run(who_looked(here.desk, Own((ANN, EVE)), before=begun, limit=2))
        found += [each["filter"] for each in told(page)]
        begun = page.older
    assert begun is None
    ann, eve = "to=ann@example.org", "to=eve@example.org"
    assert found == [f"from=ann@example.org {eve}", eve, ann, eve, ann]


def told(page: Page) -> list[dict[str, Any]]:
    """Return what the records of a page say."""
    return [decoded(event.record)["details"] for event in page.events]


def test_from_when_to_when_is_told_as_people_read_it(here: Window) -> None:
    asked = EventFilter(rcpt_to=ANN, since=Milliseconds(NOW))
    here.run(look(here.desk, DUSTIN, asked))
    (seen,) = told(here.run(who_looked(here.desk, Own((ANN,)))))
    assert seen["filter"] == "to=ann@example.org since=2020-10-26T23:45:45Z"


def test_older_rows_are_offered_though_none_of_a_page_is_to_be_seen(
    here: Window,
) -> None:
    own = Own((ANN,), others=frozenset({"ann+x@example.org"}))
    tagged = parse_address("ann+x@example.org")
    here.happen(queued(sender=ANN), *[queued(sender=tagged) for _ in range(3)])
    page = here.run(seen_of(here.desk, own, EventFilter(limit=2)))
    assert page.events == [] and page.older is not None
    page = here.run(seen_of(here.desk, own, EventFilter(limit=2), before=page.older))
    assert len(page.events) == 1 and page.older is None


def test_that_a_user_looks_is_kept_nowhere(here: Window) -> None:
    message(here)
    here.run(seen_of(here.desk, Own((ANN,)), EventFilter()))
    here.run(sign_ins(here.desk, ANN))
    here.run(own_trace(here.desk, Own((ANN,)), UUID))
    assert here.looks() == []


def test_a_recipient_sees_their_part_of_a_trace_and_no_other(here: Window) -> None:
    message(here)
    mine = here.run(own_trace(here.desk, Own((ANN,)), UUID))
    assert mine is not None
    assert "ann@example.org" in mine.sentence
    assert "eve" not in mine.sentence + "".join(step.told for step in mine.steps)
    assert here.run(own_trace(here.desk, Own((CAT,)), UUID)) is None


def test_the_records_of_a_recipient_do_not_name_the_others(here: Window) -> None:
    message(here)
    mine = here.run(own_trace(here.desk, Own((ANN,)), UUID))
    assert mine is not None
    assert b"eve" not in b"".join(event.record for event in mine.events)


def test_a_recipient_sees_the_raw_lines_with_others_veiled(here: Window) -> None:
    message(here)
    mine = here.run(own_trace(here.desk, Own((ANN,)), UUID))
    theirs = here.run(trace_by_uuid(here.desk, DUSTIN, UUID))
    assert mine is not None and theirs is not None
    assert mine.lines == [line for line in theirs.lines if b"eve" not in line] + [
        RECIPIENT.replace("<eve@example.org>", "▒").encode()
    ]


def test_lines_about_the_delivery_to_another_are_not_about_a_recipient(
    here: Window,
) -> None:
    message(here)
    of_eve = here.run(own_trace(here.desk, Own((EVE,)), UUID))
    assert of_eve is not None
    assert b"into eve" in b"".join(of_eve.lines)
    assert b"ann" not in b"".join(of_eve.lines)


def test_the_sender_sees_the_whole_trace(here: Window) -> None:
    message(here)
    whole = here.run(own_trace(here.desk, Own((BOB,)), UUID))
    seen = here.run(trace_by_uuid(here.desk, DUSTIN, UUID))
    assert whole == seen
    assert seen is not None and len(seen.events) == 3 and len(seen.lines) == 4


def test_who_sent_one_letter_of_a_connection_sees_no_other(here: Window) -> None:
    message(here)
    other = queued(sender=EVE, to=(CAT,))
    told = f"2020-10-26T23:45:46.000Z [INFO] [{CONNECTION}.9] [core] to cat\n"
    second = replace(other, uuid=TransactionId(f"{CONNECTION}.9"))
    here.happen(second, lines=told.encode())
    whole = here.run(own_trace(here.desk, Own((BOB,)), CONNECTION))
    assert whole is not None
    assert len(whole.events) == 3
    shown = b"".join([*whole.lines, *(event.record for event in whole.events)])
    assert b"cat@" not in shown and b".9]" not in shown
    assert b"eve@" in shown


def test_a_trace_has_the_steps_of_both_views_with_the_times_between(
    here: Window,
) -> None:
    message(here)
    seen = here.run(trace_by_uuid(here.desk, DUSTIN, f"{UUID}.2"))
    assert seen is not None
    names = [step.name for step in seen.steps]
    assert names == ["connect", "signed", "queued", "delivered", "delivered"]
    assert [step.after for step in seen.steps] == [0, 100, 109, 40, 0]
    assert here.looks()[-1]["touched"] == ["ann@example.org", "eve@example.org"]
    assert here.run(trace_by_uuid(here.desk, DUSTIN, CONNECTION[:-1] + "0")) is None


def test_a_message_is_traced_by_its_message_id(here: Window) -> None:
    digest = here.desk.sought("1@example.net")[0]
    here.happen(replace(queued(), message_id=digest))
    (found,) = here.run(traces_of_message(here.desk, DUSTIN, "1@example.net"))
    assert found.uuid == UUID
    assert here.run(traces_of_message(here.desk, DUSTIN, "2@example.net")) == []
