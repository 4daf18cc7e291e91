"""A stranger's letter is judged by who vouches for it, and says so on what is kept."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.config.tables.authentication import Arc, Dmarc, DmarcOverride, Spf
from glassine.events.facts import Checked
from glassine.trust import arc_seal
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_sign import Signer
from glassine.trust.resolver import Found
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.finding import CheckMode
from glassine.words.public import Domain
from glassine.words.sender import DmarcPolicy
from support.house import House
from support.letters import letter
from support.strangers import (
    KEY,
    RECORD,
    SELECTOR,
    STRANGER,
    ZONE,
    come,
    findings,
    judging_house,
    signed,
    verifies,
)
from support.zone_resolver import TIMEOUT, ZoneResolver

ANN = "ann@example.org"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with judging_house(tmp_path, ZoneResolver(ZONE)) as inside:
        inside.add(ANN)
        yield inside


def checks(home: House) -> dict[str, str]:
    results: dict[str, str] = home.records("received")[-1]["details"]["authResults"]
    return results


def test_who_is_who_he_says_is_vouched_for(home: House) -> None:
    assert come(home, signed(letter("Hello"))).code == 250
    assert checks(home) == {
        "spf": "pass",
        "dkim": "pass",
        "dmarc": "pass",
        "arc": "none",
    }
    assert findings(home) == [
        "spf_helo pass",
        "spf pass",
        "dkim pass",
        "dmarc pass",
    ]


def test_the_log_says_who_vouched_for_what(home: House) -> None:
    come(home, signed(letter("Hello")))
    lines = [line.split("] ", 2)[2] for line in home.lines()]
    assert "[spf] pass:spf_helo(mx.example.net), spf(example.net)" in lines
    assert "[dkim_verify] pass:dkim(example.net)" in lines
    assert "[dmarc] pass:dmarc(example.net)" in lines


def test_the_kept_letter_says_what_was_found(home: House) -> None:
    said = signed(letter("Hello"))
    come(home, said)
    (read,) = home.letters(ANN)
    field = read[read.index(b"Authentication-Results:") : read.index(b"Received:")]
    unfolded = field.replace(b"\r\n\t", b" ")
    assert unfolded.startswith(b"Authentication-Results: mail.example.org; spf=pass")
    for statement in (
        b"spf=pass smtp.helo=mx.example.net",
        b"spf=pass smtp.mailfrom=zoe@example.net",
        b"dkim=pass header.d=example.net header.s=s1 header.a=rsa-sha256",
        b"dmarc=pass header.from=example.net",
        b"arc=none",
    ):
        assert statement in unfolded
    assert read.endswith(said)
    assert verifies(read)  # by dkimpy, over prefix and message


def test_a_forged_author_is_refused_where_his_domain_asks_for_it(home: House) -> None:
    answer = come(home, letter("Hello"), ip=STRANGER, sender="eve@example.com")
    assert answer.code == 550
    assert "dmarc" in answer.text
    assert not home.letters(ANN)
    (denied,) = home.records("denied")
    assert denied["details"]["check"] == "dmarc"
    assert denied["details"]["findings"][0]["why"] == "reject"
    assert denied["details"]["findings"][0]["value"] == "example.net"


def test_a_name_of_four_kilobytes_hides_no_forged_author(home: House) -> None:
    said = letter("Hello").replace(b"From: ", b'From: "%b" ' % (b"Z" * 5000), 1)
    assert come(home, said, ip=STRANGER, sender="eve@example.com").code == 550


def test_an_author_that_nobody_finds_is_filed_as_spam(home: House) -> None:
    said = letter("Hello").replace(b"From: ", b"From: " + b"(a)" * 20_000, 1)
    come(home, said, ip=STRANGER, sender="eve@example.com")
    assert home.records("received")[-1]["details"]["spamStatus"] == "spam"


def test_a_changed_letter_does_not_pass_by_its_signature(home: House) -> None:
    changed = signed(letter("Hello")).replace(b"Good morning", b"Good evening")
    assert come(home, changed, ip=STRANGER, sender="eve@example.com").code == 550
    assert "[dkim_verify] fail:dkim(body example.net)" in "".join(home.lines())


def test_a_key_that_nobody_knows_saves_no_forged_author(tmp_path: Path) -> None:
    """Whoever forges may sign too, and publish any octets as the key."""
    strange = "p=MA4wBwYDKgMEBQADAwBhYg=="  # of algorithm 1.2.3.4
    zone = ZONE | {"s1._domainkey.example.com": [("TXT", strange)]}
    with judging_house(tmp_path, ZoneResolver(zone)) as home:
        home.add(ANN)
        said = signed(letter("Hello"), "example.com")
        assert come(home, said, ip=STRANGER, sender="eve@example.com").code == 550
        assert "fail:dkim(no_key example.com)" in "".join(home.lines())


@pytest.mark.parametrize(
    ("zone", "settings", "ends"),
    [
        ({}, {"dmarc": Dmarc(reject=CheckMode.NOTE)}, "dmarc fail reject"),
        (
            {"_dmarc.example.net": "v=DMARC1; p=reject; t=y"},
            {},
            "dmarc fail quarantine",
        ),
        ({"_dmarc.example.net": "v=DMARC1; p=quarantine"}, {}, "dmarc fail quarantine"),
        ({"_dmarc.example.net": "v=DMARC1; p=none"}, {}, "dmarc fail none"),
        ({"_dmarc.example.net": "nothing of that kind"}, {}, "dmarc skip none"),
        (
            {},
            {
                "dmarc_override": (
                    DmarcOverride(
                        domain=Domain("example.net"), policy=DmarcPolicy.NONE
                    ),
                )
            },
            "dmarc fail none",
        ),
    ],
)
def test_what_fails_is_taken_where_nobody_asks_to_refuse_it(
    tmp_path: Path, zone: dict[str, str], settings: dict[str, object], ends: str
) -> None:
    records = ZONE | {name: [("TXT", text)] for name, text in zone.items()}
    with judging_house(tmp_path, ZoneResolver(records), **settings) as home:
        home.add(ANN)
        forged = letter("Hello")
        assert come(home, forged, ip=STRANGER, sender="eve@example.com").code == 250
        assert findings(home)[-1] == ends
        (delivered,) = home.records("delivered")
        asked_for = ends.endswith(("reject", "quarantine"))
        assert delivered["details"]["filed"] == ("junk" if asked_for else "inbox")


def test_dmarc_that_is_off_asks_nobody(tmp_path: Path) -> None:
    off = Dmarc(reject=CheckMode.OFF)
    with judging_house(tmp_path, ZoneResolver(ZONE), dmarc=off) as home:
        home.add(ANN)
        assert come(home, letter("Hello"), ip=STRANGER).code == 250
        assert checks(home)["dmarc"] == ""
        assert b"dmarc=" not in home.letters(ANN)[0]


def test_spf_that_is_off_leaves_it_to_signatures(tmp_path: Path) -> None:
    off = Spf(fail=CheckMode.OFF)
    with judging_house(tmp_path, ZoneResolver(ZONE), spf=off) as home:
        home.add(ANN)
        assert come(home, signed(letter("Hello"))).code == 250
        assert checks(home)["spf"] == ""
        assert b"spf=" not in home.letters(ANN)[0]
        assert come(home, letter("Hello")).code == 550  # example.net asks for it


def test_a_list_that_somebody_answers_for_is_not_refused(home: House) -> None:
    """RFC 9989 §7.4: lists break what their authors' domains ask for."""
    said = b"List-Id: <talk.example.com>\r\n" + letter("Hello")
    unknown = {"ip": STRANGER, "sender": "talk@example.com"}
    assert come(home, said, **unknown).code == 550  # nobody answers for it
    assert come(home, said).code == 250  # and this is aligned anyway
    other = letter("Hello", sender="zoe@example.net")
    listed = signed(b"List-Id: <talk.example.com>\r\n" + other, "example.com")
    assert come(home, listed, **unknown).code == 550  # its key is not published


@pytest.mark.parametrize("policy", ["reject", "quarantine"])
def test_who_says_to_be_a_list_brings_a_forged_author_to_junk(
    tmp_path: Path, policy: str
) -> None:
    """One field, and a key of any domain, is all that it takes to be one."""
    zone = ZONE | {
        "s1._domainkey.example.com": [("TXT", RECORD)],
        "_dmarc.example.net": [("TXT", f"v=DMARC1; p={policy}")],
    }
    with judging_house(tmp_path, ZoneResolver(zone)) as home:
        home.add(ANN)
        listed = signed(
            b"List-Id: <talk.example.com>\r\n" + letter("Hi"), "example.com"
        )
        assert come(home, listed, ip=STRANGER, sender="talk@example.com").code == 250
        assert findings(home)[-1] == "dmarc fail list"
        (delivered,) = home.records("delivered")
        assert delivered["details"]["filed"] == "junk"


@pytest.mark.parametrize("published", ["v=DMARC1; p=none", "nothing of DMARC"])
def test_an_author_is_not_hidden_behind_names_of_the_forger(
    tmp_path: Path, published: str
) -> None:
    """Whose domains he names first he may have bought, to say of them what he likes."""
    bought = [f"a@a{number}.example" for number in range(4)]
    zone = ZONE | {f"_dmarc.a{n}.example": [("TXT", published)] for n in range(4)}
    with judging_house(tmp_path, ZoneResolver(zone)) as home:
        home.add(ANN)
        author = ", ".join([*bought, '"Zoe" <zoe@example.net> and'])
        usual = b"From: Zoe <zoe@example.net>"
        said = letter("Hello").replace(usual, f"From: {author}".encode())
        come(home, said, ip=STRANGER, sender="eve@a0.example")
        (delivered,) = home.records("delivered")
        assert delivered["details"]["filed"] == "junk"


class TestAnswersThatDoNotCome:
    """A name server that is silent costs a delay only where its answer decides."""

    @pytest.mark.parametrize(
        ("silent", "code"),
        [
            ("s1._domainkey.example.net", 451),  # it might have been the author's
            ("_dmarc.example.net", 250),  # nobody is known to ask for a refusal
        ],
    )
    def test_dkim_and_dmarc(self, tmp_path: Path, silent: str, code: int) -> None:
        resolver = ZoneResolver(ZONE | {silent: [TIMEOUT]})
        with judging_house(tmp_path, resolver) as home:
            home.add(ANN)
            answer = come(
                home, signed(letter("Hello")), ip=STRANGER, sender="eve@example.com"
            )
            assert answer.code == code
            assert "err:dmarc(dns example.net)" in "".join(home.lines())

    @pytest.mark.parametrize(
        ("mode", "code"), [(CheckMode.NOTE, 250), (CheckMode.DENY, 451)]
    )
    def test_spf(self, tmp_path: Path, mode: CheckMode, code: int) -> None:
        resolver = ZoneResolver({"example.com": [TIMEOUT]})
        with judging_house(tmp_path, resolver, spf=Spf(fail=mode)) as home:
            home.add(ANN)
            said = letter("Hello", sender="eve@example.com")
            answer = come(home, said, helo="mx.example", sender="eve@example.com")
            assert answer.code == code
            assert "err:spf(dns example.com)" in "".join(home.lines())


def test_spf_that_fails_is_refused_where_that_is_set(tmp_path: Path) -> None:
    deny = Spf(fail=CheckMode.DENY)
    with judging_house(tmp_path, ZoneResolver(ZONE), spf=deny) as home:
        home.add(ANN)
        answer = come(home, letter("Hello"), ip=STRANGER, helo="x.example")
        assert answer.code == 550
        assert "spf" in answer.text
        (denied,) = home.records("denied")
        assert denied["details"]["stage"] == "rcpt"  # delay_deny


class TestSealers:
    """A list that changes letters may say that they were good when it had them."""

    ZONE = ZONE | {"s1._domainkey.lists.example": [("TXT", RECORD)]}

    def passed_on(self, said: str) -> bytes:
        message = letter("Hello")
        head, _, body = message.partition(b"\r\n\r\n")
        hashed = BodyHash()
        hashed.feed(body)
        seal = arc_seal.seal(
            Signer(Domain("lists.example"), SELECTOR, KEY),
            head=head + b"\r\n",
            body_hash=hashed.digest(),
            results=f"lists.example; {said} header.from=example.net".encode(),
            chain=ArcOutcome(result=Checked.NONE),
            now=Milliseconds(1_603_755_945_209),
        )
        return seal + message

    @pytest.mark.parametrize(
        ("trusted", "said", "code"),
        [
            ("lists.example", "dmarc=pass", 250),
            ("lists.example", "dmarc=fail", 550),
            ("other.example", "dmarc=pass", 550),
        ],
    )
    def test_only_who_is_trusted_is_believed(
        self, tmp_path: Path, trusted: str, said: str, code: int
    ) -> None:
        arc = Arc(trust=(Domain(trusted),))
        with judging_house(tmp_path, ZoneResolver(self.ZONE), arc=arc) as home:
            home.add(ANN)
            answer = come(
                home, self.passed_on(said), ip=STRANGER, sender="talk@lists.example"
            )
            assert answer.code == code
            assert "pass:arc(lists.example)" in "".join(home.lines())
            if code == 250:
                assert findings(home)[-1] == "dmarc fail sealer"
                assert checks(home)["arc"] == "pass"


def test_a_check_that_breaks_loses_no_mail(tmp_path: Path) -> None:
    class Broken(ZoneResolver):
        async def txt(self, name: str) -> object:  # type: ignore[override]
            if "_dmarc" in name:
                raise RuntimeError
            return await super().txt(name)

    with judging_house(tmp_path, Broken(ZONE)) as home:
        home.add(ANN)
        assert come(home, signed(letter("Hello"))).code == 250
        assert any("RuntimeError" in line for line in home.lines())
        assert checks(home) == {"spf": "", "dkim": "", "dmarc": "", "arc": ""}


@pytest.mark.parametrize(
    ("mode", "code"), [(CheckMode.NOTE, 250), (CheckMode.DENY, 451)]
)
def test_spf_that_takes_too_long_puts_off_only_where_it_would_refuse(
    tmp_path: Path, mode: CheckMode, code: int
) -> None:
    resolver = Slow({"example.com": [("TXT", "v=spf1 -all")]})
    resolver.slow = "example.com"
    hasty = Spf(fail=mode, time_limit=Seconds(0.2))
    with judging_house(tmp_path, resolver, spf=hasty) as home:
        home.add(ANN)
        said = letter("Hello", sender="eve@example.com")
        assert come(home, said, helo="x", sender="eve@example.com").code == code
        assert "err:spf(dns example.com)" in "".join(home.lines())


def test_spf_that_breaks_its_check_leaves_the_matter_open(tmp_path: Path) -> None:
    """It might have passed: the honest come again, and nobody is refused for it."""

    class Broken(ZoneResolver):
        async def txt(self, name: str) -> Found[bytes]:
            if name == "example.net":
                raise RuntimeError
            return await super().txt(name)

    with judging_house(tmp_path, Broken(ZONE)) as home:
        home.add(ANN)
        assert come(home, letter("Hello")).code == 451
        assert come(home, signed(letter("Hello"))).code == 250
        assert home.letters(ANN)[0].count(b"spf=temperror reason=dns smtp.") == 2


def test_a_signature_that_breaks_its_check_saves_no_forged_author(
    tmp_path: Path,
) -> None:
    """DMARC is asked without it: what breaks us may have been made to."""

    class Broken(ZoneResolver):
        async def txt(self, name: str) -> Found[bytes]:
            if name == "s1._domainkey.example.com":
                raise RuntimeError
            return await super().txt(name)

    with judging_house(tmp_path, Broken(ZONE)) as home:
        home.add(ANN)
        forged = signed(letter("Hello"), "example.com")
        assert come(home, forged, ip=STRANGER, sender="eve@example.com").code == 550
        both = signed(signed(letter("Hello")), "example.com")
        assert come(home, both, ip=STRANGER, sender="eve@example.com").code == 250
        assert checks(home)["dkim"] == "pass"
        faults = [line for line in home.lines() if "RuntimeError" in line]
        assert len(faults) == 2


class Slow(ZoneResolver):
    """Answers for one name only when nobody waits any more."""

    slow = ""

    async def txt(self, name: str) -> Found[bytes]:
        if name == self.slow:
            await asyncio.sleep(30)
        return await super().txt(name)


@pytest.mark.parametrize(
    ("slow", "code"),
    [
        ("s1._domainkey.example.net", 451),  # the author's own key
        ("s1._domainkey.example.com", 550),  # a stranger's leaves nothing open
        ("_dmarc.example.net", 451),  # who is that slow means to be let by
    ],
)
def test_who_makes_us_wait_gains_nothing(tmp_path: Path, slow: str, code: int) -> None:
    resolver = Slow(ZONE)
    resolver.slow = slow
    hasty = Dmarc(time_limit=Seconds(0.2))
    with judging_house(tmp_path, resolver, dmarc=hasty) as home:
        home.add(ANN)
        signer = slow.partition("_domainkey.")[2] or "example.net"
        said = signed(letter("Hello"), signer)
        answer = come(home, said, ip=STRANGER, sender="eve@example.com")
        assert answer.code == code
