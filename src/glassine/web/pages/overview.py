"""A stretch of time at a glance: what came, what waits, who refuses, who fails."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from glassine.web.plots import Bar, Column, lying, over_time
from glassine.web.reading import Reading, one_of
from glassine.web.records import moment
from glassine.web.room import Room
from glassine.web.view import MINUTES
from glassine.web.viewing import Counted, Moment, Operator, Overview
from glassine.words.clock import Milliseconds

KINDS = ("received", "queued", "delivered", "deferred", "bounce", "denied")
STEPS = 48
COUNTED = 600_000  # milliseconds: counts are kept by ten minutes
MINUTE = 60_000
DAY = 1440  # minutes


async def overview(room: Room, request: Request, who: Operator) -> Response:
    """Show the plots of the time that the URL asks for."""
    read = Reading(request.query_params)
    last = read.one("last", one_of(tuple(MINUTES)), "a time of the list") or "24h"
    since, step = stretch(room.clock.now(), MINUTES[last] * MINUTE)
    found = await room.viewing.overview(who, since, step)
    return room.operators_page(
        request,
        who,
        "overview.html",
        last=last,
        found=found,
        sums=sums(found),
        kinds=KINDS,
        **_plots(found, last),
    )


def stretch(now: Milliseconds, length: int) -> tuple[Milliseconds, Milliseconds]:
    """Return where the first step begins, and how long each is.

    Steps begin at whole multiples, so that a page loaded again shows the same bars.
    """
    step = max(1, length // STEPS // COUNTED) * COUNTED
    first = now // step - max(1, length // step) + 1
    return Milliseconds(first * step), Milliseconds(step)


def sums(found: Overview) -> dict[str, int]:
    """Return how many of each kind there were in all."""
    every = [count for each in found.moments for count in each.counts]
    return {k: sum(c.count for c in every if c.name == k) for k in KINDS}


def _plots(found: Overview, last: str) -> dict[str, Any]:
    form = "%H:%M" if MINUTES[last] <= DAY else "%d %b"
    columns = [Column(moment(each.at, form), _drawn(each)) for each in found.moments]
    deferred = _bars(found.deferred, "host", {"type": "deferred", "last": last})
    refused = _bars(found.refused, "", {"type": "denied", "last": last})
    failing = _bars(found.failing, "host", {"type": "deferred", "last": last})
    backlog = [Bar(each.name, each.count, "/queue") for each in found.backlog]
    ages = [Bar(each.name, each.count) for each in found.ages]
    return {
        "messages": over_time("Messages by type", KINDS, columns),
        "deferred": deferred and lying("Deferred by destination", deferred, "deferred"),
        "refused": refused and lying("Refused by check", refused, "denied"),
        "backlog": backlog and lying("Waiting by destination", backlog, "queued"),
        "ages": ages and lying("Waiting by age", ages, "queued"),
        "failing": failing and lying("Hosts that fail most", failing, "bounce"),
    }


def _drawn(of: Moment) -> dict[str, int]:
    """Return what the plot shows of a moment: what it does not, is not in its scale."""
    return {c.name: c.count for c in of.counts if c.name in KINDS}


def _bars(counted: Sequence[Counted], field: str, asked: dict[str, str]) -> list[Bar]:
    """Return a bar each, which leads to its records where a field finds them."""
    return [
        Bar(each.name, each.count, _link(asked | ({field: each.name} if field else {})))
        for each in counted
    ]


def _link(asked: dict[str, str]) -> str:
    return f"/events?{urlencode(asked)}"
