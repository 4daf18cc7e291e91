"""Strangers and the names they give: noted, refused, and by whom it is let through."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from flow.judging.talks_of_strangers import (
    ANN,
    BAD,
    GOOD,
    LOST,
    ZOE,
    all_zones,
    asking,
    come,
    found,
)
from glassine.config.tables.judging import Judging
from glassine.config.tables.strangers import Helo
from glassine.words.clock import Seconds
from glassine.words.finding import CheckMode
from glassine.words.public import Protocol
from support.behind_proxy import BehindProxy
from support.house import PASSWORD
from support.letters import letter
from support.name_servers import NameServers
from support.sasl_client import over_smtp, plain

DENY, OFF = CheckMode.DENY, CheckMode.OFF
CHECKS = (
    *("match_re", "bare_ip", "dynamic", "big_company", "literal_mismatch"),
    *("valid_hostname", "forward_dns", "rdns_match", "proto_mismatch"),
    "host_mismatch",
)


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    with all_zones(tmp_path_factory.mktemp("dns")) as servers:
        yield servers


def test_an_honest_server_passes_every_check(tmp_path: Path, dns: NameServers) -> None:
    with asking(tmp_path, dns) as home:
        assert come(home, GOOD).code == 250
        (line,) = found(home, "helo.checks")
    assert line == (
        "pass:match_re, bare_ip, dynamic, literal_mismatch, valid_hostname, "
        "big_company, rdns_match, forward_dns"
    )


def test_out_of_the_box_nobody_is_refused(tmp_path: Path, dns: NameServers) -> None:
    with asking(tmp_path, dns) as home:
        for name in ("198.51.100.8", "localhost", "[192.0.2.1]", "gmail.com"):
            assert come(home, BAD, helo=name).code == 250
        lines = found(home, "helo.checks")
    assert "fail:bare_ip(address 198.51.100.8)" in lines[0]
    assert "fail:valid_hostname(invalid localhost)" in lines[1]
    assert "fail:literal_mismatch(mismatch [192.0.2.1])" in lines[2]
    assert "fail:big_company(mismatch gmail.com)" in lines[3]


@pytest.mark.parametrize(
    ("helo", "name", "said"),
    [
        (
            Helo(bare_ip=DENY),
            "198.51.100.8",
            "say your host name, or [address] (bare_ip)",
        ),
        (Helo(valid_hostname=DENY), "pc", "say your full host name (valid_hostname)"),
        (
            Helo(forward_dns=DENY),
            "mail.example.net",
            "your name does not lead to your address (forward_dns)",
        ),
        (Helo(big_company=DENY), "gmail.com", "that name is another's (big_company)"),
        (
            Helo(dynamic=DENY),
            "198-51-100-8.example.net",
            "give your server a name of its own (dynamic)",
        ),
    ],
    ids=str,
)
def test_a_check_that_denies_answers_at_rcpt_by_its_name(
    tmp_path: Path, dns: NameServers, helo: Helo, name: str, said: str
) -> None:
    with asking(tmp_path, dns, helo=helo) as home:
        reply = come(home, BAD, helo=name)
        assert (reply.code, reply.text) == (550, f"5.7.1 {said}")
        (denied,) = home.records("denied")
    assert denied["details"]["stage"] == "rcpt"
    assert denied["details"]["check"] in said
    assert denied["rcptTo"] == [f"<{ANN}>"]


def test_without_delay_mail_is_refused(tmp_path: Path, dns: NameServers) -> None:
    with asking(tmp_path, dns, helo=Helo(valid_hostname=DENY)) as home:
        policy = replace(home.desk.policy, delay_deny=False)
        home.desk = replace(home.desk, policy=policy)
        with BehindProxy(home.open(Protocol.MX), BAD) as talk:
            talk.hello("localhost")
            assert talk.say(f"MAIL FROM:<{ZOE}>").code == 550
        (denied,) = home.records("denied")
    assert denied["details"]["stage"] == "mail"


def test_it_is_dropped_for_who_logs_in(tmp_path: Path, dns: NameServers) -> None:
    with asking(tmp_path, dns, helo=Helo(valid_hostname=DENY)) as home:
        nearby = (ip_network("198.51.100.0/24"),)
        policy = replace(home.desk.policy, allow_plain_from=nearby)
        home.desk = replace(home.desk, policy=policy)
        with BehindProxy(home.open(Protocol.SUBMISSION), BAD) as talk:
            talk.hello("localhost")
            assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
            assert talk.deliver(ANN, [ANN], letter("Hello")).code == 250


@pytest.mark.parametrize("name", ["mail.silent.example", "mail.forged.example"])
def test_where_dns_does_not_answer_a_check_that_denies_asks_to_come_again(
    tmp_path: Path, dns: NameServers, name: str
) -> None:
    judging = Judging(dns_wait=Seconds(1))
    helo = Helo(forward_dns=DENY)
    with asking(tmp_path, dns, helo=helo, judging=judging) as home:
        reply = come(home, GOOD, helo=name)
        assert (reply.code, reply.text) == (
            451,
            "4.4.3 DNS did not answer for your name; try again",
        )


def test_where_dns_is_silent_a_check_that_notes_holds_nobody(
    tmp_path: Path, dns: NameServers
) -> None:
    judging = Judging(dns_wait=Seconds(1))
    with asking(tmp_path, dns, timeout=1, judging=judging) as home:
        assert come(home, LOST, helo="mail.silent.example").code == 250
        (line,) = found(home, "helo.checks")
    assert "err:" in line
    assert "fail:" not in line


def test_a_check_that_is_off_is_not_spoken_of(tmp_path: Path, dns: NameServers) -> None:
    helo = Helo(forward_dns=OFF, big_company=OFF, rdns_match=OFF, bare_ip=OFF)
    with asking(tmp_path, dns, helo=helo) as home:
        come(home, GOOD)
        (line,) = found(home, "helo.checks")
    assert line == "pass:match_re, dynamic, literal_mismatch, valid_hostname"


def test_the_same_name_after_starttls_weighs_once_and_is_refused_all_the_same(
    tmp_path: Path, dns: NameServers
) -> None:
    with (
        asking(tmp_path, dns, helo=Helo(valid_hostname=DENY)) as home,
        BehindProxy(home.open(Protocol.MX), BAD) as talk,
    ):
        talk.hello("localhost")
        talk.say(f"MAIL FROM:<{ZOE}>")
        assert talk.say(f"RCPT TO:<{ANN}>").code == 550
        talk.start_tls()
        talk.hello("localhost")
        talk.say(f"MAIL FROM:<{ZOE}>")
        assert talk.say(f"RCPT TO:<{ANN}>").code == 550
        assert len(home.records("denied")) == 2


@pytest.mark.parametrize(
    ("ip", "why"), [("192.168.1.5", "private"), ("127.0.0.1", "local")]
)
def test_clients_of_our_own_networks_are_not_looked_at_and_the_log_says_why(
    tmp_path: Path, dns: NameServers, ip: str, why: str
) -> None:
    checks = Helo(valid_hostname=DENY, dynamic=OFF)
    with asking(tmp_path, dns, helo=checks) as home:
        with BehindProxy(home.open(Protocol.MX), ip) as talk:
            assert talk.hello("localhost").code == 250
            assert talk.hello("localhost").code == 250
            talk.say(f"MAIL FROM:<{ZOE}>")
            assert talk.say(f"RCPT TO:<{ANN}>").code == 250
        assert found(home, "helo.checks") == [
            f"skip:match_re({why}), bare_ip({why}), big_company({why}),"
            f" literal_mismatch({why}), valid_hostname({why}), forward_dns({why}),"
            f" rdns_match({why})",
            f"multi: true, skip:proto_mismatch({why}), host_mismatch({why})",
        ]


def test_where_every_check_is_off_nothing_is_said_of_our_own(
    tmp_path: Path, dns: NameServers
) -> None:
    off = Helo(**{name: OFF for name in CHECKS})
    with asking(tmp_path, dns, helo=off) as home:
        assert come(home, "192.168.1.5").code == 250
        assert found(home, "helo.checks") == []
