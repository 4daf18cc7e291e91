"""A page of one message is one look, which tells all that the page shows."""

from flow.viewing.viewers import ADA, DUSTIN, Window
from glassine.events.facts import Action
from glassine.flow.viewing.look import newest
from glassine.flow.viewing.opened import open_event, open_story
from store.samples import ANN, BOB, CONNECTION, queued

UUID = f"{CONNECTION}.1"
LINE = f"2026-11-23T10:00:00.000Z [INFO] [{CONNECTION}] [core] ".encode()
LINES = LINE + b"to=<eve@example.org>\n" + LINE + b"more\n"


def test_to_open_a_record_is_one_look_that_names_its_message(here: Window) -> None:
    here.happen(queued(sender=BOB, to=(ANN,)), lines=LINES)
    key = here.run(newest(here.desk))
    opened = here.run(open_event(here.desk, DUSTIN, key))
    assert opened is not None and opened.story is not None
    assert opened.event.key == key
    assert opened.story.trace.uuid == UUID
    assert opened.story.why is not None
    [kept] = here.looks()
    assert (kept["action"], kept["filter"]) == (Action.PAGE, f"uuid={UUID}")
    assert kept["rows"] == 3  # the record and two lines, each of them once
    assert kept["touched"] == ["ann@example.org", "eve@example.org"]


def test_to_open_a_trace_is_one_look_even_where_there_is_nothing(here: Window) -> None:
    assert here.run(open_story(here.desk, ADA, UUID)) is None
    assert here.last_look(Action.PAGE)["rows"] == 0
    here.happen(queued())
    assert here.run(open_story(here.desk, ADA, UUID)) is not None
    assert here.last_look(Action.PAGE)["filter"] == f"uuid={UUID}"
    assert len(here.looks()) == 2


def test_what_is_of_no_message_is_a_look_at_the_record_alone(here: Window) -> None:
    here.run(open_story(here.desk, ADA, UUID))
    key = here.run(newest(here.desk))
    opened = here.run(open_event(here.desk, DUSTIN, key))
    assert opened is not None and opened.story is None
    assert here.last_look(Action.EVENT_SHOW)["filter"] == f"key={key}"
    assert here.run(open_event(here.desk, DUSTIN, key + 99)) is None
