"""Strangers whose sender could not be answered, or is one of us."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flow.judging.talks_of_strangers import ANN, GOOD, all_zones, asking, come, found
from glassine.config.tables.strangers import MailFrom
from glassine.words.finding import CheckMode
from glassine.words.public import Protocol
from support.behind_proxy import BehindProxy
from support.name_servers import NameServers

DENY = CheckMode.DENY
STRICT = MailFrom(sender_dns=DENY, null_mx=DENY, private_mx=DENY, own_sender=DENY)
ORIGIN = "mail_from.is_resolvable"


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    with all_zones(tmp_path_factory.mktemp("dns")) as servers:
        yield servers


CASES = [
    ("zoe@example.net", "pass:sender_dns", ""),
    (
        "zoe@gone.example",
        "fail:sender_dns(no_record gone.example)",
        "550 5.1.8 DNS has no mail server of that sender's domain",
    ),
    (
        "zoe@nowhere.example",
        "fail:sender_dns(no_record nowhere.example)",
        "550 5.1.8 DNS has no mail server of that sender's domain",
    ),
    (
        "zoe@null.example",
        "fail:null_mx(no_mx null.example)",
        "550 5.7.27 that sender's domain says it has no mail",
    ),
    (
        "zoe@private.example",
        "pass:sender_dns, fail:private_mx(private private.example)",
        "550 5.1.8 that sender's mail servers have private addresses",
    ),
    (
        ANN,
        "fail:own_sender(mismatch example.org)",
        "550 5.7.1 log in to send in the name of our domain",
    ),
    (
        "zoe@forged.example",  # SERVFAIL
        "err:sender_dns(temperror forged.example)",
        "451 4.4.3 DNS did not answer for the sender's domain; try again later",
    ),
    (
        "zoe@silent.example",
        "err:sender_dns(temperror silent.example)",
        "451 4.4.3 DNS did not answer for the sender's domain; try again later",
    ),
    (
        "zoe@half.example",  # it has servers, of which nothing is answered
        "err:sender_dns(temperror half.example)",
        "451 4.4.3 DNS did not answer for the sender's domain; try again later",
    ),
]


@pytest.mark.parametrize(("sender", "line", "said"), CASES)
def test_out_of_the_box_it_is_noted_and_refused_where_it_is_so_set(
    tmp_path: Path, dns: NameServers, sender: str, line: str, said: str
) -> None:
    with asking(tmp_path / "mild", dns, timeout=1) as home:
        assert come(home, GOOD, sender=sender).code == 250
        assert found(home, ORIGIN) == [line]
    with asking(tmp_path / "strict", dns, timeout=1, mail_from=STRICT) as home:
        reply = come(home, GOOD, sender=sender)
        assert (f"{reply.code} {reply.text}" if said else "") == said
        assert bool(said) == (reply.code != 250)


def test_a_bounce_has_no_sender_to_look_at(tmp_path: Path, dns: NameServers) -> None:
    with asking(tmp_path, dns, mail_from=STRICT) as home:
        assert come(home, GOOD, sender="").code == 250
        assert found(home, ORIGIN) == []


def test_without_delay_mail_itself_is_refused(tmp_path: Path, dns: NameServers) -> None:
    with asking(tmp_path, dns, mail_from=STRICT) as home:
        policy = replace(home.desk.policy, delay_deny=False)
        home.desk = replace(home.desk, policy=policy)
        with BehindProxy(home.open(Protocol.MX), GOOD) as talk:
            talk.hello("mail.example.net")
            assert talk.say("MAIL FROM:<zoe@null.example>").code == 550
            assert talk.say("MAIL FROM:<zoe@example.net>").code == 250
