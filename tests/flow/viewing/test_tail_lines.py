"""Raw lines as they come: each once, and the tail does not see itself."""

from flow.viewing.viewers import DUSTIN, Window
from glassine.events.facts import Action
from glassine.flow.viewing.look import look
from glassine.flow.viewing.tail_lines import newest_lines, tail_lines
from glassine.store.api.events import EventFilter
from store.samples import queued

LINES = b"2026-11-23T10:02:11.345Z [INFO] [-] [core] one\n"


def test_lines_come_once_and_the_look_is_kept(here: Window) -> None:
    key = here.run(newest_lines(here.desk))
    here.happen(queued(), lines=LINES)
    lines, key = here.run(tail_lines(here.desk, DUSTIN, key))
    assert lines == [LINES]
    assert here.last_look(Action.LOG)["rows"] == 1
    assert here.run(tail_lines(here.desk, DUSTIN, key))[0] == []
    assert len(here.looks()) == 1


def test_a_tail_shows_other_looks_and_not_its_own(here: Window) -> None:
    here.happen(queued(), lines=LINES)
    key = here.run(newest_lines(here.desk))
    here.run(look(here.desk, DUSTIN, EventFilter()))
    [line], key = here.run(tail_lines(here.desk, DUSTIN, key))
    assert b"action=events" in line
    for _ in range(3):
        lines, key = here.run(tail_lines(here.desk, DUSTIN, key))
        assert lines == []
