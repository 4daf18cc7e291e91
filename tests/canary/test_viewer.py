"""Every page and every call of the viewer, after a day full of canaries: none sings.

What people type into the pages' own fields is looked for as well, passwords above all.
"""

import re
from itertools import islice

import pytest

from canary.day import PERSON, from_outside, reading, searching
from canary.words import Canaries
from glassine.web import app
from support.letters import marker
from support.running_server import PASSWORD, RunningServer
from support.web_client import WebClient, add_operator

ENDLESS = ("/live/rows", "/services/mail/logstream")
PAGES = [path for path in app.OPERATORS if "{" not in path and path not in ENDLESS]
MINE = [path for path in app.PERSONS if "{" not in path]
CALLS = [
    f"/api/v1{path}" for path in app.PROGRAMS if "{" not in path and path not in ENDLESS
]


UUID = re.compile(r'name="uuid" value="([^"]+)"')
LINK = re.compile(r"/shared/[\w-]+")


def sings(text: str, words: Canaries) -> list[str]:
    """Return which canaries are in a text."""
    return [name for name, word in words.by_name().items() if word in text]


def opened(page: str, place: str) -> list[str]:
    """Return the first records that a page leads to."""
    parts = page.split(f'href="{place}/')[1:]
    return [f"{place}/{part.partition(chr(34))[0]}" for part in parts][:20]


@pytest.fixture
def busy(server: RunningServer, words: Canaries) -> RunningServer:
    """Have letters come and be read."""
    for step in (from_outside, reading, searching):
        step(server, words)
    return server


def test_no_page_of_an_operator_shows_a_word_of_a_letter(
    busy: RunningServer, words: Canaries
) -> None:
    name = f"op{marker()}".lower()
    code, *_ = add_operator(busy, name)
    with WebClient(busy) as web:
        assert web.sign_in(name, code).status_code == 303
        log = web.get("/events").text
        traces = opened(web.get(opened(log, "/events")[0]).text, "/trace")
        explained = [f"/api/v1/explain{each.removeprefix('/trace')}" for each in traces]
        places = [*PAGES, *CALLS, *opened(log, "/events"), *traces, *explained]
        answers = {place: web.get(place) for place in places}
    assert {p: a.status_code for p, a in answers.items() if a.status_code != 200} == {}
    told = "".join(f"{a.headers}{a.text}" for a in answers.values())
    assert sings(told, words) == []


def test_no_page_of_a_user_shows_a_word_of_a_letter(
    busy: RunningServer, words: Canaries
) -> None:
    with WebClient(busy) as web:
        assert web.sign_in_as_user(PERSON).status_code == 303
        records = opened(web.get("/me").text, "/me/events")
        answers = [web.get(place) for place in (*MINE, *records)]
        [uuid, *_] = UUID.findall("".join(answer.text for answer in answers))
        answers.append(web.send(records[0], "/me/share", uuid=uuid, days="1"))
        [link] = LINK.findall(answers[-1].text)
        answers.append(web.get(link))
    assert {answer.status_code for answer in answers} == {200}
    told = "".join(f"{answer.headers}{answer.text}" for answer in answers)
    assert sings(told, words) == []


@pytest.mark.parametrize("place", ["/live/rows", "/api/v1/services/mail/logstream"])
def test_nothing_that_comes_shows_a_word_of_a_letter(
    server: RunningServer, words: Canaries, place: str
) -> None:
    name = f"op{marker()}".lower()
    code, *_ = add_operator(server, name)
    with WebClient(server) as web:
        web.sign_in(name, code)
        with web._client.stream("GET", place) as told:
            lines = told.iter_lines()
            assert next(lines).startswith("retry:")
            from_outside(server, words)
            shown = [line for line in islice(lines, 20) if line.startswith("data:")]
    assert shown
    assert sings("".join(shown), words) == []


def test_what_is_typed_into_the_pages_is_written_nowhere(
    busy: RunningServer, words: Canaries
) -> None:
    name = f"op{marker()}".lower()
    code, *_ = add_operator(busy, name)
    with WebClient(busy) as web:
        secret = words.wrong_password
        web.send("/sign-in", "/sign-in", name=secret, password=secret, code=secret)
        web.send("/me/sign-in", "/me/sign-in", address=secret, password=secret)
        web.sign_in(name, code)
        term = words.search_term
        for place in (f"/events?q={term}", f"/events?from={term}", f"/{term}"):
            web.get(place)
        web.get(f"/events?mid={term}")
        web.sign_in_as_user(PERSON)
        web.send(
            "/me/settings",
            "/me/settings/password",
            old=secret,
            new=secret,
            again=secret,
        )


def test_what_breaks_says_nothing_of_what_it_was_given(
    busy: RunningServer, words: Canaries
) -> None:
    with WebClient(busy) as web:
        answers = [
            web.get(f"/events/{words.stray}"),
            web.get("/sign-in", cookie=f"glassine={words.stray}"),
            web.get("/api/v1/events", authorization=f"Bearer {words.stray}"),
            web.get(f"/shared/{words.stray}"),
            web.get(f"/static/{words.stray}"),
        ]
    assert PASSWORD not in "".join(answer.text for answer in answers)
    assert sings("".join(answer.text for answer in answers), words) == []
