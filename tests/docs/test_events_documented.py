"""`docs/events.md` names every event, type, key and line, and its examples are real."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from glassine.events import lines, record
from glassine.events.kinds import KINDS, Event
from glassine.events.milestones import Milestone
from sample_events import SAMPLES

PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
MILESTONES = [event for event in SAMPLES if isinstance(event, Milestone)]


def name(thing: object) -> str:
    """Return the class's name, for test ids and headings."""
    return thing.__name__ if isinstance(thing, type) else type(thing).__name__


def chapter(kind: type) -> str:
    """Return what the page says under the heading of a kind."""
    found = re.search(rf"^### {kind.__name__}\b.*?(?=^##)", PAGE, re.M | re.S)
    assert found is not None, f"docs/events.md has no heading for {kind.__name__}"
    return found[0]


def keys(value: Any) -> set[str]:
    """Return all keys of a JSON value, nested ones too."""
    if not isinstance(value, dict):
        return set()
    return set(value).union(*(keys(inner) for inner in value.values()))


@pytest.mark.parametrize("kind", KINDS, ids=name)
def test_every_event_has_a_chapter_and_a_sample(kind: type) -> None:
    assert len(chapter(kind).splitlines()) > 1
    assert any(type(event) is kind for event in SAMPLES)


@pytest.mark.parametrize("event", MILESTONES, ids=name)
def test_every_type_and_its_details_are_named(event: Milestone) -> None:
    text = chapter(type(event))
    assert f"type `{record.type_of(event)}`" in text
    details = json.loads(record.render(event))["details"]
    own = keys(details) - {"spamStatus", "message"}
    assert {key for key in own if f"`{key}`" not in text} == set()


@pytest.mark.parametrize("event", MILESTONES, ids=name)
def test_the_common_keys_are_named(event: Milestone) -> None:
    common = json.loads(record.render(event))
    assert {key for key in common if f"| `{key}` |" not in PAGE} == set()
    assert {key for key in common["remote"] if f"`{key}`" not in PAGE} == set()


@pytest.mark.parametrize("event", SAMPLES, ids=name)
def test_every_example_of_a_line_is_what_is_printed(event: Event) -> None:
    if printed := lines.render(event).decode():
        assert printed in chapter(type(event))


@pytest.mark.parametrize("event", SAMPLES, ids=name)
def test_every_key_of_a_line_is_in_its_template(event: Event) -> None:
    printed = lines.render(event).decode().partition("] ")[2]
    template = chapter(type(event)).partition("```")[0]
    shown = re.findall(r"(?<= )([a-z_]+)=", re.sub(r'"[^"]*"', "", printed))
    assert [key for key in shown if f"{key}=" not in template] == []


def test_every_json_example_is_a_record() -> None:
    examples = re.findall(r"^```json\n(.*?)^```", PAGE, re.M | re.S)
    records = [json.loads(record.render(event)) for event in MILESTONES]
    assert [text for text in examples if json.loads(text) not in records] == []
