"""A house that has learnt only made letters knows the classic kinds."""

from functools import cache

import pytest

from glassine.spam.starting_set import starting_set
from glassine.words.public import SpamStatus
from spam.learner import Learner, beginner

SPAM = {
    "pharmacy": "Order viagra and cialis online without a prescription. Discreet "
    "shipping, lowest price in our pharmacy, satisfaction guaranteed.",
    "advance fee": "Dear friend, I am a barrister. My late client left 14 million "
    "dollars and no next of kin. I need your assistance to transfer the fund into "
    "your bank account; your share is 40%. Keep this confidential.",
    "phishing": "Dear customer, unusual activity was detected and your account was "
    "suspended. Verify your account and password within 24 hours by clicking here.",
    "offers": "I noticed your website is not on the first page of Google. We offer SEO "
    "and web design at affordable prices. May I send you a proposal and price list?",
    "invoice": "Your antivirus subscription was auto renewed and $399.99 was charged. "
    "If you did not authorize this call our toll free number for a refund.",
    "crypto": "Invest in bitcoin today, guaranteed profit in one week. Our trading "
    "robot makes you a millionaire. Act now, spots are limited.",
    "dating": "Hot lonely women in your area want to chat tonight. Register free and "
    "see private pictures, no credit card needed.",
    "german phishing": "Aus Sicherheitsgründen wurde Ihr Konto gesperrt. Bestätigen "
    "Sie Ihre Daten innerhalb von 24 Stunden über den folgenden Link.",
    "french lottery": "Félicitations, vous avez gagné 2.000.000 à notre loterie. "
    "Envoyez vos coordonnées bancaires pour recevoir votre prix.",
    "spanish loan": "Préstamos sin aval y sin nómina al 2% de interés. Haga clic aquí "
    "y gane dinero desde casa, beneficio garantizado.",
}
HAM = {
    "receipt": "Thank you for your order. Two books, total 31.50 including VAT; "
    "the invoice is attached. Delivery is on Thursday.",
    "newsletter": "You receive this newsletter because you subscribed. The museum "
    "opens a new exhibition on Friday; members have free entry. "
    "Unsubscribe with the link.",
    "code": "Your verification code is 482913. It is valid for ten minutes. If you did "
    "not ask for it, ignore this mail.",
    "appointment": "We remind you of your appointment on Tuesday at 9:15. Please bring "
    "your insurance card, and call us if you cannot come.",
    "review": "I left a comment on the pull request: the test fails when the header "
    "is empty. Could you rebase on main? Otherwise it looks good.",
    "family": "Will you come for lunch on Sunday? Grandma is back home and feels "
    "better. Bring the photos of the holiday.",
    "german family": "Kommt ihr am Sonntag zum Mittagessen? Oma geht es besser. Bringt "
    "bitte die Fotos vom Urlaub mit.",
    "french meeting": "Ci-joint le compte rendu de la réunion, merci d'envoyer vos "
    "corrections avant vendredi. Peut-on déplacer la prochaine à l'après-midi ?",
}


@cache
def learner() -> Learner:
    """Return a beginner; it is slow to make one."""
    return beginner()


def letter(text: str) -> bytes:
    """Return a letter of these words."""
    head = (
        "From: Somebody <somebody@example.com>\r\nTo: ann@example.org\r\n"
        "Subject: a word\r\nDate: Mon, 26 Oct 2020 23:45:45 +0000\r\n"
        "Message-ID: <1@example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return (head + text + "\r\n").encode()


@pytest.mark.parametrize("kind", SPAM)
def test_the_classic_kinds_are_known(kind: str) -> None:
    opinion = learner().thinks(letter(SPAM[kind]))
    assert opinion.status is SpamStatus.SPAM, opinion


@pytest.mark.parametrize("kind", HAM)
def test_the_ordinary_passes(kind: str) -> None:
    opinion = learner().thinks(letter(HAM[kind]))
    assert opinion.status in (SpamStatus.HAM, SpamStatus.PROBABLE), opinion
    assert opinion.probability < 0.5


def test_the_set_is_the_same_every_time_and_even() -> None:
    once, again = list(starting_set()), list(starting_set())
    octets = [made.letter.reveal() for made in once]
    assert octets == [made.letter.reveal() for made in again]
    assert len(set(octets)) == len(octets)
    assert abs(sum(1 if made.is_spam else -1 for made in once)) < len(once) * 0.1
    assert not any(b"{" in each for each in octets)
