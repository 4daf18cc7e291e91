"""A setting is found on its line, whatever stands around it."""

import pytest

from glassine.config.places import Place, line_of, places

TEXT = '''\
# [not.a.table]
a = """
b = 1
[c]
"""

[limits] # a comment = 3
"quoted = key" = [
  "x = 1", # ]
  "[y]",
]
idle = "5m"
in.line = { deep = 1 }

[[route]]
to = 'one'
[[route]]
to = 'two'
[auth.deep]
x = 1
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a",), 2),
        (("limits",), 7),
        (("limits", "quoted = key"), 8),
        (("limits", "idle"), 12),
        (("limits", "in", "line", "deep"), 13),
        (("route",), 15),
        (("route", 0), 15),
        (("route", 0, "to"), 16),
        (("route", 1), 17),
        (("route", 1, "to"), 18),
        (("auth",), 19),
        (("auth", "deep", "x"), 20),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_setting_is_found_on_its_line(place: Place, line: int, end: str) -> None:
    assert places(TEXT.replace("\n", end))[place] == line


@pytest.mark.parametrize("place", [("b",), ("c",), ("x",), ("not",), ("y",)])
def test_what_only_looks_like_a_setting_is_not_found(place: Place) -> None:
    assert place not in places(TEXT)


def test_what_is_missing_is_placed_where_it_belongs() -> None:
    assert line_of(("route", 1, "domain"), places(TEXT)) == 17
    assert line_of(("nowhere",), places(TEXT)) == 1
