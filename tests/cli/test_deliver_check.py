"""`glassine deliver-check`: why mail would arrive, or not, in sentences."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cli.commands import Place
from support.name_servers import NameServers, name_servers

ZONES = {
    "example.net": f"""\
@ MX 10 mx
@ MX 20 gone.example.com.
mx A 192.0.2.1
mx AAAA 2001:db8::1
_25._tcp.mx TLSA 3 1 1 {"ab" * 32}
""",
    "example.com": "@ MX 0 .",
    "plain.example": "@ A 10.0.0.1",
    "forged.example": "@ MX 10 mx.example.net.",
}


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    with name_servers(
        tmp_path_factory.mktemp("dns"),
        ZONES,
        signed=["example.net"],
        bogus=["forged.example"],
    ) as servers:
        yield servers


@pytest.fixture
def home(place: Place, dns: NameServers) -> Place:
    """Return a place that asks the test's name servers."""
    asks = f'[dns]\nservers = ["127.0.0.1:{dns.resolver_port}"]\n'
    more = "[delivery]\nprivate_mx = true\n"
    place.config.write_text(place.config.read_text() + asks + more)
    return place


def checked(place: Place, *words: str) -> dict[str, Any]:
    read = json.loads(place.give("deliver-check", "--dns-only", "--json", *words).out)
    assert isinstance(read, dict)
    return read


def test_each_step_is_a_sentence_and_the_end_says_what_would_be(home: Place) -> None:
    assert home.done("deliver-check", "--dns-only", "example.net").splitlines() == [
        "Mail for example.net:",
        "  DNS names 2 mail exchangers, validated by DNSSEC: mx.example.net (10), "
        "gone.example.com (20).",
        "  MTA-STS: the domain has no policy.",
        "  mx.example.net has the addresses 2001:db8::1, 192.0.2.1, validated by "
        "DNSSEC.",
        "  DANE: mx.example.net has 1 TLSA record, 1 of which can prove a mail server.",
        "  gone.example.com is left out: it has no address; its owner must mend the "
        "zone, or you the route.",
        "A message would go to mx.example.net port 25 by SMTP with TLS only, and a "
        "certificate that its TLSA records prove.",
    ]


def test_programs_get_the_same_as_json(home: Place) -> None:
    read = checked(home, "example.net")
    assert (read["domain"], read["refused"]) == ("example.net", None)
    assert [step["step"] for step in read["steps"]] == [
        "MxAsked",
        "StsAsked",
        "HostFound",
        "TlsaFound",
        "HostCut",
    ]
    assert read["hosts"] == [
        {
            "host": "mx.example.net",
            "port": 25,
            "ips": ["2001:db8::1", "192.0.2.1"],
            "socket": None,
            "tls": "dane",
            "handshake": "starttls",
            "names": ["mx.example.net", "example.net"],
            "tlsa": 1,
        }
    ]


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        (
            "example.com",
            "A message would be given up: 556 5.1.10 example.com takes no mail: it has "
            "a null MX.",
        ),
        ("nowhere.example", "A message would be given up: 550 5.1.2 there is no"),
        ("forged.example", "A message would wait and be tried again: 451 4.4.3 DNS"),
    ],
)
def test_what_is_wrong_is_said_and_the_exit_code_tells(
    home: Place, domain: str, said: str
) -> None:
    ended = home.give("deliver-check", domain)
    assert ended.code == 1
    assert said in ended.out


def test_mail_for_our_own_domain_stays_here(home: Place) -> None:
    assert home.done("deliver-check", "example.org").splitlines() == [
        "Mail for example.org:",
        "  The domain is ours: its mail is delivered here.",
        "A message would be filed here, if its address is an account or an alias.",
    ]


def test_a_private_address_is_said_with_the_setting(home: Place) -> None:
    text = home.config.read_text()
    home.config.write_text(text.replace("private_mx = true", ""))
    ended = home.give("deliver-check", "plain.example")
    assert ended.code == 1
    assert "So the domain is its own mail host." in ended.out
    assert "if that is meant, write private_mx = true under [delivery]" in ended.out


def test_a_route_is_told_with_its_login_and_without_its_password(home: Place) -> None:
    password = home.path / "relay.password"
    password.write_text("sesame\n")
    route = (
        '[[route]]\ndomain = "*"\nto = "smtps://127.0.0.1:465"\ntls = "required"\n'
        f'user = "us@example.org"\npassword_file = "{password}"\n'
    )
    home.config.write_text(home.config.read_text() + route)
    said = home.done("deliver-check", "--dns-only", "example.com")
    assert "The config routes all other domains to SMTP 127.0.0.1:465." in said
    assert "from the first byte, as us@example.org." in said
    assert "sesame" not in said


def test_an_address_must_be_one_of_the_domain(home: Place) -> None:
    ended = home.give("deliver-check", "example.net", "bob@example.com")
    assert (ended.code, ended.out) == (1, "")
    assert "bob@example.com is not an address at example.net" in ended.err


def test_the_operator_is_seen_asking(home: Place) -> None:
    home.give("deliver-check", "example.com", "bob@example.com")
    [event] = [
        json.loads(line)
        for line in home.done("events", "--type", "operator", "--json").splitlines()
        if "deliver-check" in line
    ]
    assert event["details"]["filter"] == "domain=example.com"
