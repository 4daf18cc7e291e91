"""rspamd and we judge the same strangers by the same DNS: NSD behind Unbound.

The author's domain, the signature and the client are changed one by one. What rspamd
calls a symbol is a result of ours, in the record and in Authentication-Results.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.config.tables.authentication import Dmarc
from glassine.words.finding import CheckMode
from support.counterparts.rspamd import Rspamd, rspamd
from support.house import House
from support.letters import letter
from support.name_servers import NameServers, name_servers
from support.strangers import (
    CLIENT,
    RECORD,
    STRANGER,
    come,
    judging_house,
    signed,
)

ANN = "ann@example.org"
KEY = "s1._domainkey TXT " + " ".join(
    f'"{RECORD[at : at + 200]}"' for at in range(0, len(RECORD), 200)
)
SPF = f'@ TXT "v=spf1 ip4:{CLIENT} -all"\n'
ZONES = {
    "example.net": SPF + KEY + '\n_dmarc TXT "v=DMARC1; p=reject"',
    "example.com": SPF + KEY + '\n_dmarc TXT "v=DMARC1; p=quarantine"',
    "example.edu": SPF.replace("-all", "~all") + KEY,
    "open.example": '@ TXT "v=spf1 ip4:nonsense"\n_dmarc TXT "v=DMARC1; p=none"',
}
SPF_SYMBOLS = {
    "R_SPF_ALLOW": "pass",
    "R_SPF_FAIL": "fail",
    "R_SPF_SOFTFAIL": "softfail",
    "R_SPF_NEUTRAL": "neutral",
    "R_SPF_NA": "none",
    "R_SPF_PERMFAIL": "permerror",
    "R_SPF_DNSFAIL": "temperror",
}
DKIM_SYMBOLS = {
    "R_DKIM_ALLOW": "pass",
    "R_DKIM_REJECT": "fail",
    "R_DKIM_NA": "none",
    "R_DKIM_PERMFAIL": "permerror",
    "R_DKIM_TEMPFAIL": "temperror",
}
DMARC_SYMBOLS = {
    "DMARC_POLICY_ALLOW": "pass",
    "DMARC_POLICY_REJECT": "fail",
    "DMARC_POLICY_QUARANTINE": "fail",
    "DMARC_POLICY_SOFTFAIL": "fail",
    "DMARC_NA": "none",
    "DMARC_DNSFAIL": "temperror",
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    place = tmp_path_factory.mktemp("names")
    with name_servers(
        place, {**ZONES, "silent.example": ""}, silent=["silent.example"]
    ) as servers:
        yield servers


@pytest.fixture(scope="module")
def judge(names: NameServers) -> Iterator[Rspamd]:
    with rspamd(names.resolver_port) as running:
        yield running


@pytest.fixture
def home(names: NameServers, tmp_path: Path) -> Iterator[House]:
    noting = Dmarc(reject=CheckMode.NOTE)
    with judging_house(tmp_path, names.resolver(timeout=2), dmarc=noting) as inside:
        inside.add(ANN)
        yield inside


def changed(message: bytes) -> bytes:
    return message.replace(b"Good morning", b"Good evening")


def by(domain: str) -> bytes:
    """Return a letter whose author is of this domain."""
    return letter("Hello", sender=f"zoe@{domain}")


@pytest.mark.parametrize(
    ("said", "ip", "sender"),
    [
        pytest.param(signed(by("example.net")), CLIENT, "example.net", id="all"),
        pytest.param(signed(by("example.net")), STRANGER, "example.net", id="key"),
        pytest.param(by("example.net"), CLIENT, "example.net", id="client"),
        pytest.param(by("example.net"), STRANGER, "example.net", id="nothing"),
        pytest.param(
            changed(signed(by("example.net"))), STRANGER, "example.net", id="changed"
        ),
        pytest.param(
            signed(by("example.com"), "example.net"),
            CLIENT,
            "example.net",
            id="another's",
        ),
        pytest.param(by("example.com"), STRANGER, "example.com", id="quarantine"),
        pytest.param(by("example.edu"), STRANGER, "example.edu", id="softfail"),
        pytest.param(by("open.example"), CLIENT, "open.example", id="permerror"),
        pytest.param(
            signed(by("example.net"), "open.example"),
            CLIENT,
            "example.net",
            id="no key",
        ),
    ],
)
def test_we_find_what_rspamd_finds(
    home: House, judge: Rspamd, said: bytes, ip: str, sender: str
) -> None:
    symbols = judge.symbols(said, f"zoe@{sender}", "mx.example.net", ip)
    assert come(home, said, ip=ip, sender=f"zoe@{sender}").code == 250
    (found,) = home.records("received")
    ours = found["details"]["authResults"]
    assert {ours["spf"]} == theirs(symbols, SPF_SYMBOLS)
    assert {ours["dkim"]} == theirs(symbols, DKIM_SYMBOLS)
    assert {ours["dmarc"]} == theirs(symbols, DMARC_SYMBOLS)
    for read in home.letters(ANN):  # none where it went to Junk
        head = read.partition(b"Received:")[0]
        for method in ("spf", "dkim", "dmarc"):
            assert f"{method}={ours[method]}".encode() in head


def theirs(symbols: dict[str, object], known: dict[str, str]) -> set[str]:
    """Return what rspamd's symbols say, in our words."""
    return {result for symbol, result in known.items() if symbol in symbols}


def test_names_that_nobody_answers_for_are_temporary_errors(home: House) -> None:
    """SERVFAIL is what Unbound makes of a server that is silent."""
    said = signed(by("silent.example"), "silent.example")
    answer = come(home, said, sender="zoe@silent.example", helo="mx.example")
    assert answer.code == 250  # nobody is known to ask for a refusal
    (found,) = home.records("received")
    results = found["details"]["authResults"]
    assert {results["spf"], results["dkim"], results["dmarc"]} == {"temperror"}
    head = home.letters(ANN)[0].partition(b"Received:")[0]
    assert head.count(b"=temperror") == 3
