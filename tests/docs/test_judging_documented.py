"""`docs/judging.md` has each check of strangers, with its default and its weight."""

import re
from collections.abc import Mapping

import pytest

from docs.checkout import DOCS
from glassine.config.tables.manners import Smtp
from glassine.config.tables.strangers import Helo, MailFrom, ReverseDns
from glassine.events.facts import CheckOrigin
from glassine.flow.judging import early_talker, sender_domain_check
from glassine.serve.judging_client import helo_modes, reverse_modes, sender_modes
from glassine.trust import helo, helo_dns, helo_names, reverse_dns, sender_domain
from glassine.words.finding import CheckMode, CheckName
from glassine.words.rules import RULES

PAGE = (DOCS / "judging.md").read_text()
MODES: Mapping[CheckName, CheckMode] = {
    **helo_modes(Helo()),
    **reverse_modes(ReverseDns()),
    **sender_modes(MailFrom()),
    CheckName.EARLY_TALKER: Smtp().early_talker,
}
WEIGHTS: Mapping[CheckName, float] = {
    CheckName.MATCH_RE: helo_names.MATCHED,
    CheckName.BARE_IP: helo_names.BARE_IP,
    CheckName.DYNAMIC: helo_names.DYNAMIC,
    CheckName.BIG_COMPANY: helo_dns.BIG_COMPANY,
    CheckName.LITERAL_MISMATCH: helo_names.LITERAL_MISMATCH,
    CheckName.VALID_HOSTNAME: helo_names.INVALID,
    CheckName.FORWARD_DNS: helo_dns.FORWARD,
    CheckName.RDNS_MATCH: helo_dns.UNMATCHED,
    CheckName.PROTO_MISMATCH: helo.CHANGED,
    CheckName.HOST_MISMATCH: helo.CHANGED,
    CheckName.NO_RDNS: reverse_dns.NO_RDNS,
    CheckName.FCRDNS: reverse_dns.UNCONFIRMED,
    CheckName.GENERIC_RDNS: reverse_dns.GENERIC,
    CheckName.EARLY_TALKER: early_talker.WEIGHT,
    CheckName.SENDER_DNS: sender_domain.SENDER_DNS,
    CheckName.NULL_MX: sender_domain.NULL_MX,
    CheckName.PRIVATE_MX: sender_domain.PRIVATE_MX,
    CheckName.OWN_SENDER: sender_domain_check.OWN_SENDER,
}


@pytest.mark.parametrize("check", MODES)
def test_a_check_has_its_row(check: CheckName) -> None:
    row = f"| `{check}` | {MODES[check]} | {WEIGHTS[check]:g} |"
    assert row in PAGE, f"docs/judging.md lacks: {row}"


def test_no_single_check_makes_spam() -> None:
    assert max(WEIGHTS.values()) < 4


@pytest.mark.parametrize("check", [CheckName.DNSBL, CheckName.DNSWL])
def test_lists_have_theirs(check: CheckName) -> None:
    assert re.search(rf"^\| `{check}` \| no list \|", PAGE, re.M)


@pytest.mark.parametrize("origin", CheckOrigin)
def test_who_speaks_in_a_line_of_checks_is_told(origin: CheckOrigin) -> None:
    page = (DOCS / "events.md").read_text()
    section = page.partition("### ChecksMade")[2].partition("###")[0]
    assert f"`{origin}`" in section


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_whose_weight_can_be_set_is_told(rule: str) -> None:
    pages = "".join(page.read_text() for page in DOCS.glob("judging*.md"))
    assert all(f"`{part}`" in pages for part in rule.split("."))
