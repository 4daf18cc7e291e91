"""Where mail for an address goes: accounts, aliases, tags, catch-all, postmaster."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.flow.route import (
    Elsewhere,
    Here,
    Rules,
    is_foreign,
    may_send_as,
    route,
)
from glassine.words.public import Address, Domain, parse_address
from support.house import House, house

OURS = Domain("example.org")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("route")) as inside:
        inside.add("ann@example.org")
        inside.add("bob+lists@example.org")
        inside.add("app@example.org", only_sends=True)
        yield inside


def rules(
    catch_all: str | None = None, hostname: str | None = None, **aliases: str
) -> Rules:
    """Return rules; an alias's name is a local part of ours, its targets words."""
    return Rules(
        aliases={
            Address(name, OURS): tuple(map(parse_address, targets.split()))
            for name, targets in aliases.items()
        },
        catch_all={OURS: parse_address(catch_all)} if catch_all else {},
        hostname=Domain(hostname) if hostname else None,
    )


def routed(home: House, asked: Rules, address: str) -> list[str]:
    """Return the destinations of an address: accounts by name, others after a `>`."""
    found = home.look(lambda books: route(books, asked, parse_address(address)))
    return [
        str(where.account.address) if isinstance(where, Here) else f">{where.recipient}"
        for where in found
    ]


@pytest.mark.parametrize(
    "spelling", ["ann@example.org", "ANN@example.org", "Ann+tag@EXAMPLE.org"]
)
def test_an_account_is_found_however_it_is_spelt(home: House, spelling: str) -> None:
    assert routed(home, rules(), spelling) == ["ann@example.org"]


def test_a_name_with_a_plus_of_its_own_comes_before_the_tag(home: House) -> None:
    assert routed(home, rules(), "bob+lists@example.org") == ["bob+lists@example.org"]
    assert routed(home, rules(), "bob@example.org") == []
    assert routed(home, rules(), "+tag@example.org") == []
    assert routed(home, rules(), '"ann+tag"@example.org') == []


def test_another_domain_is_elsewhere(home: House) -> None:
    assert routed(home, rules(), "ann@example.net") == [">ann@example.net"]
    assert routed(home, rules(), "ann@sub.example.org") == [">ann@sub.example.org"]


def test_an_account_that_only_sends_receives_nothing(home: House) -> None:
    assert routed(home, rules(), "app@example.org") == []
    alias = rules(app="ann@example.org")
    assert routed(home, alias, "app@example.org") == ["ann@example.org"]


def test_an_alias_leads_to_all_its_targets_once(home: House) -> None:
    both = rules(
        all="ann@example.org bob+lists@example.org ANN@example.org zoe@example.net"
    )
    assert routed(home, both, "ALL+tag@example.org") == [
        "ann@example.org",
        "bob+lists@example.org",
        ">zoe@example.net",
    ]


def test_an_account_comes_before_an_alias_of_its_name(home: House) -> None:
    assert routed(home, rules(ann="zoe@example.net"), "ann@example.org") == [
        "ann@example.org"
    ]


def test_a_ring_of_aliases_ends(home: House) -> None:
    ring = rules(a="b@example.org", b="c@example.org", c="a@example.org")
    assert routed(home, ring, "a@example.org") == []
    names = [f"x{n}" for n in range(20)]
    everyone = " ".join(f"{name}@example.org" for name in names)
    crowd = rules(**dict.fromkeys(names, f"{everyone} ann@example.org"))
    assert routed(home, crowd, "x0@example.org") == ["ann@example.org"]


def test_a_long_chain_of_aliases_is_followed_to_its_end(home: House) -> None:
    chain = {f"a{n}": f"a{n + 1}@example.org" for n in range(50)}
    assert routed(home, rules(**chain, a50="ann@example.org"), "a0@example.org") == [
        "ann@example.org"
    ]


def test_what_nobody_has_goes_to_the_catch_all(home: House) -> None:
    asked = rules(catch_all="ann@example.org")
    assert routed(home, asked, "nobody@example.org") == ["ann@example.org"]
    assert routed(home, asked, "bob+lists@example.org") == ["bob+lists@example.org"]
    itself = rules(catch_all="nobody@example.org")
    assert routed(home, itself, "nobody@example.org") == []


def test_the_host_has_a_postmaster(home: House) -> None:
    asked = rules(hostname="mail.example.org", postmaster="ann@example.org")
    assert routed(home, asked, "Postmaster@mail.example.org") == ["ann@example.org"]
    assert routed(home, asked, "root@mail.example.org") == [">root@mail.example.org"]
    assert routed(home, rules(hostname="mx.org"), "postmaster@mx.org") == []


def test_an_alias_of_ours_is_not_foreign_wherever_it_leads(home: House) -> None:
    alias = rules(zoe="zoe@example.net")
    for address, foreign in (("zoe@example.org", False), ("zoe@example.net", True)):
        recipient = parse_address(address)
        found = home.look(lambda books, r=recipient: route(books, alias, r))
        assert found == [Elsewhere(parse_address("zoe@example.net"))]
        assert is_foreign(recipient, found) is foreign


@pytest.mark.parametrize(
    ("sender", "may"),
    [
        ("ann@example.org", True),
        ("ANN@example.org", True),
        ("ann+shop@example.org", True),
        ("sales@example.org", True),
        ("Sales+spring@example.org", True),
        ("shop@example.org", True),  # an alias of an alias
        ("bob+lists@example.org", False),
        ("nobody@example.org", False),  # a catch-all gives no right to send
        ("ann@example.net", False),
        ("ring@example.org", False),
    ],
)
def test_one_may_send_as_oneself_and_as_ones_aliases(
    home: House, tmp_path: Path, sender: str, may: bool
) -> None:
    asked = rules(
        catch_all="ann@example.org",
        sales="Ann@example.org bob+lists@example.org",
        shop="sales@example.org",
        ring="ring@example.org",
    )
    account, _ = home.account("ann@example.org")
    assert may_send_as(asked, account, parse_address(sender)) is may
