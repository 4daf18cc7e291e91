"""Strangers whose address has a good name, a false one, a lent one, or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flow.judging.talks_of_strangers import (
    ANN,
    BAD,
    FORGED,
    GOOD,
    LENT,
    LOST,
    NAMELESS,
    ZOE,
    all_zones,
    asking,
    come,
    found,
)
from glassine.config.tables.strangers import ReverseDns
from glassine.words.finding import CheckMode
from glassine.words.public import Protocol
from support.behind_proxy import BehindProxy
from support.letters import letter
from support.name_servers import NameServers

STRICT = ReverseDns(
    no_rdns=CheckMode.DENY, fcrdns=CheckMode.DENY, generic_rdns=CheckMode.DENY
)


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    with all_zones(tmp_path_factory.mktemp("dns")) as servers:
        yield servers


@pytest.mark.parametrize(
    ("ip", "line"),
    [
        (GOOD, "pass:fcrdns, generic_rdns"),
        (BAD, "pass:generic_rdns, fail:fcrdns(unconfirmed mail.example.net)"),
        (LENT, "pass:fcrdns, fail:generic_rdns(pool pool-9.example.net)"),
        (NAMELESS, "fail:no_rdns(no_record 198.51.100.10)"),
    ],
)
def test_out_of_the_box_it_is_noted(
    tmp_path: Path, dns: NameServers, ip: str, line: str
) -> None:
    with asking(tmp_path, dns) as home:
        assert come(home, ip).code == 250
        assert found(home, "fcrdns") == [line]


@pytest.mark.parametrize(
    ("ip", "said"),
    [
        (BAD, "5.7.25 your reverse DNS does not lead back to you (fcrdns)"),
        (LENT, "5.7.1 give your address a name of its own (generic_rdns)"),
        (NAMELESS, "5.7.25 your address has no reverse DNS (no_rdns)"),
    ],
)
def test_where_it_is_so_set_it_is_refused(
    tmp_path: Path, dns: NameServers, ip: str, said: str
) -> None:
    with asking(tmp_path, dns, reverse_dns=STRICT) as home:
        assert come(home, GOOD).code == 250
        reply = come(home, ip)
        assert (reply.code, reply.text) == (550, said)


@pytest.mark.parametrize("ip", [LOST, FORGED])
def test_a_reverse_zone_that_does_not_answer_costs_time_and_no_mail(
    tmp_path: Path, dns: NameServers, ip: str
) -> None:
    with asking(tmp_path, dns, timeout=1) as home:
        assert come(home, ip).code == 250
        (line,) = found(home, "fcrdns")
    assert line == f"err:no_rdns(temperror {ip}), fcrdns(temperror {ip})"


@pytest.mark.parametrize(
    ("ip", "result"),
    [
        (GOOD, "pass"),
        (BAD, "fail"),
        (NAMELESS, "permerror"),  # RFC 8601 §2.7.3: no PTR is published
        (LOST, "temperror"),
        (FORGED, "temperror"),
    ],
)
def test_the_kept_letter_says_how_its_bringer_is_named(
    tmp_path: Path, dns: NameServers, ip: str, result: str
) -> None:
    with asking(tmp_path, dns, timeout=1) as home:
        with BehindProxy(home.open(Protocol.MX), ip) as talk:
            talk.hello("mail.example.net")
            assert talk.deliver(ZOE, [ANN], letter("Hello")).code == 250
        (read,) = home.letters(ANN)
        assert f"iprev={result} policy.iprev={ip};".encode() in read


def test_of_a_name_that_is_not_asked_for_the_letter_says_nothing(
    tmp_path: Path, dns: NameServers
) -> None:
    off = dict.fromkeys(("no_rdns", "fcrdns", "generic_rdns"), CheckMode.OFF)
    with asking(tmp_path, dns, reverse_dns=ReverseDns(**off)) as home:
        with BehindProxy(home.open(Protocol.MX), BAD) as talk:
            talk.hello("mail.example.net")
            assert talk.deliver(ZOE, [ANN], letter("Hello")).code == 250
        (read,) = home.letters(ANN)
        assert b"iprev=" not in read


@pytest.mark.parametrize("ip", [LOST, FORGED])
def test_where_it_would_be_refused_it_is_put_off(
    tmp_path: Path, dns: NameServers, ip: str
) -> None:
    with asking(tmp_path, dns, timeout=1, reverse_dns=STRICT) as home:
        reply = come(home, ip)
    assert (reply.code, reply.text) == (
        451,
        "4.7.25 reverse DNS did not answer; try again later",
    )


def test_starttls_does_not_make_forget_where_a_client_comes_from(
    tmp_path: Path, dns: NameServers
) -> None:
    with (
        asking(tmp_path, dns, reverse_dns=STRICT) as home,
        BehindProxy(home.open(Protocol.MX), NAMELESS) as talk,
    ):
        talk.hello("mail.example.net")
        talk.say(f"MAIL FROM:<{ZOE}>")
        assert talk.say(f"RCPT TO:<{ANN}>").code == 550
        talk.start_tls()
        talk.hello("mail.example.net")
        talk.say(f"MAIL FROM:<{ZOE}>")
        assert talk.say(f"RCPT TO:<{ANN}>").code == 550
