"""Plots, drawn here as SVG: they need no script, and no style of their own.

Every mark has a class, which the one style sheet colours for dark and light. Each plot
is described in words as well, for who does not see it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10

from markupsafe import Markup

WIDTH, HEIGHT = 1160, 220
LYING = 560  # the width of bars that lie: two plots stand side by side
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 10, 24
GAP = 0.15  # of a bar's place
ROW = 24  # of a bar that lies

_PLOT = Markup(
    '<svg class="plot" role="{}" aria-label="{}" viewBox="0 0 {} {}">{}</svg>'
)
_LINE = Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>')
_RECT = Markup(
    '<rect class="mark {}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"'
    ' rx="1"><title>{}</title></rect>'
)
_TEXT = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
_LINK = Markup('<a href="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class Column:
    """One moment of a plot over time: how many of each kind."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many of all kinds."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing, and how many of it; `link` leads to them."""

    label: str
    count: int
    link: str = ""


def over_time(title: str, kinds: Sequence[str], columns: Sequence[Column]) -> Markup:
    """Return bars over time, the kinds stacked in their order."""
    most = rounded(max((column.total for column in columns), default=0))
    inside = WIDTH - LEFT - RIGHT
    step = inside / max(len(columns), 1)
    marks = [*_scale(most), *_moments(columns, step)]
    for number, column in enumerate(columns):
        marks.extend(_stack(kinds, column, LEFT + number * step, step, most))
    total = sum(column.total for column in columns)
    return _svg(f"{title}: {total} in {len(columns)} steps", WIDTH, HEIGHT, marks)


def lying(title: str, bars: Sequence[Bar], kind: str) -> Markup:
    """Return bars that lie below each other, their names before them."""
    most = max((bar.count for bar in bars), default=0) or 1
    half = LYING * 0.4
    marks: list[Markup] = []
    for number, bar in enumerate(bars):
        middle = number * ROW + ROW / 2
        least = 2.0 if bar.count else 0.0
        width = max(least, (LYING - half - 60) * bar.count / most)
        name = _text(half - 8, middle + 4, bar.label, "end")
        marks.append(_linked(name, bar.link))
        marks.append(_rect(half, middle - 8, width, 16, kind, str(bar.count)))
        marks.append(_text(half + width + 6, middle + 4, f"{bar.count:,}", "start"))
    said = ", ".join(f"{bar.label} {bar.count}" for bar in bars)
    tall = max(ROW, len(bars) * ROW)
    # What is told as one picture hides the links in it from who hears the page.
    role = "group" if any(bar.link for bar in bars) else "img"
    return _svg(f"{title}: {said}", LYING, tall, marks, role)


def rounded(most: int) -> int:
    """Return the round number above, for the top of a scale: 1, 2 or 5 and zeros."""
    if most <= 5:
        return 5
    size = int(10 ** int(log10(most)))
    return next(n * size for n in (1, 2, 5, 10) if n * size >= most)


def _stack(
    kinds: Sequence[str], column: Column, x: float, step: float, most: int
) -> list[Markup]:
    marks, base = [], float(HEIGHT - BOTTOM)
    for kind in kinds:
        count = column.counts.get(kind, 0)
        if not count:
            continue
        tall = (HEIGHT - TOP - BOTTOM) * count / most
        base -= tall
        width = step * (1 - GAP)
        said = f"{column.label}: {count} {kind}"
        marks.append(_rect(x, base, width, tall, kind, said))
    return marks


def _scale(most: int) -> list[Markup]:
    marks = []
    for part in (0, 0.5, 1):
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part
        marks.append(_LINE.format(LEFT, WIDTH - RIGHT, y, y))
        marks.append(_text(LEFT - 6, y + 4, f"{most * part:,.0f}", "end"))
    return marks


def _moments(columns: Sequence[Column], step: float) -> list[Markup]:
    every = ceil(len(columns) / 12) or 1
    return [
        _text(LEFT + (number + 0.5) * step, HEIGHT - 6, column.label, "middle")
        for number, column in enumerate(columns)
        if number % every == 0
    ]


def _svg(
    said: str, width: float, height: float, marks: Sequence[Markup], role: str = "img"
) -> Markup:
    return _PLOT.format(role, said, width, height, Markup("").join(marks))


def _rect(
    x: float, y: float, width: float, height: float, kind: str, said: str
) -> Markup:
    return _RECT.format(kind, x, y, width, height, said)


def _text(x: float, y: float, said: str, anchor: str) -> Markup:
    return _TEXT.format(x, y, anchor, said)


def _linked(inner: Markup, link: str) -> Markup:
    return _LINK.format(link, inner) if link else inner
