"""The JSON API: the viewer's filters, the seed's records, what it says of itself."""

import json
import re

import jsonschema_rs
import pytest

from glassine.web import app
from glassine.web.api.description import description
from glassine.web.view import FIELDS
from web.browser import Browser
from web.stand_in import Log, StandInViewing

GOOD = {"Authorization": "Bearer good"}
UUID = "5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1"
ANSWERED = ["/events", "/events/1", f"/trace/{UUID}", f"/explain/{UUID}", "/health"]


@pytest.mark.parametrize("path", [*ANSWERED, "/queue", "/services/mail/logs"])
@pytest.mark.parametrize("token", ["", "Bearer", "Bearer bad", "Basic good"])
def test_a_call_without_a_good_token_is_refused(
    browser: Browser, path: str, token: str
) -> None:
    answer = browser.get(f"/api/v1{path}", authorization=token)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_is_good_for_its_scopes_only(browser: Browser) -> None:
    assert browser.get("/api/v1/queue", **GOOD).status_code == 401


def test_records_come_as_they_were_kept(browser: Browser, log: Log) -> None:
    said = browser.get("/api/v1/events", **GOOD).json()
    newest = list(reversed(log.kept))[:3]
    assert [each["key"] for each in said["events"]] == [kept.key for kept in newest]
    assert said["events"][0]["record"] == json.loads(newest[0].record)


def test_older_leads_through_the_whole_log(browser: Browser, log: Log) -> None:
    place, keys = "/api/v1/events", []
    while place:
        said = browser.get(place, **GOOD).json()
        keys += [each["key"] for each in said["events"]]
        place = said["older"]
    assert keys == [kept.key for kept in reversed(log.kept)]


def test_a_filter_that_does_not_read_is_told_by_field(browser: Browser) -> None:
    answer = browser.get("/api/v1/events?ip=x&type=y", **GOOD)
    assert answer.status_code == 400
    assert set(answer.json()["wanted"]) == {"ip", "type"}


def test_the_description_names_every_call() -> None:
    named = {re.sub(r":int", "", f"/api/v1{path}") for path in app.PROGRAMS}
    assert set(description()["paths"]) == named


def test_the_description_names_every_filter(browser: Browser) -> None:
    parameters = description()["paths"]["/api/v1/events"]["get"]["parameters"]
    names = {parameter["name"] for parameter in parameters}
    assert names == {*FIELDS, "before"} - {"cols"}


@pytest.mark.parametrize("path", ANSWERED)
def test_an_answer_is_as_the_description_says(browser: Browser, path: str) -> None:
    told = browser.get("/api/v1/openapi.json").json()
    template = re.sub(
        r"(?<=(?:trace|plain)/).+", "{uuid}", re.sub(r"/1$", "/{key}", path)
    )
    answers = told["paths"][f"/api/v1{template}"]["get"]["responses"]
    schema = answers["200"]["content"]["application/json"]["schema"]
    whole = schema | {"components": told["components"]}
    answer = browser.get(f"/api/v1{path}", **GOOD)
    assert answer.status_code == 200
    jsonschema_rs.validate(whole, answer.json())


def test_the_neighbours_shape(browser: Browser, log: Log) -> None:
    place = "/api/v1/mailserver/eventlog"
    first = browser.get(f"{place}?page=1&per_page=2", **GOOD).json()
    second = browser.get(f"{place}?page=2&per_page=2&search=", **GOOD).json()
    assert list(first) == ["eventlogs"]
    found = [*first["eventlogs"], *second["eventlogs"]]
    assert found == [json.loads(kept.record) for kept in reversed(log.kept)][:4]


def test_the_neighbours_filters(
    browser: Browser, log: Log, viewing: StandInViewing
) -> None:
    asked = "types=denied,bounce&search=grey"
    said = browser.get(f"/api/v1/mailserver/eventlog?{asked}", **GOOD).json()
    assert {each["type"] for each in said["eventlogs"]} == {"denied", "bounce"}
    assert viewing.views[-1].text == "grey"


@pytest.mark.parametrize("query", ["page=0", "per_page=1001", "page=x", "types=letter"])
def test_the_neighbours_bad_questions(browser: Browser, query: str) -> None:
    answer = browser.get(f"/api/v1/mailserver/eventlog?{query}", **GOOD)
    assert answer.status_code == 400


def test_raw_lines_are_the_newest_in_order(browser: Browser, log: Log) -> None:
    text = browser.get("/api/v1/services/mail/logs?lines=2", **GOOD).content
    assert text == b"".join(log.lines.splitlines(keepends=True)[-2:])


def test_raw_lines_as_a_stream(browser: Browser, log: Log) -> None:
    answer = browser.get("/api/v1/services/mail/logstream", **GOOD)
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [t for t in answer.content.splitlines() if t.startswith(b"data: ")]
    assert told == [b"data: " + line for line in log.lines.splitlines()]
