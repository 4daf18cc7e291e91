"""The overview: what is drawn, and in which scale."""

import re

from web.browser import Browser


def test_what_is_not_drawn_is_not_in_the_scale(operator: Browser) -> None:
    page = operator.page("/overview")
    plot = re.search(r'"Messages by type: (\d+) in.*?</svg>', page, re.DOTALL)
    assert plot is not None
    figures = re.findall(r'<strong class="\w[\w-]*">([\d,]+)</strong>', page)
    assert int(plot[1]) == sum(int(each.replace(",", "")) for each in figures)
    assert "5,000" not in plot[0]


def test_what_waits_is_told_by_destination_and_by_age(operator: Browser) -> None:
    page = operator.page("/overview")
    assert "Waiting by destination: example.net 9" in page
    assert "Waiting by age: up to 10 min 1, over 24 h 0" in page
