"""Which rule of the operator's lists counts: the most specific, and no before yes."""

from ipaddress import ip_address as any_ip
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.words.access import (
    AccessAction,
    AccessBy,
    AccessRule,
    Match,
    keys,
    parse_match,
    winner,
)
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Domain,
    HostName,
    IpNetwork,
    NotPublic,
    ip_address,
    parse_address,
    parse_domain,
)

ALLOW, DENY = AccessAction.ALLOW, AccessAction.DENY
BITS = st.integers(0, 2**32 - 1)
NETWORKS = st.builds(
    lambda number, length: ip_network((number, length), strict=False),
    BITS,
    st.integers(0, 32),
)
LABELS = st.lists(st.sampled_from(["a", "b", "net"]), min_size=1, max_size=4)


def rule(by: AccessBy, what: str, action: AccessAction = DENY) -> AccessRule:
    """Return a rule that is written so."""
    return AccessRule(match=parse_match(by, what), action=action)


def matching(rules: list[AccessRule], found: tuple[str, ...]) -> list[AccessRule]:
    """Return the rules that these keys find."""
    return [each for each in rules if each.match.key in found]


@given(NETWORKS, BITS)
def test_a_network_is_found_by_the_addresses_in_it_and_by_no_other(
    network: IpNetwork, number: int
) -> None:
    ip = any_ip(number)
    match = Match(AccessBy.IP, network)
    assert (match.key in keys(ip)) == (ip in network)


@given(st.lists(NETWORKS, min_size=1), BITS)
def test_the_longest_prefix_wins(networks: list[IpNetwork], number: int) -> None:
    ip = any_ip(number)
    rules = [
        AccessRule(match=Match(AccessBy.IP, each), action=ALLOW) for each in networks
    ]
    won = winner(matching(rules, keys(ip)))
    holding = [each.prefixlen for each in networks if ip in each]
    assert (won.match.depth - 96 if won else None) == max(holding, default=None)


@given(LABELS, LABELS)
def test_a_domain_stands_for_all_below_it(above: list[str], below: list[str]) -> None:
    name, other = ".".join(above), ".".join(below)
    match = Match(AccessBy.SENDER, Domain(name))
    assert (match.key in keys(Domain(other))) == (f".{other}".endswith(f".{name}"))


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_that_are_as_specific_the_one_that_denies_wins(order: int) -> None:
    rules = [
        rule(AccessBy.IP, "192.0.2.0/24", ALLOW),
        rule(AccessBy.IP, "192.0.2.0/24", DENY),
    ][::order]
    won = winner(rules)
    assert won is not None
    assert won.action is DENY


def test_an_address_is_more_specific_than_its_domain() -> None:
    rules = [
        rule(AccessBy.SENDER, "example.net", DENY),
        rule(AccessBy.SENDER, "Zoe@example.net", ALLOW),
    ]
    zoe = keys(parse_address("zoe@EXAMPLE.net"))
    assert winner(matching(rules, zoe)) is rules[1]
    other = keys(parse_address("max@example.net"))
    assert winner(matching(rules, other)) is rules[0]
    assert winner([]) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("MX.Example.NET.", True),
        ("example.net", True),
        ("badexample.net", False),
        ("[192.0.2.1]", False),
    ],
)
def test_host_names_are_compared_as_dns_does(name: str, found: bool) -> None:
    match = parse_match(AccessBy.HOST, "example.net")
    assert (match.key in keys(HostName(name))) is found


def test_mapped_addresses_are_the_ipv4_that_they_are() -> None:
    match = parse_match(AccessBy.IP, "192.0.2.0/24")
    assert match.key in keys(ip_address("::ffff:192.0.2.7"))
    assert parse_match(AccessBy.IP, "::ffff:192.0.2.7").key in keys(
        ip_address("192.0.2.7")
    )


def test_a_network_of_ipv6_is_found_too() -> None:
    match = parse_match(AccessBy.IP, "2001:db8::/32")
    assert match.key in keys(ip_address("2001:db8:1::1"))
    assert match.key not in keys(ip_address("2001:db9::1"))


@pytest.mark.parametrize(
    ("by", "text"),
    [
        (AccessBy.IP, "example.net"),
        (AccessBy.IP, "192.0.2.0/33"),
        (AccessBy.HOST, "a b"),
        (AccessBy.SENDER, "a b@example.net"),
    ],
)
def test_what_is_no_match_is_refused(by: AccessBy, text: str) -> None:
    with pytest.raises(NotPublic):
        parse_match(by, text)


def test_an_address_is_found_with_a_tag_and_a_rule_with_the_tag_counts_more() -> None:
    tagged = keys(parse_address("Ann+shop@example.net"))
    plain = rule(AccessBy.RECIPIENT, "ann@example.net")
    shop = rule(AccessBy.RECIPIENT, "ann+shop@example.net", ALLOW)
    other = rule(AccessBy.RECIPIENT, "ann+news@example.net")
    assert matching([plain, shop, other], tagged) == [plain, shop]
    assert winner([plain, shop]) == shop
    assert matching([shop], keys(parse_address("ann@example.net"))) == []


def test_a_rule_holds_until_its_moment() -> None:
    match = Match(AccessBy.SENDER, parse_domain("example.net"))
    ended = AccessRule(match=match, action=DENY, until=Milliseconds(10))
    assert ended.holds(Milliseconds(9))
    assert not ended.holds(Milliseconds(10))
    assert AccessRule(match=match, action=DENY).holds(Milliseconds(10**15))
