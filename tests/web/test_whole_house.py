"""The pages over the real verbs and the real store: what a person there would see."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from httpx import Response

from glassine.events.facts import Action, OperatorName
from glassine.flow.operators import new_operator
from glassine.serve.viewer import Answers, answers
from glassine.store.api.operators import Role
from glassine.web.records import DEEDS
from glassine.words.private import Password
from glassine.words.public import Protocol, parse_address
from support.house import PASSWORD, House, house
from web.browser import Browser, Links

ANN, BOB, ZOE = "ann@example.org", "bob@example.org", "zoe@example.net"
OFFICE, TAGGED = "office@example.org", "ann+shop@example.org"
LETTER = b"Subject: canary\r\nMessage-ID: <one@example.net>\r\n\r\nhello\r\n"


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[House]:
    """Run a house in which Ann and Bob live, and a letter came for each."""
    with house(tmp_path) as inside:
        inside.add(ANN)
        inside.add(BOB)
        deliver(inside, [ANN])
        deliver(inside, [BOB])
        inside.lines()  # all is kept
        yield inside


def deliver(inside: House, to: list[str]) -> None:
    with inside.talk() as talk:
        talk.hello()
        assert talk.deliver(ZOE, to, LETTER).code == 250
        talk.quit()


def who_answers(inside: House) -> Answers:
    async def made() -> Answers:
        return answers(inside._house, inside.certificates)

    return inside.run(made())


@pytest.fixture
def browser(inside: House) -> Browser:
    """Return a browser in front of the house."""
    site = who_answers(inside).application(tls=False)
    return Browser(site, run=inside.run)


@pytest.fixture
def operator(inside: House, browser: Browser) -> Browser:
    """Return a browser in which an operator of support has signed in."""
    sign_in(inside, browser)
    return browser


def sign_in(inside: House, browser: Browser) -> None:
    """Add Sue, who is of support, and sign her in."""
    code = add_operator(inside, "sue", Role.SUPPORT)
    answer = browser.send(
        "/sign-in", "/sign-in", name="sue", password=PASSWORD, code=code
    )
    assert answer.status_code == 303, answer.text


def add_operator(inside: House, name: str, role: Role) -> str:
    """Add an operator; return a code that is good once."""
    door = who_answers(inside).viewing.door
    made = new_operator(door, OperatorName(name), Password(PASSWORD.encode()), role)

    async def add() -> None:
        await inside.desk.store.write(lambda books: books.operators.add(made.operator))

    inside.run(add())
    return made.recovery[0].reveal().decode()


def opened(page: str, place: str = "/events/") -> list[str]:
    return [link for link in Links(page).found if re.fullmatch(rf"{place}\d+", link)]


def test_an_operator_finds_a_letter_and_follows_it_to_its_end(
    operator: Browser,
) -> None:
    found = opened(operator.page(f"/events?to={ANN}&type=delivered&last=1h"))
    assert len(found) == 1
    page = operator.page(found[0])
    assert f"delivered to {ANN}" in page
    assert "into the inbox" in page
    assert '<ol class="timeline">' in page
    assert "canary" not in page


def test_why_it_was_judged_so_is_told_and_the_question_is_kept(
    operator: Browser,
) -> None:
    [place] = opened(operator.page(f"/events?to={ANN}&type=received"))
    assert "Why it was judged so" in operator.page(place)
    looks = re.sub("<[^>]+>", " ", operator.page("/operators"))
    assert re.search(r"event page\s+uuid=[0-9A-F-]+\.1", looks)
    assert not re.search(r"(explain|trace|event show)\s+(uuid|key)=", looks)
    be(operator, ANN)
    [mine] = opened(operator.page("/me?type=received"), "/me/events/")
    assert "Why it was judged so" in operator.page(mine)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (f"from={ZOE}&type=received", 2),
        (f"from={ANN}", 0),
        ("ip=127.0.0.0/8&type=received", 2),
        ("ip=192.0.2.0/24", 0),
        ("direction=outbound", 0),
        ("q=example.net&type=received", 2),
        ("mid=one%40example.net&type=received", 2),
        ("code=550", 0),
    ],
)
def test_each_filter_of_the_url_asks_the_log(
    operator: Browser, query: str, rows: int
) -> None:
    assert len(opened(operator.page(f"/events?{query}"))) == rows


def test_a_user_sees_their_own_rows_and_no_others(browser: Browser) -> None:
    be(browser, ANN)
    page = browser.page("/me")
    assert opened(page, "/me/events/")
    assert ANN in page and BOB not in page


def test_a_user_cannot_open_what_is_about_another(
    browser: Browser, inside: House
) -> None:
    be(browser, BOB)
    of_bob = opened(browser.page("/me"), "/me/events/")
    be(browser, ANN)
    for place in of_bob:
        assert browser.get(place).status_code == 404


def test_a_user_can_neither_trace_nor_share_what_is_anothers(
    browser: Browser, inside: House
) -> None:
    [theirs] = [r for r in inside.records("received") if f"<{BOB}>" in r["rcptTo"]]
    [mine] = [r for r in inside.records("received") if f"<{ANN}>" in r["rcptTo"]]
    be(browser, ANN)
    for uuid, code in ((theirs["uuid"], 404), (mine["uuid"], 200), ("", 404)):
        said = {"uuid": uuid, "days": "7"}
        assert browser.send("/me/settings", "/me/share", **said).status_code == code
    assert opened(browser.page(f"/me?uuid={theirs['uuid']}"), "/me/events/") == []


def test_a_recipient_does_not_learn_who_else_got_a_copy(
    browser: Browser, inside: House
) -> None:
    deliver(inside, [ANN, BOB])
    inside.lines()
    be(browser, ANN)
    pages = [browser.page("/me")]
    pages += [browser.page(place) for place in opened(pages[0], "/me/events/")]
    assert [BOB in page for page in pages] == [False] * len(pages)
    assert any("1 other recipient stands as ▒" in page for page in pages)


def test_a_recipient_sees_the_raw_lines_that_the_operator_sees(
    operator: Browser, inside: House
) -> None:
    deliver(inside, [ANN, BOB])
    inside.lines()
    asked = f"type=received&to={ANN}"
    seen = raw(operator.page(opened(operator.page(f"/events?{asked}"))[0]))
    be(operator, ANN)
    mine = opened(operator.page(f"/me?{asked}"), "/me/events/")[0]
    shared = [line for line in seen if ".1.2] " not in line]  # the delivery to Bob
    assert raw(operator.page(mine)) == [
        line.replace(f"&lt;{BOB}&gt;", "▒") for line in shared
    ]
    assert len(shared) > 5


def raw(page: str) -> list[str]:
    """Return the raw lines that a page shows."""
    shown = re.search(r'<pre class="raw" id="lines"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert shown is not None
    return shown[1].splitlines()


def test_who_looked_does_not_tell_of_another(operator: Browser) -> None:
    operator.page(f"/events?q={ZOE}&from={ZOE}")
    be(operator, ANN)
    page = operator.page("/me/lookers")
    assert "from=▒" in page
    assert ZOE not in page


def test_the_user_is_told_who_looked(operator: Browser) -> None:
    operator.page(f"/events?to={ANN}")
    be(operator, ANN)
    page = operator.page("/me/lookers")
    assert "<bdi>sue</bdi>" in page
    assert "searched the records" in page
    assert f"to={ANN}" in page
    be(operator, BOB)
    assert f"to={ANN}" not in operator.page("/me/lookers")


def test_each_deed_that_is_told_in_words_is_one_of_those_there_are() -> None:
    assert set(DEEDS) <= set(Action)


def test_a_look_is_a_row_of_the_operators_log(operator: Browser) -> None:
    operator.page(f"/events?from={ZOE}")
    assert f"from={ZOE}" in operator.page("/operators")


def test_the_neighbours_pages_tell_of_what_they_show_alone(operator: Browser) -> None:
    place = "/api/v1/mailserver/eventlog?types=received,delivered&per_page=3"
    pages = [
        operator.get(f"{place}&page={number}").json()["eventlogs"]
        for number in (1, 2, 3)
    ]
    assert [len(page) for page in pages] == [3, 1, 0]
    uuids = [(record["uuid"], record["type"]) for page in pages for record in page]
    assert len(set(uuids)) == 4
    looks = operator.get("/api/v1/events?type=operator").json()["events"]
    told = [each["record"]["details"] for each in looks[:3]]
    assert [each["rows"] for each in told] == [0, 1, 3]
    assert [len(each["touched"]) for each in told] == [0, 1, 2]


def test_signing_in_unlocks_nothing_and_is_told(
    browser: Browser, inside: House
) -> None:
    be(browser, ANN)
    [login] = inside.records("auth")
    assert "<td>web</td>" in browser.page("/me/log-ins")
    assert login["details"]["protocol"] == Protocol.WEB
    assert login["authUser"] == ANN


def be(browser: Browser, address: str, password: str = PASSWORD) -> None:
    answer = browser.send(
        "/me/sign-in", "/me/sign-in", address=address, password=password
    )
    assert answer.status_code == 303, answer.text


def test_a_link_for_support_opens_that_trace_and_ends(
    browser: Browser, inside: House
) -> None:
    be(browser, ANN)
    place = opened(browser.page("/me?type=received"), "/me/events/")[0]
    link = shared_link(browser, place)
    stranger = Browser(browser._site, run=inside.run)
    assert ANN in stranger.page(link)
    assert stranger.get(link[:-3] + "AAA").status_code == 404


def test_mail_to_an_address_with_a_tag_is_mail_to_its_owner(
    operator: Browser, inside: House
) -> None:
    deliver(inside, [TAGGED])
    inside.lines()
    asked = urlencode({"to": TAGGED, "type": "received"})
    [theirs] = opened(operator.page(f"/events?{asked}"))
    assert theirs in opened(operator.page(f"/events?to={ANN}&type=received"))
    be(operator, BOB)
    assert opened(operator.page("/me?type=received"), "/me/events/") != []
    assert opened(operator.page(f"/me?{asked}"), "/me/events/") == []
    assert operator.get(f"/me{theirs}").status_code == 404
    be(operator, ANN)
    assert opened(operator.page(f"/me?{asked}"), "/me/events/") == [f"/me{theirs}"]
    assert len(opened(operator.page("/me?type=received"), "/me/events/")) == 2
    assert f"delivered to {TAGGED} at once" in operator.page(f"/me{theirs}")
    assert f"to={TAGGED}" in operator.page("/me/lookers")


def test_an_account_whose_name_looks_like_a_tag_is_nobody_elses(
    operator: Browser, inside: House
) -> None:
    inside.add(TAGGED)
    deliver(inside, [TAGGED])
    inside.lines()
    asked = urlencode({"to": TAGGED, "type": "received"})
    [theirs] = opened(operator.page(f"/events?{asked}"))
    be(operator, ANN)
    assert len(opened(operator.page("/me?type=received"), "/me/events/")) == 1
    assert operator.get(f"/me{theirs}").status_code == 404
    assert "to=" not in operator.page("/me/lookers")
    be(operator, TAGGED)
    assert opened(operator.page("/me?type=received"), "/me/events/") == [f"/me{theirs}"]


@pytest.mark.parametrize("changed", ["recovery", "password"])
def test_a_user_ends_every_link_that_was_given(browser: Browser, changed: str) -> None:
    be(browser, ANN)
    link = shared_link(browser, opened(browser.page("/me"), "/me/events/")[0])
    be(browser, BOB)
    new = "another battery staple"
    said = {"password": PASSWORD, "old": PASSWORD, "new": new, "again": new}
    assert end_links(browser, changed, said).status_code == 200
    assert browser.get(link).status_code == 200
    be(browser, ANN)
    wrong = said | {"password": "guess", "old": "guess"}
    assert end_links(browser, changed, wrong).status_code == 400
    assert browser.get(link).status_code == 200
    assert end_links(browser, changed, said).status_code == 200
    assert browser.get(link).status_code == 404


def end_links(browser: Browser, changed: str, said: dict[str, str]) -> Response:
    return browser.send("/me/settings", f"/me/settings/{changed}", **said)


def test_what_is_about_an_alias_is_about_whom_it_means(tmp_path: Path) -> None:
    meant = {parse_address(OFFICE): (parse_address(ANN),)}
    with house(tmp_path, aliases=meant) as inside:
        inside.add(ANN)
        deliver(inside, [OFFICE])
        inside.lines()
        browser = Browser(who_answers(inside).application(tls=False), run=inside.run)
        sign_in(inside, browser)
        browser.page(f"/events?to={OFFICE}")
        be(browser, ANN)
        assert f"to={OFFICE}" in browser.page("/me/lookers")
        [place] = opened(browser.page(f"/me?to={OFFICE}&type=received"), "/me/events/")
        link = shared_link(browser, place)
        assert f"delivered to {OFFICE} at once into the inbox" in browser.page(link)


def shared_link(browser: Browser, place: str) -> str:
    """Have a link to the trace of a record made."""
    uuid = re.search(r'name="uuid" value="([^"]+)"', browser.page(place))
    assert uuid is not None
    made = browser.send(place, "/me/share", uuid=uuid[1], days="7")
    link = re.search(r"/shared/[\w-]+", made.text)
    assert link is not None
    return link[0]


def test_an_app_password_is_made_used_and_revoked(browser: Browser) -> None:
    be(browser, ANN)
    place = "/me/settings"
    made = browser.send(
        place, f"{place}/secrets", name="phone", scope="imap", password=PASSWORD
    )
    assert re.search(r'<code id="secret">gla1-[\w-]+</code>', made.text)
    assert "phone" in browser.page(place)
    browser.send(place, f"{place}/revoke", name="phone")
    assert "<bdi>phone</bdi>" not in browser.page(place)


@pytest.mark.parametrize("scope", ["all", "smtp"])
def test_an_app_password_needs_the_password(browser: Browser, scope: str) -> None:
    be(browser, ANN)
    answer = browser.send(
        "/me/settings", "/me/settings/secrets", name="x", scope=scope, password="guess"
    )
    assert answer.status_code == 400
    assert "gla1-" not in answer.text


def test_a_new_password_ends_the_sessions_of_the_old(browser: Browser) -> None:
    be(browser, ANN)
    new = "another battery staple"
    answer = browser.send(
        "/me/settings",
        "/me/settings/password",
        old=PASSWORD,
        new=new,
        again=new,
    )
    assert re.search(r"glr1-[\w-]+", answer.text)
    assert browser.get("/me").status_code == 303
    be(browser, ANN, new)


def test_a_new_recovery_code_is_shown_once_and_the_session_lasts(
    browser: Browser,
) -> None:
    be(browser, ANN)
    place = "/me/settings"
    wrong = browser.send(place, f"{place}/recovery", password="guess")
    assert wrong.status_code == 400
    assert "glr1-" not in wrong.text
    answer = browser.send(place, f"{place}/recovery", password=PASSWORD)
    assert re.search(r'<code id="secret">glr1-[\w-]+</code>', answer.text)
    assert "glr1-" not in browser.page(place)


def test_a_user_has_each_checkpoint_sent_or_not(
    browser: Browser, inside: House
) -> None:
    be(browser, ANN)
    place = "/me/settings"
    assert "It does not come to you." in browser.page(place)
    browser.send(place, f"{place}/checkpoints", wants="yes")
    assert "It comes to you by mail" in browser.page(place)
    assert len(inside.look(lambda books: books.chain.readers())) == 1
    browser.send(place, f"{place}/checkpoints", wants="no")
    assert inside.look(lambda books: books.chain.readers()) == []
