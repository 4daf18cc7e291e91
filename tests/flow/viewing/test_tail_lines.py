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


def test_whoever_the_lines_name_is_told_and_a_message_id_is_nobody(
    here: Window,
) -> None:
    key = here.run(newest_lines(here.desk))
    named = LINES.replace(
        b"one",
        b"recipient <cat@example.org> code=OK sender=ann@example.org"
        b" mid=<dan@example.org> as : eve@example.net",
    )
    here.happen(queued(), lines=named)
    here.run(tail_lines(here.desk, DUSTIN, key))
    told = here.last_look(Action.LOG)["touched"]
    assert told == ["ann@example.org", "cat@example.org"]


def test_lines_of_one_message_alone_are_followed(here: Window) -> None:
    key = here.run(newest_lines(here.desk))
    uuid = str(queued().uuid)
    other = uuid[:-1] + "2"
    lines = [LINES.replace(b"[-]", f"[{each}]".encode()) for each in (uuid, other)]
    here.happen(queued(), lines=b"".join(lines))
    assert here.run(tail_lines(here.desk, DUSTIN, key, uuid))[0] == lines[:1]
    assert here.last_look(Action.LOG)["filter"] == f"follow uuid={uuid}"


def test_a_tail_shows_other_looks_and_not_its_own(here: Window) -> None:
    here.happen(queued(), lines=LINES)
    key = here.run(newest_lines(here.desk))
    here.run(look(here.desk, DUSTIN, EventFilter()))
    [line], key = here.run(tail_lines(here.desk, DUSTIN, key))
    assert b"action=events" in line
    for _ in range(3):
        lines, key = here.run(tail_lines(here.desk, DUSTIN, key))
        assert lines == []
