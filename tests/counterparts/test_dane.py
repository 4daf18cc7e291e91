"""DANE, by a zone that is really signed: only the host it names gets the letter."""

import pytest

from counterparts.sending import ANN, events, line, submit
from counterparts.zones import FORGED, PROVEN, UNSIGNED
from support.counterparts.postfix import Postfix
from support.letters import letter, marker
from support.running_server import RunningServer


@pytest.mark.parametrize(
    ("domain", "rule", "verified"),
    [(PROVEN, "dane", True), (UNSIGNED, "opportunistic", False)],
)
def test_the_event_says_by_what_rule_it_was_protected(
    server: RunningServer, domain: str, rule: str, verified: bool
) -> None:
    uuid = submit(server, [f"bob@{domain}"], letter(marker(), sender=ANN))
    assert f" host=mail.{domain} " in line(server, uuid, "delivered")
    (details,) = events(server, "delivered", uuid)
    protection = details["protection"]
    assert (protection["rule"], protection["verified"]) == (rule, verified)


def test_a_host_with_another_key_gets_nothing(
    server: RunningServer, postfix: Postfix
) -> None:
    word = marker()
    uuid = submit(server, [f"bob@{FORGED}"], letter(word, sender=ANN))
    (details,) = events(server, "deferred", uuid)
    assert (details["code"], details["enhanced"]) == (451, "4.7.5")
    assert not [each for each in postfix.mailbox.now() if word.encode() in each]
