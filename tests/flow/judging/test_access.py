"""The operator's lists let in and refuse, by whatever a rule looks at."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flow.judging.judged_house import ANN, BOB, MAX, STRANGER, ZOE, Judged, judged
from glassine.config.tables.memory import Access, Rates
from glassine.config.tables.strangers import Helo
from glassine.words.access import (
    AccessAction,
    AccessBy,
    AccessRule,
    OperatorText,
    parse_match,
)
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.finding import CheckMode
from glassine.words.public import HostName, ip_address
from glassine.words.rates import Rate
from support.behind_proxy import TRUSTING
from support.letters import letter

ALLOW, DENY = AccessAction.ALLOW, AccessAction.DENY
HOUR = 3_600_000


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    rates = Rates(per_recipient=(Rate(2, Seconds(3600)),))
    written = Access(
        match=parse_match(AccessBy.IP, "203.0.113.0/24"),
        action=DENY,
        reason=OperatorText("the one with the zeppelin"),
        until=Milliseconds(2**45),
    )
    helo = Helo(host_mismatch=CheckMode.DENY)
    with judged(tmp_path, rates=rates, access=(written,), helo=helo) as inside:
        inside.home.names.known[ip_address(STRANGER)] = HostName("mx7.example.net")
        yield inside


def rule(home: Judged, by: AccessBy, what: str, action: AccessAction = DENY) -> None:
    """Put a rule into the store, as `glassine list add` does."""
    kept = AccessRule(match=parse_match(by, what), action=action)
    store = home.home.desk.store
    home.home.run(store.write(lambda books: books.access_rules.put(kept)))


@pytest.mark.parametrize(
    ("by", "what", "shown"),
    [
        (AccessBy.IP, STRANGER, f"{STRANGER}/32"),
        (AccessBy.IP, "198.51.100.0/24", "198.51.100.0/24"),
        (AccessBy.HOST, "example.net", "example.net"),
        (AccessBy.HELO, "mx.example", "mx.example"),
        (AccessBy.SENDER, ZOE, "example.net"),
        (AccessBy.SENDER, "example.net", "example.net"),
        (AccessBy.RECIPIENT, ANN, "example.org"),
    ],
)
def test_a_deny_refuses_for_good_and_names_the_rule(
    home: Judged, by: AccessBy, what: str, shown: str
) -> None:
    assert home.answer(ZOE, ANN).startswith("250")
    rule(home, by, what)
    assert home.answer(ZOE, ANN) == (
        f"550 5.7.1 not wanted here ({shown} is listed); ask postmaster"
    )
    (denied,) = home.home.records("denied")
    assert denied["details"]["check"] == "access_list"
    (finding,) = denied["details"]["findings"]
    assert (finding["why"], finding["value"]) == ("operator", shown)


def test_a_rule_of_the_configuration_refuses_too_and_keeps_its_reason(
    home: Judged,
) -> None:
    assert home.answer(ZOE, ANN, ip="203.0.113.9").startswith("550 5.7.1")
    assert not any("zeppelin" in line for line in home.home.lines())
    assert not any("zeppelin" in str(record) for record in home.home.records())


def test_the_most_specific_network_counts(home: Judged) -> None:
    rule(home, AccessBy.IP, "198.51.100.0/24")
    rule(home, AccessBy.IP, "198.51.100.0/28", ALLOW)
    assert home.answer(ZOE, ANN).startswith("250")
    assert home.answer(ZOE, ANN, ip="198.51.100.77").startswith("550")


def test_any_deny_wins_over_an_allow_of_another_kind(home: Judged) -> None:
    rule(home, AccessBy.SENDER, ZOE, ALLOW)
    rule(home, AccessBy.RECIPIENT, ANN, ALLOW)
    rule(home, AccessBy.IP, STRANGER)
    assert home.answer(ZOE, ANN).startswith("550")


@pytest.mark.parametrize(
    ("by", "what"),
    [
        (AccessBy.IP, STRANGER),
        (AccessBy.HOST, "example.net"),
        (AccessBy.HELO, "mx.example"),
        (AccessBy.SENDER, ZOE),
        (AccessBy.RECIPIENT, ANN),
    ],
)
def test_an_allow_lets_in_whatever_is_found(
    home: Judged, by: AccessBy, what: str
) -> None:
    rule(home, by, what, ALLOW)
    for _ in range(4):  # twice as many as the rate of a recipient
        assert home.answer(ZOE, ANN).startswith("250")
    with home.come() as talk:
        talk.hello("other.example")
        talk.hello("mx.example")  # HELO says something else: a reason to refuse
        assert talk.deliver(ZOE, [ANN], letter("Hello")).code == 250
    assert any("access" in line and "operator" in line for line in home.home.lines())


def test_one_who_wants_mail_from_anybody_opens_no_door_for_others(
    home: Judged,
) -> None:
    rule(home, AccessBy.RECIPIENT, ANN, ALLOW)
    with home.come() as talk:
        talk.hello("other.example")
        talk.hello("mx.example")
        assert talk.say(f"MAIL FROM:<{ZOE}>").code == 250
        assert talk.say(f"RCPT TO:<{ANN}>").code == 250
        assert talk.say(f"RCPT TO:<{BOB}>").code == 550


def test_a_rule_ends_with_its_time(home: Judged) -> None:
    soon = Milliseconds(home.clock.now() + HOUR)
    match = parse_match(AccessBy.SENDER, "example.net")
    kept = AccessRule(match=match, action=DENY, until=soon)
    store = home.home.desk.store
    home.home.run(store.write(lambda books: books.access_rules.put(kept)))
    assert home.answer(ZOE, ANN).startswith("550")
    assert home.answer(MAX, BOB).startswith("250")
    home.later(3601)
    assert home.answer(ZOE, ANN).startswith("250")


def test_who_sends_nothing_has_no_sender_to_look_for(home: Judged) -> None:
    rule(home, AccessBy.SENDER, "example.net")
    assert home.answer("", ANN).startswith("250")


def test_without_delay_mail_is_refused_at_once(tmp_path: Path) -> None:
    smtp = replace(TRUSTING, delay_deny=False)
    with judged(tmp_path, smtp=smtp) as home:
        rule(home, AccessBy.SENDER, "example.net")
        with home.come() as talk:
            talk.hello("mx.example")
            assert talk.say(f"MAIL FROM:<{ZOE}>").code == 550
            assert talk.say(f"MAIL FROM:<{MAX}>").code == 250
