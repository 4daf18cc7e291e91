"""Whoever looks is seen: who, at what, how many rows, and whose addresses."""

import pytest

from flow.viewing.viewers import ADA, DUSTIN, Window
from glassine.events.facts import Action
from glassine.flow.viewing.desk import Viewer
from glassine.flow.viewing.look import look, newest, one_event, raw_lines, tail
from glassine.flow.viewing.overview import accounts, operators_log, overview, queue
from glassine.flow.viewing.wanted import EventFilter, QueueFilter
from glassine.flow.viewing.witness import NotAllowed, check
from glassine.store.api.operators import Role
from glassine.words.clock import Milliseconds
from store.samples import ANN, BOB, CONNECTION, NOW, account_of, queued

HOUR = 3_600_000


def test_a_page_is_shown_after_the_look_is_kept(here: Window) -> None:
    here.happen(queued(), queued(at=NOW + 1, sender=BOB, to=(ANN,)))
    page = here.run(look(here.desk, DUSTIN, EventFilter(mail_from=ANN)))
    assert len(page.events) == 1
    said = here.last_look(Action.EVENTS)
    assert (said["who"], said["rows"]) == ("dustin", 1)
    assert said["filter"] == "from=ann@example.org"
    assert said["touched"] == ["ann@example.org"]  # bob is none of ours


def test_what_was_asked_for_counts_as_touched_even_if_nothing_is_found(
    here: Window,
) -> None:
    here.run(look(here.desk, DUSTIN, EventFilter(rcpt_to=ANN)))
    assert here.last_look(Action.EVENTS)["touched"] == ["ann@example.org"]


def test_a_free_text_is_not_repeated_in_the_log(here: Window) -> None:
    here.run(look(here.desk, DUSTIN, EventFilter(text="hunter2")))
    assert here.last_look(Action.EVENTS)["filter"] == "text=given"


def test_pages_go_to_the_oldest_and_back(here: Window) -> None:
    here.happen(*(queued(at=NOW + number) for number in range(5)))
    wanted = EventFilter(types=frozenset({"queued"}), limit=2)
    ask = lambda **way: here.run(look(here.desk, DUSTIN, wanted, **way))
    first = ask()
    assert first.newer is None and first.older == first.events[-1].key
    second = ask(before=first.older)
    third = ask(before=second.older)
    assert (len(third.events), third.older) == (1, None)
    assert ask(newer_than=third.newer).events == second.events
    again = ask(newer_than=second.newer)
    assert again.events == first.events
    assert again.newer is None


def test_a_tail_tells_what_came_and_keeps_a_look_only_then(here: Window) -> None:
    begun = here.run(newest(here.desk))
    assert here.run(tail(here.desk, DUSTIN, EventFilter(), begun)).events == []
    assert here.looks() == []
    here.happen(queued())
    came = here.run(tail(here.desk, DUSTIN, EventFilter(), begun))
    assert (len(came.events), came.left_out) == (1, 0)
    assert here.last_look(Action.TAIL)["rows"] == 1
    for _ in range(2):  # it does not see itself
        assert here.run(tail(here.desk, DUSTIN, EventFilter(), came.until)).events == []
    assert len(here.looks()) == 1


def test_a_tail_shows_the_newest_and_counts_what_is_too_much(here: Window) -> None:
    begun = here.run(newest(here.desk))
    here.happen(*[queued() for _ in range(5)])
    came = here.run(tail(here.desk, DUSTIN, EventFilter(), begun, 2))
    assert [event.key - begun for event in came.events] == [4, 5]
    assert came.left_out == 3
    assert here.last_look(Action.TAIL)["rows"] == 2


def test_a_tail_does_not_go_twice_through_what_does_not_fit(here: Window) -> None:
    begun = here.run(newest(here.desk))
    here.happen(*[queued() for _ in range(5)])
    wanted = EventFilter(types=frozenset({"denied"}))
    came = here.run(tail(here.desk, DUSTIN, wanted, begun))
    assert (came.events, came.until - begun) == ([], 5)
    few = EventFilter(limit=3)
    assert here.run(tail(here.desk, DUSTIN, few, begun)).until - begun == 3


def test_one_event_comes_with_the_lines_of_its_connection(here: Window) -> None:
    here.happen(queued(), lines=b"b\na\n")
    key = here.run(newest(here.desk))
    seen = here.run(one_event(here.desk, DUSTIN, key))
    assert seen is not None and seen.lines == [b"a\n", b"b\n"]
    assert here.last_look(Action.EVENT_SHOW)["filter"] == f"key={key}"
    assert here.run(one_event(here.desk, DUSTIN, key + 99)) is None


def test_raw_lines_are_the_newest_in_order(here: Window) -> None:
    here.happen(queued(), lines=b"1\n2\n")
    here.happen(queued(), lines=b"3\n")
    assert here.run(raw_lines(here.desk, DUSTIN, None, 2)) == [b"2\n", b"3\n"]
    lines = here.run(raw_lines(here.desk, DUSTIN, CONNECTION, 9))
    assert lines == [b"1\n", b"2\n", b"3\n"]
    assert here.last_look(Action.LOG)["filter"] == f"uuid={CONNECTION}"


def test_the_overview_counts_by_type(here: Window) -> None:
    here.happen(queued(), queued())
    start = Milliseconds(NOW // HOUR * HOUR)
    seen = here.run(overview(here.desk, ADA, start, Milliseconds(NOW), HOUR))
    assert [(c.name, c.events) for c in seen.types] == [("queued", 2)]
    assert (seen.waiting, seen.oldest, seen.failing) == (0, None, [])
    assert here.last_look(Action.OVERVIEW)["who"] == "ada"


def test_lists_of_accounts_and_queue_are_looks_too(here: Window) -> None:
    here.write(lambda books: books.accounts.add(account_of()))
    (row,) = here.run(accounts(here.desk, DUSTIN))
    assert (row.address, row.only_sends) == (ANN, False)
    assert here.last_look(Action.ACCOUNT_LIST)["touched"] == ["ann@example.org"]
    assert here.run(queue(here.desk, DUSTIN, QueueFilter())) == []
    assert here.last_look(Action.QUEUE_LIST)["rows"] == 0
    assert len(here.run(operators_log(here.desk, ADA))) == 2


@pytest.mark.parametrize(
    ("viewer", "action", "may"),
    [
        (ADA, Action.EVENTS, True),
        (ADA, Action.VERIFY, True),
        (ADA, Action.QUEUE_DROP, False),
        (DUSTIN, Action.QUEUE_DROP, True),
        (DUSTIN, Action.ACCOUNT_DELETE, False),
        (Viewer(DUSTIN.who, Role.ADMIN), Action.ACCOUNT_DELETE, True),
    ],
)
def test_a_role_goes_so_far(viewer: Viewer, action: Action, may: bool) -> None:
    if may:
        check(viewer, action)
        return
    with pytest.raises(NotAllowed):
        check(viewer, action)
