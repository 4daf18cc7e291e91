"""What is kept says less as it ages, and stays a record and a line that reads back."""

import json
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from event_strategies import EVENTS
from glassine.events import lines
from glassine.events.ageing import Ageing, Stage, age_line, age_lines, age_record
from glassine.events.facts import Circumstances, FilterText, ScrubbedText
from glassine.events.kinds import Event
from glassine.events.milestones import Deferred, Denied, Milestone, Operated, Received
from glassine.events.parse import parse
from glassine.events.record import render
from glassine.events.steps import Disconnected, SenderSaid
from glassine.words.public import Domain, Endpoint, HostName, parse_address
from sample_events import (
    BEYOND_THE_SEED,
    DUSTIN,
    MX,
    SAMPLES,
    SEED_ABOUT,
    SEED_QUEUED,
    STRANGER,
)

OURS = (Domain("d19.ca"),)
BLUR = Ageing(Stage.BLURRED, OURS)
DROP = Ageing(Stage.DROPPED, OURS)
STAGES = [BLUR, DROP]
MILESTONES = [event for event in SAMPLES if isinstance(event, Milestone)]
TELLING = HostName("dsl-192-0-2-7.example.net")
(SEED_END,) = (event for event in SAMPLES if isinstance(event, Disconnected))
(DEFERRED,) = (event for event in BEYOND_THE_SEED if isinstance(event, Deferred))
(DENIED,) = (event for event in BEYOND_THE_SEED if isinstance(event, Denied))
(OPERATED,) = (event for event in BEYOND_THE_SEED if isinstance(event, Operated))
(RECEIVED,) = (event for event in BEYOND_THE_SEED if isinstance(event, Received))


def aged(event: Milestone, ageing: Ageing) -> dict[str, Any]:
    """Return an event's record at a stage."""
    said: dict[str, Any] = json.loads(age_record(render(event), ageing))
    return said


def aged_lines(event: Event, ageing: Ageing) -> str:
    """Return an event's raw lines at a stage."""
    return age_lines(lines.render(event), ageing).decode()


def named(about: Circumstances, host: HostName) -> Circumstances:
    """Return the circumstances with another name of the remote host."""
    assert about.remote
    remote = replace(about.remote, host=host, info=host)
    return replace(about, remote=remote)


def keys(said: Any) -> Any:
    """Return the names and types in a record, without what they hold."""
    if isinstance(said, dict):
        return [(key, keys(each)) for key, each in said.items()]
    return [keys(each) for each in said] if isinstance(said, list) else type(said)


def test_blurring_cuts_the_remote_address_and_keeps_a_name_that_is_just_a_name() -> (
    None
):
    said = aged(RECEIVED, BLUR)
    assert said["remote"]["ip"] == "192.0.2.0"
    assert said["remote"]["host"] == "mx.example.net"
    assert said["mailFrom"] == "<someone@example.net>"


def test_blurring_takes_a_name_that_holds_the_address() -> None:
    about = named(STRANGER, TELLING)
    said = aged(replace(RECEIVED, about=about), BLUR)
    assert (said["remote"]["host"], said["remote"]["info"]) == ("", "")


def test_dropping_takes_address_names_and_what_tells_of_strangers() -> None:
    said = aged(RECEIVED, DROP)
    remote = said["remote"]
    assert (remote["ip"], remote["host"], remote["info"]) == ("", "", "")
    assert said["mailFrom"] == "<@example.net>"
    assert said["rcptTo"] == ["<dustin@d19.ca>"]


def test_our_own_users_stay_named() -> None:
    said = aged(SEED_QUEUED, DROP)
    assert said["authUser"] == "mainwp.app@d19.ca"
    assert said["mailFrom"] == "<mainwp.app@d19.ca>"


def test_a_bounce_keeps_its_empty_sender() -> None:
    about = replace(STRANGER, mail_from=None)
    assert aged(replace(RECEIVED, about=about), DROP)["mailFrom"] == "<>"


def test_the_server_that_answered_ages_as_well() -> None:
    blurred, dropped = aged(DEFERRED, BLUR)["details"], aged(DEFERRED, DROP)["details"]
    assert (blurred["ip"], blurred["host"]) == ("198.51.100.0", "mx.example.net")
    assert blurred["response"].startswith("451 4.7.1 greylisted")
    assert (dropped["ip"], dropped["host"], dropped["response"]) == ("", "", "")
    assert (dropped["code"], dropped["enhanced"]) == (451, "4.7.1")


def test_an_answer_that_quotes_an_address_is_blurred() -> None:
    answer = ScrubbedText("550 198.51.100.25 is listed, see 2001:db8:1:2::7")
    said = aged(replace(DEFERRED, response=answer), BLUR)
    assert said["details"]["response"] == (
        "550 198.51.100.0 is listed, see 2001:db8:1::"
    )


def test_what_an_operator_asked_for_ages_as_well() -> None:
    asked = FilterText(
        "type=queued from=bob+a=b@example.net to=dustin@d19.ca ip=192.0.2.7"
    )
    event = replace(OPERATED, filter=asked)
    blurred, dropped = (aged(event, stage)["details"]["filter"] for stage in STAGES)
    assert blurred == asked.replace("192.0.2.7", "192.0.2.0")
    assert dropped == "type=queued from=@example.net to=dustin@d19.ca ip="
    assert "bob" not in aged_lines(event, DROP)
    assert "192.0.2" not in aged_lines(event, DROP)


def test_a_line_of_a_refusal_ages() -> None:
    assert aged_lines(DENIED, BLUR).endswith(" ip=192.0.2.0\n")
    assert aged_lines(DENIED, DROP).endswith(' ip=""\n')


def test_a_disconnect_line_loses_names_that_hold_the_address() -> None:
    end = replace(
        SEED_END,
        remote=Endpoint(ip_address("192.0.2.7"), 4),
        rdns=TELLING,
        helo=HostName("[192.0.2.7]"),
    )
    assert ' ip=192.0.2.0 rdns="" helo="" relay=Y' in aged_lines(end, BLUR)
    assert ' ip="" rdns="" helo="" relay=Y' in aged_lines(end, DROP)
    harmless = replace(end, rdns=HostName("mx.example.net"))
    assert " rdns=mx.example.net " in aged_lines(harmless, BLUR)
    assert ' rdns="" ' in aged_lines(harmless, DROP)


def test_a_line_keeps_the_address_it_was_reached_at() -> None:
    connect = aged_lines(SAMPLES[0], DROP)
    assert connect.endswith(' connect ip="" port=41064 local_ip=:: local_port=2525\n')


@pytest.mark.parametrize("name", ["someone@example.net", '"a code=OK b"@example.net'])
def test_a_sender_line_keeps_the_domain_of_a_stranger(name: str) -> None:
    said = next(event for event in SAMPLES if isinstance(event, SenderSaid))
    foreign = replace(said, sender=parse_address(name))
    assert " sender <@example.net> code=CONT " in aged_lines(foreign, DROP)
    assert aged_lines(said, DROP) == lines.render(said).decode()


def test_a_line_that_does_not_read_back_goes() -> None:
    whole = lines.render(DENIED)
    assert age_lines(b"192.0.2.7 \n" + whole, BLUR) == age_line(whole, BLUR)


def test_where_we_listen_and_whom_we_serve_stay() -> None:
    house = [event for event in SAMPLES if not event.uuid]
    for event in house:
        assert aged_lines(event, DROP) == lines.render(event).decode()


@pytest.mark.parametrize("ageing", STAGES)
@given(event=EVENTS)
@settings(max_examples=150, deadline=None)
def test_what_has_aged_reads_back_in_the_same_form(
    event: Event, ageing: Ageing
) -> None:
    fresh = lines.render(event)
    old = age_lines(fresh, ageing)
    was, now = (
        [parse(line) for line in text.splitlines(keepends=True)]
        for text in (fresh, old)
    )
    assert [(each.at, each.uuid, each.origin, list(each.pairs)) for each in now] == [
        (each.at, each.uuid, each.origin, list(each.pairs)) for each in was
    ]
    if isinstance(event, Milestone):
        record = render(event)
        assert keys(json.loads(age_record(record, ageing))) == keys(json.loads(record))


@given(event=EVENTS)
@settings(max_examples=150, deadline=None)
def test_to_age_again_changes_nothing_and_no_stage_depends_on_another(
    event: Event,
) -> None:
    kept = [(age_lines, lines.render(event))]
    if isinstance(event, Milestone):
        kept.append((age_record, render(event)))
    for age, fresh in kept:
        blurred, dropped = age(fresh, BLUR), age(fresh, DROP)
        assert age(blurred, BLUR) == blurred
        assert age(dropped, DROP) == dropped
        assert age(blurred, DROP) == dropped


def test_the_samples_hide_what_they_should() -> None:
    kept = b"".join(
        [age_lines(lines.render(event), DROP) for event in SAMPLES]
        + [age_record(render(event), DROP) for event in MILESTONES]
    ).decode()
    assert str(MX.ip) not in kept
    assert "172.18" not in kept
    assert "someone@" not in kept
    assert str(DUSTIN) in kept
    assert str(SEED_ABOUT.auth_user) in kept
