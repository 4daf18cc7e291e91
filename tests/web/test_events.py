"""The log in the browser: as the URL asks, page after page, and as a file."""

import csv
import io
import json

import pytest

from web.browser import Browser, Links
from web.stand_in import Log, StandInViewing


def test_the_newest_come_first(operator: Browser, log: Log) -> None:
    page = operator.page("/events")
    newest = [str(kept.key) for kept in reversed(log.kept)][:3]
    opened = [link for link in Links(page).found if link.startswith("/events/")]
    assert opened == [f"/events/{key}" for key in newest]


def test_older_pages_follow_by_key_with_a_plain_link(operator: Browser) -> None:
    seen, place = [], "/events"
    while place:
        links = Links(operator.page(place)).found
        seen += [link for link in links if link.startswith("/events/")]
        place = next((link for link in links if "before=" in link), "")
    assert len(seen) == len(set(seen)) == len(operator_keys(operator))


def operator_keys(operator: Browser) -> list[str]:
    return operator.page("/events.jsonl").splitlines()


def test_a_piece_of_the_log_is_rows_alone(operator: Browser) -> None:
    piece = operator.get("/events?before=4", **{"HX-Request": "true"}).text
    assert "<html" not in piece
    assert piece.count("<tr data-row>") == 3


def test_the_form_shows_the_view_that_the_url_says(operator: Browser) -> None:
    page = operator.page("/events?last=24h&from=ann%40example.org&type=denied")
    assert 'value="ann@example.org"' in page
    assert '<input type="checkbox" name="type" value="denied" checked>' in page
    assert 'aria-current="true" title="The last 24 hours"' in page


def test_a_field_that_does_not_read_is_told_and_nothing_is_asked(
    operator: Browser, viewing: StandInViewing
) -> None:
    answer = operator.get("/events?ip=nowhere&code=99")
    assert answer.status_code == 400
    assert "Write an address or network such as 192.0.2.0/24." in answer.text
    assert "nothing was looked for" in answer.text
    assert "Nothing was found" not in answer.text
    assert viewing.views == []


def test_types_are_asked_for_together_by_one_link(
    operator: Browser, viewing: StandInViewing
) -> None:
    page = operator.page("/events?last=24h")
    links = [link for link in Links(page).found if "type=auth" in link]
    assert links == ["/events?last=24h&type=auth"]
    page = operator.page("/events?type=deferred&type=bounce,denied,spam")
    assert 'aria-current="true">trouble</a>' in page
    assert viewing.views[-1].types == ("deferred", "bounce", "denied", "spam")


def test_a_user_is_offered_no_kind_that_they_have_no_rows_of(person: Browser) -> None:
    assert ">operators</a>" not in person.page("/me")


def test_columns_are_chosen_by_the_url(operator: Browser) -> None:
    page = operator.page("/events?cols=type&cols=uuid")
    assert '<th scope="col" class="c-uuid">' in page
    assert '<th scope="col" class="c-from">' not in page


HERE = {"Sec-Fetch-Site": "same-origin"}


def test_columns_that_were_chosen_here_stay(operator: Browser) -> None:
    operator.get("/events?cols=type&cols=uuid", **HERE)
    page = operator.page("/events")
    assert '<th scope="col" class="c-uuid">' in page
    assert '<th scope="col" class="c-from">' not in page
    assert operator.page("/events.csv").startswith("type,uuid\r\n")
    assert 'class="c-from"' in operator.page("/events?cols=from")


def test_a_link_from_elsewhere_changes_no_columns(operator: Browser) -> None:
    operator.get("/events?cols=uuid", **{"Sec-Fetch-Site": "cross-site"})
    assert 'class="c-from"' in operator.page("/events")


def test_columns_that_are_none_are_not_kept(operator: Browser) -> None:
    operator.get("/events?cols=subject", **HERE)
    operator.cookies.set("glassine-columns", "subject")
    assert 'class="c-from"' in operator.page("/events")


def test_json_lines_are_the_records_as_kept(operator: Browser, log: Log) -> None:
    answer = operator.get("/events.jsonl")
    assert answer.headers["content-disposition"].endswith('"events.jsonl"')
    assert answer.content.splitlines() == [k.record for k in reversed(log.kept)]


def test_csv_has_the_columns_of_the_view(operator: Browser, log: Log) -> None:
    text = operator.page("/events.csv?cols=type&cols=from")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["type", "from"]
    types = [json.loads(kept.record)["type"] for kept in reversed(log.kept)]
    assert [row[0] for row in rows[1:]] == types


@pytest.mark.parametrize("path", ["/events.csv", "/events.jsonl", "/live/rows"])
def test_a_file_of_a_view_that_does_not_read_is_refused(
    operator: Browser, path: str
) -> None:
    assert operator.get(f"{path}?spam=perhaps").status_code == 400
