"""Who may send as whom, and to whom."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from glassine.config.tables.strangers import Helo
from glassine.flow.accounts import delete_account
from glassine.words.finding import CheckMode
from glassine.words.public import Protocol, parse_address
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import PASSWORD, House, house
from support.letters import letter
from support.sasl_client import over_smtp, plain
from support.smtp_client import SmtpTalk

ANN, ZOE = "ann@example.org", "zoe@example.net"
STRANGER = "198.51.100.7"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    aliases = {
        parse_address("sales@example.org"): (parse_address(ANN),),
        parse_address("away@example.org"): (parse_address(ZOE),),
    }
    with house(tmp_path, aliases=aliases, smtp=TRUSTING) as inside:
        inside.add(ANN)
        yield inside


def logged_in(home: House) -> SmtpTalk:
    talk = BehindProxy(home.open(Protocol.SUBMISSION), "127.0.0.1")
    talk.hello()
    assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
    return talk


@pytest.mark.parametrize(
    ("sender", "code"),
    [
        (ANN, 250),
        ("sales@example.org", 250),
        ("ann+shop@example.org", 250),
        ("", 250),
        ("bob@example.org", 553),
        (ZOE, 553),
    ],
)
def test_who_is_logged_in_sends_in_his_own_name(
    home: House, sender: str, code: int
) -> None:
    with logged_in(home) as talk:
        assert talk.say(f"MAIL FROM:<{sender}>").code == code


def test_who_is_not_logged_in_submits_nothing(home: House) -> None:
    with BehindProxy(home.open(Protocol.SUBMISSION), "127.0.0.1") as talk:
        talk.hello()
        assert talk.say(f"MAIL FROM:<{ANN}>").code == 530


@pytest.mark.parametrize(
    ("recipient", "code"),
    [
        (ANN, 250),
        ("away@example.org", 250),  # we said ourselves that it goes on from here
        ("nobody@example.org", 550),
        (ZOE, 550),
        ("Postmaster", 550),  # nobody has been named, so there is none
    ],
)
def test_strangers_reach_our_people_and_nobody_through_us(
    home: House, recipient: str, code: int
) -> None:
    with BehindProxy(home.open(Protocol.MX), STRANGER) as talk:
        talk.hello()
        assert talk.say("MAIL FROM:<>").code == 250
        assert talk.say(f"RCPT TO:<{recipient}>").code == code


def test_our_people_reach_anybody(home: House) -> None:
    with logged_in(home) as talk:
        talk.begin(ANN, [ZOE, "sales@example.org"])
        assert talk.say("RCPT TO:<nobody@example.org>").code == 550
        assert talk.data(letter("Hello")).code == 250


def test_who_is_deleted_sends_nothing_more_by_an_open_session(home: House) -> None:
    with logged_in(home) as talk:
        talk.say(f"MAIL FROM:<{ANN}>")
        home.run(delete_account(home.desk.store, parse_address(ANN)))
        assert talk.say(f"RCPT TO:<{ZOE}>").code == 550


def test_a_new_password_ends_what_the_old_one_began(home: House) -> None:
    with logged_in(home) as talk:
        home.change_password(ANN, "new one")
        talk.say(f"MAIL FROM:<{ANN}>")
        assert talk.say(f"RCPT TO:<{ZOE}>").code == 550


class TestDelayDeny:
    """A HELO that is refused: at once, or when it is known for whom the mail is."""

    @pytest.fixture
    def strict(self, tmp_path: Path) -> Iterator[House]:
        helo = Helo(host_mismatch=CheckMode.DENY)
        with house(tmp_path, smtp=TRUSTING, helo=helo) as inside:
            inside.add(ANN)
            yield inside

    def test_it_is_held_until_rcpt(self, strict: House) -> None:
        with BehindProxy(strict.open(Protocol.MX), STRANGER) as talk:
            talk.hello("one.example")
            assert talk.hello("other.example").code == 250
            assert talk.say(f"MAIL FROM:<{ZOE}>").code == 250
            reply = talk.say(f"RCPT TO:<{ANN}>")
            assert (reply.code, reply.text) == (550, "5.7.1 that is not who you are")
        (denied,) = strict.records("denied")
        assert denied["details"]["stage"] == "rcpt"
        assert denied["rcptTo"] == [f"<{ANN}>"]

    def test_it_is_dropped_for_who_logs_in(self, strict: House) -> None:
        policy = replace(
            strict.desk.policy,
            allow_plain_from=(ip_network("198.51.100.0/24"),),
        )
        strict.desk = replace(strict.desk, policy=policy)
        with BehindProxy(strict.open(Protocol.SUBMISSION), STRANGER) as talk:
            talk.hello("one.example")
            talk.hello("other.example")
            assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
            assert talk.deliver(ANN, [ANN], letter("Hello")).code == 250
        assert any("bypassing all pre-DATA deny" in line for line in strict.lines())

    def test_without_delay_it_is_said_at_once(self, strict: House) -> None:
        policy = replace(strict.desk.policy, delay_deny=False)
        strict.desk = replace(strict.desk, policy=policy)
        with BehindProxy(strict.open(Protocol.MX), STRANGER) as talk:
            assert talk.hello("one.example").code == 250
            assert talk.hello("other.example").code == 550
        (denied,) = strict.records("denied")
        assert denied["details"]["stage"] == "helo"

    def test_what_no_check_denies_is_only_noted(self, home: House) -> None:
        with BehindProxy(home.open(Protocol.MX), STRANGER) as talk:
            talk.hello("one.example")
            talk.hello("other.example")
            talk.begin(ZOE, [ANN])
        assert any("fail:host_mismatch(changed)" in line for line in home.lines())
