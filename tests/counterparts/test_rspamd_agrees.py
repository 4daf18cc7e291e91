"""rspamd and we look at the same letters, ask the same name servers, and agree.

rspamd keeps DMARC by RFC 7489, so the letters are such that both RFCs say the same.
"""

import asyncio
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from glassine.events.facts import Checked, SenderChecks
from glassine.trust import arc_seal, dmarc
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.author import authors
from glassine.trust.dkim_header import Header
from glassine.trust.dkim_sign import Signer
from glassine.trust.identifiers import identifiers
from glassine.trust.sender_checks import sender_checks
from glassine.trust.spf_sender import check_sender
from glassine.trust.verifier import Verifier
from glassine.words.public import HostName, ip_address, parse_address
from support.counterparts.rspamd import Rspamd, rspamd
from support.name_servers import NameServers, name_servers
from support.signed_letters import (
    NOW,
    SIGNED_AT,
    hashed,
    key_line,
    letter,
    new_key,
    parted,
    signed,
    signer,
)

HERE, ELSEWHERE = "192.0.2.25", "203.0.113.9"
KEY = new_key()
NET, NEWS, ORG = (
    signer(name, KEY) for name in ("example.net", "news.example.net", "example.org")
)
ZONES = {
    "example.net": f"""\
@ TXT "v=spf1 ip4:{HERE} -all"
_dmarc TXT "v=DMARC1; p=reject; sp=quarantine"
news TXT "v=spf1 ip4:{HERE} ~all"
{key_line(NET)}
{key_line(NEWS)}
""",
    "example.org": f"""\
@ TXT "v=spf1 ip4:{HERE} ?all"
_dmarc TXT "v=DMARC1; p=none; adkim=s; aspf=s"
sub TXT "v=spf1 ip4:{HERE} -all"
{key_line(ORG)}
""",
    "example.com": f'@ TXT "v=spf1 nonsense"\n{key_line(signer("example.com", KEY))}',
}


class Judges(NamedTuple):
    """Both judges, and the name servers that they ask."""

    rspamd: Rspamd
    dns: NameServers


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judges]:
    place = tmp_path_factory.mktemp("names")
    with name_servers(place, ZONES) as dns, rspamd(dns.resolver_port) as judge:
        yield Judges(judge, dns)


SPF = {
    "R_SPF_ALLOW": Checked.PASS,
    "R_SPF_FAIL": Checked.FAIL,
    "R_SPF_SOFTFAIL": Checked.SOFTFAIL,
    "R_SPF_NEUTRAL": Checked.NEUTRAL,
    "R_SPF_NA": Checked.NONE,
    "R_SPF_PERMFAIL": Checked.PERMERROR,
}
DKIM = {
    "R_DKIM_ALLOW": Checked.PASS,
    "R_DKIM_REJECT": Checked.FAIL,
    "R_DKIM_NA": Checked.NONE,
    "R_DKIM_PERMFAIL": Checked.PERMERROR,
}
DMARC = {
    "DMARC_POLICY_ALLOW": Checked.PASS,
    "DMARC_POLICY_REJECT": Checked.FAIL,
    "DMARC_POLICY_QUARANTINE": Checked.FAIL,
    "DMARC_POLICY_SOFTFAIL": Checked.FAIL,
    "DMARC_NA": Checked.NONE,
}
ARC = {
    "ARC_ALLOW": Checked.PASS,
    "ARC_REJECT": Checked.FAIL,
    "ARC_INVALID": Checked.FAIL,
    "ARC_NA": Checked.NONE,
}


def theirs(judges: Judges, message: bytes, sender: str, ip: str) -> SenderChecks:
    """Return what rspamd finds, in our words."""
    found = judges.rspamd.symbols(message, sender, "mx.example.net", ip)

    def one(names: dict[str, Checked]) -> Checked:
        [result] = {names[name] for name in names if name in found}
        return result

    return SenderChecks(spf=one(SPF), dkim=one(DKIM), dmarc=one(DMARC), arc=one(ARC))


def ours(judges: Judges, message: bytes, sender: str, ip: str) -> SenderChecks:
    """Return what we find."""

    async def check() -> SenderChecks:
        resolver = judges.dns.resolver()
        head, body = parted(message)
        spf = await check_sender(
            resolver,
            ip=ip_address(ip),
            helo=HostName("mx.example.net"),
            mail_from=parse_address(sender),
        )
        verifier = Verifier(head)
        verifier.feed(body)
        verified = await verifier.results(resolver, NOW)
        outcome = await dmarc.check(
            resolver,
            authors=authors(Header(head)),
            identifiers=identifiers(spf, verified.dkim),
        )
        return sender_checks(spf, verified, outcome)

    return asyncio.run(check())


@pytest.mark.parametrize("ip", [HERE, ELSEWHERE])
@pytest.mark.parametrize(
    "sender",
    [f"zoe@{name}" for name in ("example.net", "news.example.net", "example.org")]
    + [
        f"zoe@{name}" for name in ("sub.example.org", "example.com", "gone.example.com")
    ],
)
@pytest.mark.parametrize(
    ("author", "by"),
    [
        ("example.net", None),
        ("example.net", NET),
        ("example.net", NEWS),
        ("example.net", ORG),
        ("news.example.net", NET),
        ("sub.example.org", ORG),
        ("example.org", ORG),
        ("example.com", ORG),
    ],
    ids=lambda each: str(each.domain) if isinstance(each, Signer) else each,
)
def test_of_whom_a_letter_is(
    judges: Judges, author: str, by: Signer | None, sender: str, ip: str
) -> None:
    message = letter(author) if by is None else signed(letter(author), by)
    assert ours(judges, message, sender, ip) == theirs(judges, message, sender, ip)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"morning", b"evening"),
        (b"window", b"door"),
        (b"s=s1", b"s=s2"),
        (b"d=example.net", b"d=example.org"),
    ],
)
def test_of_what_became_of_a_signature(
    judges: Judges, was: bytes, becomes: bytes
) -> None:
    message = signed(letter("example.net"), NET).replace(was, becomes)
    sender = "zoe@example.org"
    found = ours(judges, message, sender, HERE)
    assert found == theirs(judges, message, sender, HERE)
    assert found.dkim is not Checked.PASS


def sealed(message: bytes, sets: int) -> bytes:
    """Return the message with so many sets of ours before it."""
    for number in range(sets):
        head, body = parted(message)
        result = Checked.PASS if number else Checked.NONE
        fields = arc_seal.seal(
            ORG if number % 2 else NET,
            head=head,
            body_hash=hashed(body),
            results=b"mx.example.net;\r\n\tspf=pass smtp.mailfrom=example.net",
            chain=ArcOutcome(result=result, sets=number),
            now=SIGNED_AT,
        )
        message = fields + message
    return message


@pytest.mark.parametrize("sets", [1, 2, 5])
@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"", b""),
        (b"morning", b"evening"),
        (b"spf=pass", b"spf=fail"),
        (b"cv=none", b"cv=pass"),
    ],
)
def test_of_a_chain(judges: Judges, sets: int, was: bytes, becomes: bytes) -> None:
    message = sealed(letter("example.net"), sets)
    message = message.replace(was, becomes) if was else message
    sender = "zoe@example.net"
    found = ours(judges, message, sender, HERE)
    assert found.arc is theirs(judges, message, sender, HERE).arc
    assert (found.arc is Checked.PASS) == (not was)
