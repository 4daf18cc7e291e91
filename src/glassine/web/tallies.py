"""Counts by step and name, put together for the plots."""

from collections import defaultdict
from collections.abc import Sequence

from glassine.flow.viewing import overview as flow
from glassine.flow.viewing.wanted import Count
from glassine.web.records import span
from glassine.web.viewing import Counted, Moment, Overview
from glassine.words.clock import Milliseconds


def tallied(
    found: flow.Overview, since: Milliseconds, until: Milliseconds, step: Milliseconds
) -> Overview:
    """Return the overview with a moment for each step, the empty ones too."""
    by_moment: defaultdict[int, list[Counted]] = defaultdict(list)
    for count in found.types:
        by_moment[(count.at - since) // step].append(Counted(count.name, count.events))
    steps = range((until - since) // step + 1)
    return Overview(
        moments=[
            Moment(Milliseconds(since + number * step), by_moment[number])
            for number in steps
        ],
        deferred=_top(found.deferred),
        refused=_top(found.denied),
        failing=[Counted(name, count) for name, count in found.failing],
        backlog=[Counted(d.domain.name, d.rows) for d in found.destinations],
        ages=_ages(found.ages),
        waiting=found.waiting,
        oldest=found.oldest,
    )


def _ages(found: Sequence[tuple[Milliseconds, int]]) -> list[Counted]:
    """Return the counts by the words for their age; nothing where nothing waits."""
    if not any(count for _, count in found):
        return []
    ends = [age for age, _ in found[1:]]
    names = [f"up to {span(end)}" for end in ends] + [f"over {span(ends[-1])}"]
    return [Counted(name, count) for name, (_, count) in zip(names, found, strict=True)]


def _top(counts: Sequence[Count]) -> list[Counted]:
    return [Counted(name, count) for name, count in flow.top(list(counts))]
