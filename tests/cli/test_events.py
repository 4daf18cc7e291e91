"""`glassine events`: found by anything the operator may see, and each look is seen."""

import json
from typing import Any

import pytest
from rich.console import Console

from cli.commands import Place
from cli.happenings import MESSAGE_ID, OTHER, happen, later, queued
from glassine.cli.event_filter import RecordType
from glassine.cli.event_rows import read, remark, table
from glassine.events.milestones import Milestone
from glassine.events.record import render, type_of
from sample_events import SAMPLES, C

MILESTONES = [e for e in SAMPLES if isinstance(e, Milestone)]


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place where the seed's message went through."""
    happen(place)
    return place


def records(printed: str) -> list[dict[str, Any]]:
    """Return the JSON lines of a command."""
    return [json.loads(line) for line in printed.splitlines()]


def of_mail(printed: str) -> list[str]:
    """Return the types of the records that speak of mail."""
    return [r["type"] for r in records(printed) if r["type"] != "operator"]


def test_to_a_program_records_are_json_lines_in_order_of_time(home: Place) -> None:
    happen(home, [queued(home, at=later(-1), uuid=OTHER)])
    found = records(home.done("events", "--type", "queued"))
    assert [record["uuid"] for record in found] == [OTHER, f"{C}.1"]
    assert found[1]["mailFrom"] == "<mainwp.app@d19.ca>"


@pytest.mark.parametrize(
    "asked",
    [
        ("--type", "queued", "--type", "delivered"),
        ("--direction", "outbound"),
        ("--from", "MainWP.app@d19.ca"),
        ("--to", "dustin@d19.ca"),
        ("--ip", "172.18.0.35"),
        ("--ip", "172.18.0.0/16"),
        ("--uuid", C),
        ("--uuid", f"{C.lower()}.1"),
        ("--since", "2020-10-26", "--until", "2020-10-27T00:00:00Z"),
        ("--since", "2020-10-26T23:45:45+00:00", "--until", "1d"),
    ],
)
def test_a_message_is_found_by_what_the_operator_may_see(
    home: Place, asked: tuple[str, ...]
) -> None:
    assert sorted(of_mail(home.done("events", *asked))) == ["delivered", "queued"]


@pytest.mark.parametrize("form", [str, lambda text: text.strip("<>"), "  {} ".format])
def test_a_message_is_found_by_its_message_id(home: Place, form: Any) -> None:
    printed = home.done("events", "--message-id", form(MESSAGE_ID))
    assert of_mail(printed) == ["queued"]
    digest = records(printed)[0]["details"]["messageIdDigest"]
    assert of_mail(home.done("events", "--message-id", digest)) == ["queued"]


@pytest.mark.parametrize(
    "asked",
    [
        ("--type", "bounce"),
        ("--direction", "inbound"),
        ("--from", "dustin@d19.ca"),
        ("--to", "mainwp.app@d19.ca"),
        ("--ip", "172.18.0.36"),
        ("--uuid", OTHER),
        ("--since", "2h", "--to", "dustin@d19.ca"),
        ("--message-id", "<another@mail.example.org>"),
    ],
)
def test_what_does_not_match_is_not_shown(home: Place, asked: tuple[str, ...]) -> None:
    assert home.done("events", *asked) == ""


def test_the_newest_are_shown_however_many_pages_they_fill(home: Place) -> None:
    many = [queued(home, at=later(n), uuid=OTHER) for n in range(1, 1203)]
    happen(home, many)
    found = records(home.done("events", "--uuid", OTHER, "--limit", "1101"))
    assert [r["ts"] for r in found] == [later(n) for n in range(102, 1203)]


def test_each_look_is_an_event_that_says_what_was_asked(home: Place) -> None:
    asked = ("--to", "dustin@d19.ca", "--type", "queued", "--ip", "2001:db8::/32")
    home.done("events", *asked)
    home.done("events", "--message-id", MESSAGE_ID)
    looks = records(home.done("events", "--type", "operator"))[-2:]
    assert [look["details"]["action"] for look in looks] == ["events", "events"]
    first, second = (look["details"]["filter"] for look in looks)
    assert first == "type=queued to=dustin@d19.ca ip=2001:db8::/32"
    assert second.endswith("@digest>")
    assert [look["details"]["rows"] for look in looks] == [0, 1]


def test_who_changed_what_is_an_event_too(home: Place) -> None:
    home.done("domain", "add", "example.net")
    add = ("account", "add", "anna@example.net", "--smtp-only", "--password-file", "-")
    home.done(*add, given="secret enough")
    found = records(home.done("events", "--type", "operator"))[-2:]
    changes = [record["details"] for record in found]
    assert [change["action"] for change in changes] == ["domain add", "account add"]
    assert changes[0]["filter"] == "domain=example.net"
    assert changes[1]["address"] == "anna@example.net"


def test_a_change_that_fails_is_no_event(home: Place) -> None:
    before = home.done("events", "--type", "operator")
    assert home.give("domain", "add", "example.org").code == 1
    after = home.done("events", "--type", "operator")
    assert after.count("domain add") == before.count("domain add")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--since", "yesterday"), "--since: it is a time such as 2h, 3d"),
        (("--ip", "172.18.0.256"), "--ip: it is an IP address or a network"),
        (("--uuid", "C.1"), "--uuid: it is a UUID as the log has it"),
        (("--from", "anna"), "--from: it is an address such as"),
        (("--type", "quued"), 'Did you mean "queued"?'),
        (("--limit", "0"), "Must be >= 1"),
    ],
)
def test_a_wrong_filter_is_answered_by_its_form(
    home: Place, words: tuple[str, ...], why: str
) -> None:
    said = home.give("events", *words)
    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert "Usage: glassine events [OPTIONS]\n" in said.err


def test_a_time_that_ends_before_it_begins_is_refused(home: Place) -> None:
    said = home.give("events", "--since", "1h", "--until", "2d")
    assert (said.code, said.out) == (1, "")
    assert "--until is before --since" in said.err


def test_every_type_of_record_can_be_asked_for() -> None:
    assert {type_of(event) for event in MILESTONES} == set(RecordType)


@pytest.mark.parametrize("event", MILESTONES, ids=lambda event: type_of(event))
def test_every_type_of_record_is_a_row_for_people(event: Milestone) -> None:
    record = read(render(event))
    screen = Console(width=120, record=True, file=None, quiet=True)
    with screen.capture() as shown:
        screen.print(table([record], headed=True))
    assert remark(record).strip()
    assert shown is not None


def test_a_row_says_when_what_who_and_which() -> None:
    screen = Console(width=120)
    with screen.capture() as shown:
        screen.print(table([read(render(MILESTONES[0]))], headed=False))
    row = " ".join(shown.get().split())
    assert row.startswith("10-26 23:45:4")
    assert "mainwp.app@d19.ca → dustin@d19.ca" in row
    assert f"{C}.1" in row
