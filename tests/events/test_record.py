"""JSON records: the same keys and types always, and nothing that does not print."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_strategies import of
from glassine.events import record
from glassine.events.facts import Check, Circumstances, Stage
from glassine.events.milestones import Denied, Milestone
from glassine.words.public import Direction, parse_address
from sample_events import AT, C1, SAMPLES, SEED_QUEUED

MILESTONES = st.one_of([of(kind) for kind in get_args(Milestone)])
SAMPLE_MILESTONES = [event for event in SAMPLES if isinstance(event, Milestone)]


def shape(value: Any) -> Any:
    """Return the keys, in order, and types of a record; details and items apart."""
    if isinstance(value, dict):
        return [(k, None if k == "details" else shape(v)) for k, v in value.items()]
    return type(value)


@settings(max_examples=100, deadline=None)
@given(MILESTONES)
def test_every_record_has_the_shape_of_the_seeds(event: Milestone) -> None:
    ours = json.loads(record.render(event))
    assert shape(ours) == shape(json.loads(record.render(SEED_QUEUED)))
    assert list(ours["details"])[:2] == ["spamStatus", "message"]


@settings(max_examples=100, deadline=None)
@given(MILESTONES)
def test_no_record_holds_a_character_that_does_not_print(event: Milestone) -> None:
    assert record.render(event).decode().isprintable()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_type_has_the_same_details_with_the_same_types_always(
    data: st.DataObject,
) -> None:
    sample = data.draw(st.sampled_from(SAMPLE_MILESTONES))
    other = data.draw(of(type(sample)))
    mine, theirs = (json.loads(record.render(e))["details"] for e in (sample, other))
    assert shape(mine) == shape(theirs)


def test_the_types_are_those_of_the_document() -> None:
    assert {record.type_of(event) for event in SAMPLE_MILESTONES} == {
        "received",
        "queued",
        "delivered",
        "deferred",
        "bounce",
        "denied",
        "spam",
        "auth",
        "spam-learn",
        "operator",
        "pruned",
    }


@pytest.mark.parametrize(
    ("has_mail_from", "sender", "shown"),
    [
        (False, None, ""),
        (True, None, "<>"),
        (True, parse_address("a@example.org"), "<a@example.org>"),
    ],
)
def test_the_null_reverse_path_differs_from_none_yet(
    has_mail_from: bool, sender: Any, shown: str
) -> None:
    event = Denied(
        at=AT,
        uuid=C1,
        about=Circumstances(
            direction=Direction.INBOUND, mail_from=sender, has_mail_from=has_mail_from
        ),
        stage=Stage.HELO,
        check=Check.PROTOCOL,
        code=501,
        enhanced=None,
    )
    assert json.loads(record.render(event))["mailFrom"] == shown
