"""`glassine trace`: one message from its first line to a sentence to paste."""

import json

import pytest
from msgspec.structs import replace

from cli.commands import Place
from cli.happenings import MESSAGE_ID, OTHER, happen, queued
from glassine.cli.event_rows import Record, read
from glassine.events.milestones import (
    Bounced,
    Deferred,
    Delivered,
    Denied,
    Milestone,
    Received,
)
from glassine.events.record import render
from glassine.flow.viewing.sentence import sentence
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import FolderClass
from sample_events import AT, BEYOND_THE_SEED, SEED_QUEUED, C


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place where the seed's message went through."""
    happen(place)
    return place


def sample(kind: type[Milestone]) -> Milestone:
    """Return the sample of a kind."""
    return next(event for event in BEYOND_THE_SEED if isinstance(event, kind))


def told(*events: Milestone) -> str:
    """Return the story of these."""
    found: list[Record] = [read(render(event)) for event in events]
    return sentence(found)


@pytest.mark.parametrize("asked", [C, f"{C}.1", f"{C}.1.1", MESSAGE_ID, C.lower()])
def test_a_trace_is_records_then_lines_then_a_sentence(home: Place, asked: str) -> None:
    *printed, told = home.done("trace", asked).splitlines()
    records = [json.loads(line) for line in printed if line.startswith("{")]
    lines = printed[len(records) :]
    assert {record["type"] for record in records} == {"queued", "delivered"}
    assert f"[{C}] [core] connect" in lines[0]
    assert any(f"[{C}.1.1] [outbound]" in line for line in lines)
    assert told.startswith("Accepted at 2020-10-26 23:45:45 UTC from mainwp.app@d19.ca")
    assert "taken by 127.0.0.1 for dustin@d19.ca at once" in told


def test_another_message_of_the_connection_stays_out(home: Place) -> None:
    happen(home, [queued(home, uuid=f"{C}.2"), queued(home, uuid=OTHER)])
    records = home.done("trace", f"{C}.1").splitlines()
    assert not any(f"{C}.2" in line or OTHER in line for line in records)
    assert OTHER in home.done("trace", MESSAGE_ID)


def test_a_trace_is_an_event_and_shows_no_message_id(home: Place) -> None:
    home.done("trace", MESSAGE_ID)
    found = json.loads(home.done("events", "--type", "operator", "--limit", "1"))
    assert found["details"]["action"] == "trace"
    assert found["details"]["filter"].endswith("@digest>")
    assert MESSAGE_ID not in json.dumps(found)


@pytest.mark.parametrize("asked", [OTHER, "<nobody@example.org>", "x"])
def test_what_is_not_there_is_said_to_be_mistyped_or_old(
    home: Place, asked: str
) -> None:
    said = home.give("trace", asked)
    assert (said.code, said.out) == (1, "")
    assert "it may be mistyped, or older than" in said.err
    assert "glassine events --to" in said.err


def test_a_local_delivery_names_the_inbox_and_its_owner() -> None:
    delivered = replace(
        sample(Delivered), filed=FolderClass.INBOX, delay=Seconds(0.014)
    )
    said = told(sample(Received), delivered)
    assert said.startswith(
        "Accepted at 2020-10-26 23:45:45 UTC from someone@example.net by way"
    )
    assert said.endswith("delivered to dustin@d19.ca at once into the inbox.")


def test_how_a_letter_was_protected_is_said_as_far_as_it_is_kept() -> None:
    newest, oldest = sample(Received), replace(sample(Received), tls_version=None)
    assert "by way of mx.example.net over TLS 1.3, passed SPF and DKIM" in told(newest)
    assert "by way of mx.example.net over TLS, passed" in told(oldest)
    assert "TLS" not in told(replace(oldest, tls=False))


def test_a_remote_delivery_names_the_host_that_took_it() -> None:
    taken = replace(sample(Delivered), filed=None, delay=Seconds(1.25))
    assert told(SEED_QUEUED, taken).endswith(
        "taken by mail.d19.ca for dustin@d19.ca at once."
    )


def test_only_the_last_word_on_a_delivery_is_told() -> None:
    bounced = replace(sample(Bounced), at=Milliseconds(AT + 7_260_000))
    assert told(SEED_QUEUED, sample(Deferred)).endswith(
        "put off by mx.example.net for dustin@d19.ca at once "
        '(451 4.7.1 greylisted, "▒" try again later).'
    )
    assert told(SEED_QUEUED, sample(Deferred), bounced).endswith(
        "given up for dustin@d19.ca at 2020-10-27 01:46:45 (2 h later) "
        "(550 5.1.1 user unknown)."
    )


def test_what_was_refused_or_has_not_ended_is_said() -> None:
    assert told(sample(Denied)) == (
        "Refused at 2020-10-26 23:45:45 UTC: mail from someone@example.net to "
        "dustin@d19.ca by way of mx.example.net [192.0.2.7], at rcpt by access with "
        "550 because the recipient's domain is not one of ours, and nobody had logged "
        "in; no message was accepted. "
        "What to do: send it to that domain's own server, or log in."
    )
    assert told(SEED_QUEUED).endswith("and nothing has become of it yet.")
    assert told() == "No message was accepted in it."
