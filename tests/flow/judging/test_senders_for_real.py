"""SPF, DKIM, DMARC and ARC by real name servers that fail: who is put off, who is not.

A zone that is forged ends in SERVFAIL, one that is silent in a time-out. Either is a
`451` where its answer might have meant a refusal, and else costs nobody their mail.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from time import monotonic

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from flow.judging.talks_of_strangers import ANN, GOOD, found
from glassine.config.tables.authentication import Dmarc, Spf
from glassine.config.tables.ways import Dns
from glassine.events.facts import Checked
from glassine.trust import arc_seal, dkim_keys, dkim_sign
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_sign import Signer
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.finding import CheckMode
from glassine.words.public import Domain
from support.behind_proxy import TRUSTING
from support.house import House, house
from support.letters import letter
from support.name_servers import NameServers, name_servers
from support.strangers import come

KEY = Ed25519PrivateKey.generate()
NOW = Milliseconds(1_603_755_945_209)
RECORD = dkim_keys.key_record(Domain("example.net"), "s1", KEY).value
ASKS = """\
_dmarc TXT "v=DMARC1; p={policy}"
forged._domainkey CNAME s1._domainkey.forged.example.
silent._domainkey CNAME s1._domainkey.silent.example.
"""
ZONES = {
    "example.net": f'@ TXT "v=spf1 ip4:{GOOD} -all"\n_dmarc TXT "v=DMARC1; p=reject"\n'
    f's1._domainkey TXT "{RECORD}"',
    "example.org": f's1._domainkey TXT "{RECORD}"\ns1._domainkey.news TXT "{RECORD}"',
    "strict.example": ASKS.format(policy="reject"),
    "mild.example": ASKS.format(policy="quarantine"),
    "forged.example": f'@ TXT "v=spf1 +all"\ns1._domainkey TXT "{RECORD}"',
}
OFF = Spf(fail=CheckMode.OFF)
BROKEN = ("forged", "silent")


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    place = tmp_path_factory.mktemp("dns")
    forged, silent = ["forged.example"], ["silent.example"]
    with name_servers(place, ZONES, bogus=forged, silent=silent) as servers:
        yield servers


@pytest.fixture
def home(tmp_path: Path, dns: NameServers) -> Iterator[House]:
    with asking(tmp_path, dns) as inside:
        yield inside


def asking(
    place: Path, dns: NameServers, mode: CheckMode = CheckMode.NOTE
) -> AbstractContextManager[House]:
    asked = Dns(servers=(dns.endpoint,), timeout=Seconds(1))
    return house(place, smtp=TRUSTING, dns=asked, spf=Spf(fail=mode))


def signed(message: bytes, domain: str, selector: str = "s1") -> bytes:
    head, _, body = message.partition(b"\r\n\r\n")
    signer = Signer(Domain(domain), selector, KEY)
    return dkim_sign.sign([signer], head + b"\r\n", hashed(body), NOW) + message


def hashed(body: bytes) -> bytes:
    whole = BodyHash()
    whole.feed(body)
    return whole.digest()


def test_who_is_vouched_for_by_real_records_passes(home: House) -> None:
    home.add(ANN)
    assert come(home, signed(letter("Hello"), "example.net"), ip=GOOD).code == 250
    assert found(home, "spf") == [
        "pass:spf(example.net), skip:spf_helo(none mx.example.net)"
    ]
    assert found(home, "dkim_verify") == ["pass:dkim(example.net)"]
    assert found(home, "dmarc") == ["pass:dmarc(example.net)"]


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize(
    ("mode", "code"), [(CheckMode.NOTE, 250), (CheckMode.DENY, 451)]
)
def test_spf_that_cannot_be_asked_puts_off_only_where_it_would_refuse(
    tmp_path: Path, dns: NameServers, how: str, mode: CheckMode, code: int
) -> None:
    sender = f"zoe@{how}.example"
    with asking(tmp_path, dns, mode) as home:
        home.add(ANN)
        began = monotonic()
        answer = come(home, letter("Hello", sender=sender), ip=GOOD, sender=sender)
        assert monotonic() - began < 10
        assert answer.code == code
        assert f"err:spf(dns {how}.example)" in found(home, "spf")[0]


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize(("author", "code"), [("strict", 451), ("mild", 250)])
def test_a_key_that_cannot_be_had_puts_off_only_who_might_be_refused(
    home: House, how: str, author: str, code: int
) -> None:
    home.add(ANN)
    domain = f"{author}.example"
    said = signed(letter("Hello", sender=f"zoe@{domain}"), domain, how)
    assert come(home, said, sender="eve@example.com").code == code
    assert found(home, "dkim_verify") == [f"err:dkim(dns {domain})"]
    assert found(home, "dmarc") == [f"err:dmarc(dns {domain})"]


@pytest.mark.parametrize(
    ("signer", "proven"),
    [
        (None, False),
        ("example.net", False),  # it vouches for itself, and for nobody here
        ("example.org", True),
        ("news.example.org", True),
    ],
)
def test_who_writes_as_one_of_us_must_be_signed_for_by_us(
    home: House, signer: str | None, proven: bool
) -> None:
    """Our domain publishes no policy, so DMARC says nothing of it."""
    home.add(ANN)
    said = letter("Hello", sender="boss@example.org")
    said = signed(said, signer) if signer else said
    assert come(home, said, sender="eve@example.com").code == 250
    assert len(found(home, "dkim_verify")) == (signer is not None)
    assert ("own_domain(not_proven)" in found(home, "headers")[0]) != proven


@pytest.mark.parametrize("how", BROKEN)
def test_a_policy_that_cannot_be_had_refuses_nobody(home: House, how: str) -> None:
    home.add(ANN)
    said = letter("Hello", sender=f"zoe@{how}.example")
    assert come(home, said, sender="eve@example.com").code == 250
    assert found(home, "dmarc") == [f"err:dmarc(dns {how}.example)"]


@pytest.mark.parametrize("how", BROKEN)
def test_a_chain_whose_key_cannot_be_had_is_no_reason_to_refuse(
    home: House, how: str
) -> None:
    home.add(ANN)
    message = letter("Hello", sender="zoe@example.com")
    head, _, body = message.partition(b"\r\n\r\n")
    seal = arc_seal.seal(
        Signer(Domain(f"{how}.example"), "s1", KEY),
        head=head + b"\r\n",
        body_hash=hashed(body),
        results=b"lists.example; none",
        chain=ArcOutcome(result=Checked.NONE),
        now=NOW,
    )
    assert come(home, seal + message, sender="eve@example.com").code == 250
    assert found(home, "arc") == ["err:arc(dns)"]


def test_who_is_silent_for_longer_than_all_may_take_is_put_off(
    tmp_path: Path, dns: NameServers
) -> None:
    slow, hasty = Dns(servers=(dns.endpoint,), timeout=Seconds(20)), Seconds(1)
    with house(
        tmp_path, smtp=TRUSTING, dns=slow, spf=OFF, dmarc=Dmarc(time_limit=hasty)
    ) as home:
        home.add(ANN)
        said = letter("Hello", sender="zoe@silent.example")
        assert come(home, said, sender="eve@example.com").code == 451
