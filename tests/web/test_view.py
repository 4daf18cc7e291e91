"""A view is its URL: it reads into public words, and is written again as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from glassine.web.filters import wanted
from glassine.web.view import FIELDS, MINUTES, read_view
from glassine.words.clock import Milliseconds
from glassine.words.public import MessageIdDigest

NOW = Milliseconds(1_795_464_000_000)
WHOLE = (
    "last=24h&type=denied&type=bounce&direction=inbound&from=a%40example.org"
    "&to=b%40example.net&account=c%40example.org&ip=192.0.2.0%2F24&host=mx.example.net"
    "&spam=ham&code=550&q=grey+listed&mid=%3Cx%40example.org%3E"
    "&uuid=5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1&since=2026-11-23T10%3A02"
    "&until=2026-11-24&cols=time&cols=type"
)


def test_a_view_is_written_as_it_was_read() -> None:
    view = read_view(QueryParams(WHOLE))
    assert view.faults == {}
    assert read_view(QueryParams(view.query())) == view


def test_every_field_asks_the_log_for_something() -> None:
    view = read_view(QueryParams(WHOLE))
    asked = wanted(view, lambda text: (MessageIdDigest(text),), NOW)
    silent = ("touched", "about", "limit")
    fields = [name for name in asked.__dataclass_fields__ if name not in silent]
    assert [name for name in fields if not getattr(asked, name)] == []


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.text(max_size=30))))
def test_any_query_string_reads_or_is_told(fields: list[tuple[str, str]]) -> None:
    view = read_view(QueryParams(fields))
    again = read_view(QueryParams(view.query()))
    assert again == view


@pytest.mark.parametrize("blank", ["type=", "type=%20", "type=%0D", "type=,", "cols=,"])
def test_a_blank_choice_is_none(blank: str) -> None:
    assert read_view(QueryParams(blank)) == read_view(QueryParams(""))


def test_choices_may_come_in_one_word_or_in_many() -> None:
    view = read_view(QueryParams("type=auth,%20bounce&type=denied&cols=time,type"))
    assert (view.types, view.faults) == (("bounce", "denied", "auth"), {})
    assert view.columns == ("time", "type")


@pytest.mark.parametrize(
    "query",
    [
        "from=nobody",
        "ip=300.1.1.1",
        "code=99",
        "code=x",
        "uuid=1",
        "last=2h",
        "since=yesterday",
        "type=letter",
        "direction=up",
        "host=a%20b",
        "spam=eggs",
        "q=%00",
        "cols=subject",
    ],
)
def test_what_does_not_read_is_told_by_field(query: str) -> None:
    assert list(read_view(QueryParams(query)).faults) == [query.partition("=")[0]]


def test_a_preset_counts_from_now() -> None:
    view = read_view(QueryParams("last=1h"))
    assert view.begins(NOW) == NOW - 3_600_000
    assert set(MINUTES) == {"15m", "1h", "6h", "24h", "7d", "30d"}


def test_a_time_without_a_zone_is_utc() -> None:
    naive = read_view(QueryParams("since=2026-11-23T10:02"))
    aware = read_view(QueryParams("since=2026-11-23T11:02%2B01:00"))
    assert naive.since == aware.since


def test_one_field_can_be_changed_in_the_url() -> None:
    view = read_view(QueryParams("q=x&type=auth&last=1h"))
    assert view.query(last="7d") == "q=x&type=auth&last=7d"
    assert view.query(last="") == "q=x&type=auth"
