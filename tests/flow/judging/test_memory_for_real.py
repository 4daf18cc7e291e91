"""What is remembered of a sender counts only where real DNS proves who it is.

SPF that cannot be asked, by SERVFAIL or silence, proves nobody: who would be let in at
once is asked to come again like any stranger, and no domain is praised or blamed.
"""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from flow.judging.talks_of_strangers import ANN, BAD, GOOD, asking, come
from glassine.config.tables.memory import Greylisting
from glassine.config.tables.strangers import DnsList
from glassine.words.dns_list import ListKind
from glassine.words.public import Domain, Protocol
from support.behind_proxy import BehindProxy
from support.house import PASSWORD, House
from support.letters import letter
from support.name_servers import NameServers, name_servers
from support.sasl_client import over_smtp, plain

SPF = f'@ TXT "v=spf1 ip4:{GOOD} -all"'
ZONES = {
    "example.net": SPF,
    "forged.example": SPF,
    "wl.example": "2.0.0.127 A 127.0.0.2\n7.100.51.198 A 127.0.0.2",
    "quota.example": "* A 127.255.255.254",
}
WAITING = Greylisting(enabled=True)
PROVEN = "zoe@example.net"
UNPROVEN = [
    (PROVEN, BAD),  # SPF fails
    ("zoe@forged.example", GOOD),  # SERVFAIL
    ("zoe@silent.example", GOOD),
]


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    place = tmp_path_factory.mktemp("dns")
    forged, silent = ["forged.example"], ["silent.example"]
    with name_servers(place, ZONES, bogus=forged, silent=silent) as servers:
        yield servers


def write(home: House, recipient: str) -> None:
    """Have Ann write to somebody."""
    with BehindProxy(home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
        talk.hello()
        assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
        assert talk.deliver(ANN, [recipient], letter("Hello")).code == 250


def test_whom_ann_has_written_to_need_not_come_again(
    tmp_path: Path, dns: NameServers
) -> None:
    with asking(tmp_path, dns, greylisting=WAITING) as home:
        assert come(home, GOOD, sender=PROVEN).code == 451
        write(home, PROVEN)
        assert come(home, GOOD, sender=PROVEN).code == 250


@pytest.mark.parametrize(("sender", "ip"), UNPROVEN)
def test_who_is_not_proven_to_be_them_must(
    tmp_path: Path, dns: NameServers, sender: str, ip: str
) -> None:
    with asking(tmp_path, dns, timeout=1, greylisting=WAITING) as home:
        write(home, sender)
        began = monotonic()
        assert come(home, ip, sender=sender).code == 451
        assert monotonic() - began < 10
        (denied,) = home.records("denied")
        assert denied["details"]["check"] == "greylist"


@pytest.mark.parametrize(
    ("zone", "code"), [("wl.example", 250), ("quota.example", 451)]
)
def test_who_is_on_a_list_of_good_servers_need_not_come_again(
    tmp_path: Path, dns: NameServers, zone: str, code: int
) -> None:
    listed = DnsList(zone=Domain(zone), kind=ListKind.ALLOW)
    with asking(tmp_path, dns, greylisting=WAITING, dns_list=(listed,)) as home:
        assert come(home, GOOD, sender=PROVEN).code == code


@pytest.mark.parametrize(("sender", "ip"), [(PROVEN, GOOD), *UNPROVEN])
def test_a_domain_is_praised_only_where_it_is_proven(
    tmp_path: Path, dns: NameServers, sender: str, ip: str
) -> None:
    domain = sender.partition("@")[2]
    with asking(tmp_path, dns, timeout=1) as home:
        with BehindProxy(home.open(Protocol.MX), ip) as talk:
            talk.hello("mail.example.net")
            said = letter("Hello", sender="zoe@example.com")
            assert talk.deliver(sender, [ANN], said).code == 250
        home.records()  # all is written
        kept = home.look(lambda books: books.reputations.among([domain, ip]))
        proven = (sender, ip) == (PROVEN, GOOD)
        assert set(kept) == ({ip, domain} if proven else {ip})
