"""Whatever goes well leaves no clear word behind, and the words are really there."""

from collections.abc import Callable

import pytest

from canary.day import DAY, MECHANISMS, PERSON, Step, from_outside
from canary.searching import leaks
from canary.words import Canaries
from support.running_server import PASSWORD, RunningServer
from support.sasl_client import Mechanism, login, over_imap, over_smtp, plain


@pytest.mark.parametrize("step", DAY, ids=lambda step: step.__name__)
def test_no_word_stays_in_clear(
    server: RunningServer, words: Canaries, step: Step
) -> None:
    from_outside(server, words)
    step(server, words)


def test_a_whole_day_leaves_no_word_in_clear(
    server: RunningServer, words: Canaries
) -> None:
    for step in DAY:
        step(server, words)


def test_the_words_are_really_there_for_the_one_who_may_read(
    server: RunningServer, words: Canaries
) -> None:
    from_outside(server, words)
    with server.imap(PERSON) as talk:
        [letter] = [m for m in talk.whole_messages() if words.body.encode() in m]
    assert letter.endswith(words.letter()[-200:])
    for word in (words.subject, words.display_name, words.header):
        assert word.encode() in letter


@pytest.mark.parametrize("initial", [True, False], ids=["at once", "when asked"])
@pytest.mark.parametrize("listener", ["submission", "submissions"])
@pytest.mark.parametrize(("name", "mechanism"), [("PLAIN", plain), ("LOGIN", login)])
def test_a_password_given_by_smtp_stays_nowhere(
    server: RunningServer,
    listener: str,
    name: str,
    mechanism: Callable[[str, str], Mechanism],
    initial: bool,
) -> None:
    answers = mechanism(PERSON, PASSWORD)
    with server.smtp(listener) as talk:
        talk.hello()
        assert over_smtp(talk, name, answers, initial=initial).code == 235


@pytest.mark.parametrize("initial", [True, False], ids=["at once", "when asked"])
def test_a_password_given_by_imap_stays_nowhere(
    server: RunningServer, initial: bool
) -> None:
    with server.imap_unknown() as talk:
        assert (
            over_imap(talk, "PLAIN", plain(PERSON, PASSWORD), initial=initial) == "OK"
        )


@pytest.mark.parametrize("initial", [True, False], ids=["at once", "when asked"])
def test_an_app_secret_given_by_scram_stays_nowhere(
    server: RunningServer, initial: bool
) -> None:
    secret = server.add_app_password(PERSON)
    scram = MECHANISMS["SCRAM-SHA-256"]
    with server.smtp("submission") as talk:
        talk.hello()
        mechanism = scram(PERSON, secret)
        assert over_smtp(talk, "SCRAM-SHA-256", mechanism, initial=initial).code == 235
    with server.imap_unknown() as talk:
        mechanism = scram(PERSON, secret)
        assert over_imap(talk, "SCRAM-SHA-256", mechanism, initial=initial) == "OK"
    assert leaks({"app secret": secret}, server.home) == []
