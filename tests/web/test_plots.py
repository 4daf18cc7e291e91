"""Plots say in words what they show, and hold together whatever is counted."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.web.plots import Bar, Column, lying, over_time, rounded

COUNTS = st.dictionaries(st.sampled_from(["received", "denied"]), st.integers(0, 10**9))


@given(st.lists(COUNTS, max_size=60))
def test_a_plot_over_time_is_well_formed_and_stays_inside(
    counts: list[dict[str, int]],
) -> None:
    columns = [Column(f"{n}:00", each) for n, each in enumerate(counts)]
    plot = ElementTree.fromstring(over_time("By type", ["received", "denied"], columns))
    for mark in plot.iter("rect"):
        top, tall = float(mark.attrib["y"]), float(mark.attrib["height"])
        assert top >= 0
        assert tall >= 0


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 10**9)), max_size=10))
def test_names_are_escaped(counted: list[tuple[str, int]]) -> None:
    printable = [(n, c) for n, c in counted if n.isprintable()]
    plot = lying("By host", [Bar(n, c, "/events?a=1&b=2") for n, c in printable], "x")
    assert len(list(ElementTree.fromstring(plot).iter("rect"))) == len(printable)


def test_a_plot_says_what_it_shows() -> None:
    plot = lying("Refused by check", [Bar("access", 4)], "denied")
    assert 'aria-label="Refused by check: access 4"' in plot


@pytest.mark.parametrize(("link", "role"), [("/queue", "group"), ("", "img")])
def test_a_plot_with_links_is_not_told_as_one_picture(link: str, role: str) -> None:
    plot = lying("Waiting", [Bar("example.net", 1, link)], "deferred")
    assert f'role="{role}"' in plot


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 5), (5, 5), (6, 10), (11, 20), (21, 50), (101, 200)],
)
def test_a_scale_ends_in_a_round_number(most: int, top: int) -> None:
    assert rounded(most) == top
