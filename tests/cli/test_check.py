"""`glassine check` asks real name servers, and tells what a stranger would hear."""

import json
from collections.abc import Iterator

import pytest

from cli.commands import Place, Said
from support.name_servers import NameServers, name_servers

ANN = "ann@example.org"
GOOD, BAD = "192.0.2.25", "198.51.100.7"
ZONE = f"""\
@ TXT "v=spf1 ip4:{GOOD} -all"
@ MX 10 mx
mx A {GOOD}
mx TXT "v=spf1 a -all"
"""
REVERSE = "25 PTR mx.example.net."


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    zones = {
        "example.net": ZONE,
        "forged.example": '@ TXT "v=spf1 -all"',
        "2.0.192.in-addr.arpa": REVERSE,
    }
    place, broken = tmp_path_factory.mktemp("dns"), ["forged.example"]
    with name_servers(place, zones, bogus=broken, silent=["silent.example"]) as servers:
        yield servers


@pytest.fixture
def asked(place: Place, names: NameServers) -> Place:
    """Return a place that asks them, where Ann is and SPF refuses."""
    place.done("account", "add", ANN, "--password-file", "-", given="a long secret\n")
    with place.config.open("a") as config:
        config.write(
            f'\n[dns]\nservers = ["127.0.0.1:{names.resolver_port}"]\ntimeout = "1s"\n'
            '[spf]\nfail = "deny"\n'
        )
    return place


def check(place: Place, ip: str, *more: str, to: str = ANN) -> Said:
    known = ("--helo", "mx.example.net", "--from", "zoe@example.net", "--to", to)
    return place.give("check", "--ip", ip, *known, *more)


def test_who_may_send_is_taken(asked: Place) -> None:
    said = check(asked, GOOD)
    assert said.code == 0, said
    assert "[spf] pass:spf_helo(mx.example.net), spf(example.net)" in said.out
    assert "SPF of the sender's domain (example.net)" in said.out
    assert said.out.endswith("RCPT would be answered: 250 2.1.5 recipient ok\n")


def test_who_may_not_is_refused_and_told_why(asked: Place) -> None:
    said = check(asked, BAD)
    assert said.code == 1
    assert "this alone refuses the message" in said.out
    assert "RCPT would be answered: 550 5.7.23" in said.out
    assert "check=spf" in said.out  # the line of the refusal


@pytest.mark.parametrize("how", ["forged", "silent"])
def test_where_dns_fails_it_says_what_could_not_be_found_out(
    asked: Place, how: str
) -> None:
    words = ("--helo", "mx.example.net", "--from", f"zoe@{how}.example", "--to", ANN)
    said = asked.give("check", "--ip", GOOD, *words)
    assert said.code == 1
    assert "SPF of the sender's domain could not be found out" in said.out
    assert "RCPT would be answered: 451 4.7.24 SPF could not be asked" in said.out


def test_a_recipient_who_is_not_here_is_refused_as_ever(asked: Place) -> None:
    said = check(asked, GOOD, to="nobody@example.org")
    assert said.code == 1
    assert "550 5.1.1 no such user here" in said.out


def test_reverse_dns_may_be_given(asked: Place) -> None:
    said = check(asked, BAD, "--rdns", "mx.example.net", "--json")
    told = json.loads(said.out)
    assert told["judged"] is True
    assert told["taken"] is False
    assert told["answer"].startswith("550 ")
    assert any(each["check"] == "spf" and each["advice"] for each in told["findings"])


def test_our_own_networks_are_not_judged(asked: Place) -> None:
    said = check(asked, "10.1.2.3")
    assert said.code == 0
    assert "whose mail is not judged" in said.out


def test_the_dry_run_is_kept_as_an_operators_act_and_as_nothing_else(
    asked: Place,
) -> None:
    before = asked.done("events", "--json", "--limit", "100").splitlines()
    check(asked, BAD)
    kept = asked.done("events", "--json", "--limit", "100").splitlines()
    actions = [json.loads(line)["details"].get("action") for line in kept]
    assert actions.count("check") == 1
    assert len(kept) == len(before) + 2  # that, and the first look at events
    assert "check=spf" not in asked.done("log")


@pytest.mark.parametrize(
    ("word", "value"),
    [("--ip", "nowhere"), ("--from", "zoe"), ("--helo", "two words"), ("--to", "@")],
)
def test_words_that_are_none_are_refused(place: Place, word: str, value: str) -> None:
    words = {"--ip": GOOD, "--helo": "x.example", "--from": "<>", "--to": ANN}
    given = [part for pair in (words | {word: value}).items() for part in pair]
    said = place.give("check", *given)
    assert said.code == 2
    assert "it is an" in said.err or "it is a" in said.err
