"""More messages than a rate lets in are asked to come later, and told whose."""

from pathlib import Path
from typing import Any

import pytest

from flow.judging.judged_house import ANN, BOB, MAX, STRANGER, ZOE, judged
from glassine.config.tables.memory import Rates
from glassine.words.clock import Seconds
from glassine.words.rates import Rate

TWO = (Rate(2, Seconds(60)),)
NEIGHBOUR, OTHER = "198.51.100.8", "203.0.113.5"
ALSO_ZOES = "yves@example.net"


@pytest.mark.parametrize(
    ("which", "third", "served", "answer"),
    [
        ("per_ip", (MAX, BOB, STRANGER), (ZOE, ANN, NEIGHBOUR), STRANGER),
        (
            "per_network",
            (MAX, BOB, NEIGHBOUR),
            (ZOE, ANN, OTHER),
            "198.51.100.0/24",
        ),
        (
            "per_sender_domain",
            (ALSO_ZOES, BOB, OTHER),
            (MAX, ANN, STRANGER),
            "example.net",
        ),
    ],
)
def test_the_third_message_comes_too_soon(
    tmp_path: Path,
    which: str,
    third: tuple[str, str, str],
    served: tuple[str, str, str],
    answer: str,
) -> None:
    limits: dict[str, Any] = {which: TWO}
    with judged(tmp_path, rates=Rates(**limits)) as home:
        for _ in range(2):
            assert home.answer(ZOE, ANN).startswith("250")
        assert home.answer(*third) == (
            f"451 4.7.1 too many messages from {answer}; try again later"
        )
        assert home.answer(*served).startswith("250")
        home.later(70)
        assert home.answer(*third).startswith("250")
        (denied,) = home.home.records("denied")
        assert denied["details"]["check"] == "rate"


def test_nobody_is_buried_in_mail(tmp_path: Path) -> None:
    with judged(tmp_path, rates=Rates(per_recipient=TWO)) as home:
        assert home.answer(ZOE, ANN).startswith("250")
        assert home.answer(MAX, "Ann+news@example.org", OTHER).startswith("250")
        for same in (ANN, "ann+other@example.org"):
            assert home.answer(ZOE, same) == (
                "450 4.7.1 too much mail for this recipient; try later"
            )
        assert home.answer(ZOE, BOB).startswith("250")


def test_who_is_refused_by_one_rate_is_not_counted_by_the_others(
    tmp_path: Path,
) -> None:
    rates = Rates(per_ip=TWO, per_sender_domain=(Rate(3, Seconds(60)),))
    with judged(tmp_path, rates=rates) as home:
        codes = [home.answer(ZOE, ANN)[:3] for _ in range(6)]
        assert codes == ["250", "250", "451", "451", "451", "451"]
        assert home.answer(ZOE, ANN, OTHER).startswith("250")


def test_there_is_no_limit_to_messages_unless_one_is_set(tmp_path: Path) -> None:
    with judged(tmp_path) as home, home.come() as talk:
        talk.hello("mx.example")
        for _ in range(50):
            assert talk.say(f"MAIL FROM:<{ZOE}>").code == 250
            assert talk.say(f"RCPT TO:<{ANN}>").code == 250
            talk.say("RSET")
