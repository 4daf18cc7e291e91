"""Authentication-Results are written in the words of RFC 8601, and safe to read."""

import re

import pytest

from glassine.events.facts import Checked
from glassine.trust import auth_results
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.auth_results import Statement
from glassine.trust.dkim_signature import Algorithm
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.dmarc import DmarcOutcome
from glassine.trust.forged_results import claimed_servers
from glassine.trust.spf_sender import SpfOutcome, SpfOutcomes
from glassine.words.public import (
    Address,
    Domain,
    HostName,
    ReversePath,
    ip_address,
    parse_address,
)
from glassine.words.sender import (
    ArcFault,
    AuthorFault,
    DkimFault,
    DmarcPolicy,
    SpfFault,
    SpfIdentity,
)

SERVER = HostName("mail.example.org")
MX = HostName("mx.example.net")
CLIENT = ip_address("192.0.2.25")
NET = Domain("example.net")
ZOE = parse_address("zoe@example.net")


def written(*statements: Statement) -> str:
    """Return the field's value without the folding."""
    value = auth_results.payload(SERVER, statements).decode()
    return value.replace("\r\n\t", " ")


def spf(result: Checked, fault: SpfFault | None = None) -> SpfOutcomes:
    helo = SpfOutcome(identity=SpfIdentity.HELO, result=Checked.NONE)
    sender = SpfOutcome(identity=SpfIdentity.MAIL_FROM, result=result, fault=fault)
    return SpfOutcomes(helo=helo, mail_from=sender)


def of_spf(found: SpfOutcomes, path: ReversePath = ZOE, helo: HostName = MX) -> str:
    return written(*auth_results.of_spf(found, helo=helo, mail_from=path))


def test_all_that_was_checked_stands_in_one_field() -> None:
    signature = DkimResult(
        result=Checked.PASS,
        domain=NET,
        selector="s1",
        algorithm=Algorithm.RSA,
        digits="abcd+/==",
    )
    dmarc = DmarcOutcome(
        result=Checked.PASS, author=NET, record_at=NET, policy=DmarcPolicy.REJECT
    )
    statements = [
        *auth_results.of_reverse_dns(CLIENT, Checked.PASS),
        *auth_results.of_spf(spf(Checked.PASS), helo=MX, mail_from=ZOE),
        *auth_results.of_dkim([signature]),
        *auth_results.of_dmarc(dmarc),
        *auth_results.of_arc(ArcOutcome(result=Checked.PASS, sets=2), CLIENT),
    ]
    assert auth_results.field(SERVER, statements).decode() == (
        "Authentication-Results: mail.example.org;\r\n"
        "\tiprev=pass policy.iprev=192.0.2.25;\r\n"
        "\tspf=none smtp.helo=mx.example.net;\r\n"
        "\tspf=pass smtp.mailfrom=zoe@example.net;\r\n"
        "\tdkim=pass header.d=example.net header.s=s1 header.a=rsa-sha256\r\n"
        '\theader.b="abcd+/==";\r\n'
        "\tdmarc=pass header.from=example.net policy.dmarc=reject;\r\n"
        "\tarc=pass header.oldest-pass=0 smtp.remote-ip=192.0.2.25\r\n"
    )


def test_nothing_checked_is_said_too() -> None:
    field = auth_results.field(SERVER, [])
    assert field == b"Authentication-Results: mail.example.org; none\r\n"


def test_an_address_without_a_name_is_said() -> None:
    v6 = ip_address("2001:db8::1")
    assert written(*auth_results.of_reverse_dns(v6, Checked.PERMERROR)).endswith(
        '; iprev=permerror policy.iprev="2001:db8::1"'
    )


def test_nothing_is_said_of_a_name_that_nobody_asked_for() -> None:
    assert not list(auth_results.of_reverse_dns(CLIENT, Checked.UNCHECKED))


def test_a_bounce_has_only_the_client_s_name() -> None:
    text = of_spf(spf(Checked.PASS), None)
    assert "smtp.mailfrom" not in text
    assert text.endswith("spf=none smtp.helo=mx.example.net")


def test_why_it_failed_is_one_of_a_few_words() -> None:
    faulty = spf(Checked.PERMERROR, SpfFault.LOOKUPS)
    assert 'spf=permerror reason="too many lookups" smtp' in of_spf(faulty)
    weak = DkimResult(result=Checked.FAIL, fault=DkimFault.WEAK_KEY, domain=NET)
    assert written(*auth_results.of_dkim([weak])).endswith(
        '; dkim=fail reason="weak key" header.d=example.net'
    )
    repeated = DmarcOutcome(result=Checked.PERMERROR, fault=AuthorFault.REPEATED)
    assert written(*auth_results.of_dmarc(repeated)).endswith(
        "; dmarc=permerror reason=repeated"
    )
    broken = ArcOutcome(result=Checked.FAIL, fault=ArcFault.SEAL)
    assert written(*auth_results.of_arc(broken, CLIENT)).endswith(
        "; arc=fail reason=seal"
    )


def test_no_signature_is_said_and_a_chain_left_open_is_not() -> None:
    assert written(*auth_results.of_dkim([])).endswith("; dkim=none")
    open_ = ArcOutcome(result=Checked.TEMPERROR, fault=ArcFault.DNS)
    assert list(auth_results.of_arc(open_, CLIENT)) == []


@pytest.mark.parametrize(
    ("local", "shown"),
    [
        ("zoe+tag", "zoe+tag@example.net"),
        ("zoé", "zoé@example.net"),
        ('"z o"', '"z o"@example.net'),
        ("a;dkim=pass", '"a;dkim=pass@example.net"'),
        ('a"b', r'"a\"b@example.net"'),
        ("a\\", r'"a\\@example.net"'),
        ("(x)", '"(x)@example.net"'),
        ("a@b", '"a@b@example.net"'),
    ],
)
def test_what_a_stranger_calls_himself_adds_no_statement(
    local: str, shown: str
) -> None:
    path = Address(local, NET)
    assert of_spf(spf(Checked.PASS), path).endswith(f"spf=pass smtp.mailfrom={shown}")


def test_a_client_that_is_an_address_is_quoted() -> None:
    text = of_spf(spf(Checked.PASS), None, HostName("[IPv6:2001:db8::1]"))
    assert text.endswith('smtp.helo="[IPv6:2001:db8::1]"')


def test_no_line_is_longer_than_78_unless_one_word_is() -> None:
    domain = Domain(".".join(["label" * 5] * 3) + ".example")
    results = [
        DkimResult(result=Checked.PASS, domain=domain, selector="s" * 50, digits="ab12")
    ] * 3
    field = auth_results.field(SERVER, list(auth_results.of_dkim(results)))
    lines = field.split(b"\r\n")
    assert all(len(line) <= 78 or len(line.split()) == 1 for line in lines)
    assert all(re.match(rb"\t\S", line) for line in lines[1:-1])


def test_our_own_field_is_one_that_claims_to_be_ours() -> None:
    statements = list(auth_results.of_dkim([]))
    assert SERVER.name in claimed_servers(auth_results.payload(SERVER, statements))
