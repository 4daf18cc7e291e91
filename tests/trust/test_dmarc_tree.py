"""Records on the way up say where an organization begins. RFC 9989 §4.10"""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassine.trust.dmarc_tree import NoAnswer, Tree, Walked
from glassine.trust.resolver import Found
from glassine.words.public import Domain
from support.zone_resolver import TIMEOUT, ZoneResolver


class Asked(ZoneResolver):
    """Remembers the names of which TXT records were asked."""

    def __init__(self, **records: str) -> None:
        names = {name.replace("__", "."): text for name, text in records.items()}
        super().__init__(
            {f"_dmarc.{name}": [("TXT", text)] for name, text in names.items()}
        )
        self.names: list[str] = []

    async def txt(self, name: str) -> Found[bytes]:
        self.names.append(name)
        return await super().txt(name)


def walked(resolver: ZoneResolver, start: str) -> Walked:
    return asyncio.run(Tree(resolver).walk(Domain(start)))


@pytest.mark.parametrize(
    ("records", "organization", "applies"),
    [
        ({"mail__example__org": "", "example__org": ""}, "example.org", "example.org"),
        ({"mail__example__org": "psd=n"}, "mail.example.org", "mail.example.org"),
        (
            {"mail__example__org": "psd=n", "example__org": ""},
            "mail.example.org",
            "mail.example.org",
        ),
        ({"org": "psd=y"}, "example.org", "org"),
        ({"org": "psd=y", "example__org": ""}, "example.org", "example.org"),
        ({"example__org": "psd=y"}, "mail.example.org", "example.org"),
        ({"a__mail__example__org": "psd=y"}, "a.mail.example.org", None),
        ({"a__mail__example__org": "", "example__org": ""}, "example.org", None),
        ({"org": ""}, "org", "org"),
    ],
)
def test_the_organization_is_where_the_records_say(
    records: dict[str, str], organization: str, applies: str | None
) -> None:
    zone = Asked(**{name: f"v=DMARC1; {text}" for name, text in records.items()})
    found = walked(zone, "a.mail.example.org")
    assert found.organization() == Domain(organization)
    policy = found.policy()
    assert policy is not None
    assert policy[0] == Domain(applies or "a.mail.example.org")


def test_a_domain_without_any_record_is_its_own_organization() -> None:
    found = walked(Asked(), "a.mail.example.org")
    assert found.organization() == Domain("a.mail.example.org")
    assert found.policy() is None


def test_a_long_name_costs_eight_questions() -> None:
    zone = Asked()
    walked(zone, "a.b.c.d.e.f.g.h.i.j.mail.example.com")
    assert zone.names == [
        "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
        "_dmarc.g.h.i.j.mail.example.com",
        "_dmarc.h.i.j.mail.example.com",
        "_dmarc.i.j.mail.example.com",
        "_dmarc.j.mail.example.com",
        "_dmarc.mail.example.com",
        "_dmarc.example.com",
        "_dmarc.com",
    ]


@pytest.mark.parametrize("labels", range(1, 12))
def test_a_name_of_up_to_eight_labels_is_asked_of_whole(labels: int) -> None:
    zone = Asked()
    walked(zone, ".".join("x" * labels))
    assert len(zone.names) == min(labels, 8)


def test_each_name_is_asked_once_for_all_walks_of_a_message() -> None:
    zone = Asked(example__org="v=DMARC1")
    tree = Tree(zone)

    async def twice() -> None:
        await tree.walk(Domain("a.example.org"))
        await tree.walk(Domain("b.example.org"))

    asyncio.run(twice())
    assert sorted(zone.names) == sorted(
        f"_dmarc.{name}"
        for name in ("a.example.org", "b.example.org", "example.org", "org")
    )


def test_two_records_at_one_name_are_as_good_as_none() -> None:
    rows = [("TXT", "v=DMARC1; p=reject"), ("TXT", "v=DMARC1; p=none")]
    zone = ZoneResolver({"_dmarc.example.org": rows})
    assert walked(zone, "example.org").found == ()


def test_other_texts_beside_the_record_do_not_count() -> None:
    rows = [("TXT", "v=spf1 -all"), ("TXT", "v=DMARC1; p=reject")]
    zone = ZoneResolver({"_dmarc.example.org": rows})
    assert len(walked(zone, "example.org").found) == 1


def test_silence_ends_the_walk_and_is_told_from_no_record() -> None:
    zone = ZoneResolver({"_dmarc.example.org": [TIMEOUT]})
    with pytest.raises(NoAnswer):
        walked(zone, "mail.example.org")


def test_an_address_literal_is_nobody_s_domain() -> None:
    zone = Asked()
    assert walked(zone, "[192.0.2.1]").organization() == Domain("[192.0.2.1]")
    assert zone.names == []


LABELS = st.lists(st.sampled_from("abc"), min_size=1, max_size=12)
SUFFIXES = st.dictionaries(
    st.integers(1, 12), st.sampled_from(["psd=y", "psd=n", "psd=u", ""]), max_size=6
)


@settings(max_examples=100)
@given(LABELS, SUFFIXES)
def test_wherever_records_are_the_organization_is_on_the_way_up(
    labels: list[str], at: dict[int, str]
) -> None:
    start = ".".join(labels)
    above = {number: ".".join(labels[-number:]) for number in range(1, len(labels) + 1)}
    records = {above[n].replace(".", "__"): at[n] for n in at if n in above}
    zone = Asked(**{name: f"v=DMARC1; {text}" for name, text in records.items()})
    found = walked(zone, start)
    organization = found.organization().name
    assert organization in above.values()
    assert len(zone.names) <= 8
    policy = found.policy()
    assert (policy is None) == (not found.found)
    if policy is not None and policy[1].suffix is not True:
        assert policy[0].name in (start, organization)
