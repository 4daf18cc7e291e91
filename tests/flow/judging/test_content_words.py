"""Mail that reads like spam weighs more, by what the house and its people learnt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flow.judging.strangers import ANN, bring, judging_house
from glassine.config.tables.content import Classifier
from glassine.flow.first_lessons import learn_first
from glassine.flow.judging.content_words import MILDER, STEPS, weight_of
from glassine.flow.spam_opinion import known_to
from glassine.spam.letter import read
from glassine.spam.starting_set import starting_set
from glassine.spam.tokens import digests
from glassine.store.api.spam_counts import Kind
from glassine.words.private import Message
from glassine.words.public import parse_address
from support.house import House

SPAM = next(made.letter for made in starting_set() if made.is_spam)
HAM = next(made.letter for made in starting_set() if not made.is_spam)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with judging_house(tmp_path) as inside:
        desk = inside.desk
        inside.run(learn_first(desk.store, desk.server_key.spam_key(), desk.clock))
        yield inside


def found(home: House) -> list[dict[str, object]]:
    """Return what the last message's record says of its words."""
    findings = home.records("received")[-1]["details"]["findings"]
    return [each for each in findings if each["check"] == "bayes"]


def test_what_reads_like_spam_weighs_more(home: House) -> None:
    assert bring(home, SPAM.reveal()).code == 250
    (finding,) = found(home)
    assert (finding["result"], finding["why"]) == ("fail", "spam")
    assert finding["weight"] >= STEPS[-1][1]


def test_what_reads_like_other_mail_weighs_less(home: House) -> None:
    assert bring(home, HAM.reveal()).code == 250
    (finding,) = found(home)
    assert (finding["result"], finding["why"]) == ("pass", "ham")
    assert finding["weight"] <= MILDER[-1][1]


def test_what_its_owner_has_taught_weighs_more_than_what_all_have(home: House) -> None:
    account = home.look(lambda books: books.accounts.at(parse_address(ANN)))
    key = home.desk.server_key.spam_key()
    known = known_to(account.id, digests(read(SPAM), key), key)

    def teach(books: object) -> None:
        for _ in range(40):
            books.spam_counts.learn(
                account.id, known.own, Kind.HAM, home.desk.clock.now()
            )

    home.run(home.desk.store.write(teach))
    assert bring(home, SPAM.reveal()).code == 250
    assert all(finding["weight"] < 0 for finding in found(home))


def test_a_house_that_does_not_want_it_does_not_ask(tmp_path: Path) -> None:
    with judging_house(tmp_path, classifier=Classifier(weight=0)) as inside:
        assert bring(inside, SPAM.reveal()).code == 250
        assert found(inside) == []


@pytest.mark.parametrize(
    ("probability", "weight"),
    [(1.0, 5.0), (0.995, 4.0), (0.9, 2.0), (0.5, 0.0), (0.3, -0.5), (0.0, -3.0)],
)
def test_a_probability_weighs_in_steps(probability: float, weight: float) -> None:
    assert weight_of(probability) == weight


def test_an_empty_letter_is_no_trouble(home: House) -> None:
    assert bring(home, Message(b"\r\n").reveal()).code == 250
