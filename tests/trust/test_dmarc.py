"""DMARC passes where the author's own domain vouches, and by nothing else."""

import asyncio

import pytest

from glassine.events.facts import Checked
from glassine.trust.author import Authors
from glassine.trust.dmarc import DmarcOutcome, check
from glassine.trust.identifiers import Identifier, Method
from glassine.words.public import Domain
from glassine.words.sender import AuthorFault, DmarcPolicy
from support.zone_resolver import TIMEOUT, ZoneResolver

ORG = Domain("example.org")
NONE, QUARANTINE, REJECT = DmarcPolicy


def zone(**records: str) -> ZoneResolver:
    """Return a zone with these records; each name in it exists."""
    rows = {name.replace("__", "."): text for name, text in records.items()}
    published = {f"_dmarc.{name}": [("TXT", text)] for name, text in rows.items()}
    existing = {name: [("A", "192.0.2.1")] for name in rows}
    return ZoneResolver(published | existing)


def checked(
    resolver: ZoneResolver,
    author: str,
    *identifiers: Identifier,
    overrides: dict[Domain, DmarcPolicy] | None = None,
) -> DmarcOutcome:
    domains = tuple(map(Domain, author.split()))
    return asyncio.run(
        check(
            resolver,
            authors=Authors(domains),
            identifiers=identifiers,
            overrides=overrides or {},
        )
    )


def spf(domain: str, result: Checked = Checked.PASS) -> Identifier:
    return Identifier(Method.SPF, Domain(domain), result)


def dkim(domain: str, result: Checked = Checked.PASS) -> Identifier:
    return Identifier(Method.DKIM, Domain(domain), result)


@pytest.mark.parametrize("by", [spf, dkim])
@pytest.mark.parametrize(
    "domain", ["example.org", "news.example.org", "a.b.example.org"]
)
def test_a_domain_of_the_same_organization_vouches(by: type, domain: str) -> None:
    found = checked(zone(example__org="v=DMARC1; p=reject"), "example.org", by(domain))
    assert found.result is Checked.PASS
    assert found.aligned == by(domain)
    assert found.record_at == ORG


def test_siblings_vouch_for_each_other_below_one_organization() -> None:
    records = zone(example__org="v=DMARC1; p=reject")
    found = checked(records, "news.example.org", dkim("shop.example.org"))
    assert found.result is Checked.PASS


@pytest.mark.parametrize("other", ["example.net", "example.org.example.net", "org"])
def test_another_organization_does_not(other: str) -> None:
    records = zone(example__org="v=DMARC1; p=reject")
    found = checked(records, "example.org", spf(other), dkim(other))
    assert (found.result, found.policy) == (Checked.FAIL, REJECT)
    assert found.aligned is None


def test_two_customers_of_a_public_suffix_are_strangers() -> None:
    records = zone(org="v=DMARC1; p=reject; psd=y")
    assert checked(records, "a.org", dkim("b.org")).result is Checked.FAIL
    assert checked(records, "a.org", dkim("mail.a.org")).result is Checked.PASS


@pytest.mark.parametrize(
    ("tags", "by", "result"),
    [
        ("adkim=s", dkim, Checked.FAIL),
        ("aspf=s", dkim, Checked.PASS),
        ("aspf=s", spf, Checked.FAIL),
        ("adkim=s", spf, Checked.PASS),
    ],
)
def test_strict_alignment_is_of_one_method_and_wants_the_very_domain(
    tags: str, by: type, result: Checked
) -> None:
    records = zone(example__org=f"v=DMARC1; p=reject; {tags}")
    assert checked(records, "example.org", by("a.example.org")).result is result
    assert checked(records, "example.org", by("example.org")).result is Checked.PASS


@pytest.mark.parametrize("result", [r for r in Checked if r is not Checked.PASS])
def test_what_did_not_pass_vouches_for_nobody(result: Checked) -> None:
    records = zone(example__org="v=DMARC1; p=reject")
    found = checked(records, "example.org", spf("example.org", result))
    open_ = result is Checked.TEMPERROR
    assert found.result is (Checked.TEMPERROR if open_ else Checked.FAIL)


def test_what_could_not_be_looked_at_leaves_it_open_only_where_it_would_count() -> None:
    records = zone(example__org="v=DMARC1; p=reject")
    stranger = dkim("example.net", Checked.TEMPERROR)
    assert checked(records, "example.org", stranger).result is Checked.FAIL
    own = dkim("example.org", Checked.TEMPERROR)
    passed = checked(records, "example.org", own, spf("example.org"))
    assert passed.result is Checked.PASS


@pytest.mark.parametrize(
    ("author", "wanted"),
    [
        ("example.org", NONE),
        ("there.example.org", QUARANTINE),
        ("gone.example.org", REJECT),
    ],
)
def test_the_policy_depends_on_where_the_author_is(
    author: str, wanted: DmarcPolicy
) -> None:
    record = "v=DMARC1; p=none; sp=quarantine; np=reject"
    records = ZoneResolver(
        {
            "_dmarc.example.org": [("TXT", record)],
            "there.example.org": [("MX", (10, "mx.example.org"))],
        }
    )
    found = checked(records, author)
    assert (found.result, found.policy) == (Checked.FAIL, wanted)


def test_a_record_of_the_author_itself_goes_before_the_organization_s() -> None:
    records = zone(
        example__org="v=DMARC1; p=reject; sp=reject", a__example__org="v=DMARC1; p=none"
    )
    found = checked(records, "a.example.org", dkim("example.org"))
    assert found.record_at == Domain("a.example.org")
    assert found.organization == ORG
    assert (found.result, found.policy) == (Checked.PASS, NONE)


@pytest.mark.parametrize(
    ("published", "heeded"), [(REJECT, QUARANTINE), (QUARANTINE, NONE), (NONE, NONE)]
)
def test_an_owner_who_is_testing_is_heeded_one_level_lower(
    published: DmarcPolicy, heeded: DmarcPolicy
) -> None:
    found = checked(zone(example__org=f"v=DMARC1; p={published}; t=y"), "example.org")
    assert (found.published, found.policy) == (published, heeded)
    assert found.testing


def test_the_operator_s_own_policy_goes_before_the_owner_s() -> None:
    records = zone(example__org="v=DMARC1; p=reject; t=y")
    found = checked(records, "a.example.org", overrides={ORG: NONE})
    assert (found.policy, found.published) == (NONE, REJECT)
    assert found.overridden


@pytest.mark.parametrize("records", [zone(), zone(example__org="v=DMARC1; p=x")])
def test_it_holds_where_its_owner_has_published_nothing_that_can_be_read(
    records: ZoneResolver,
) -> None:
    own = {ORG: REJECT}
    failed = checked(records, "example.org", spf("example.net"), overrides=own)
    assert (failed.result, failed.policy) == (Checked.FAIL, REJECT)
    passed = checked(records, "example.org", spf("example.org"), overrides=own)
    assert passed.result is Checked.PASS


def test_no_record_means_that_dmarc_says_nothing() -> None:
    found = checked(zone(), "example.org", spf("example.org"))
    assert found == DmarcOutcome(result=Checked.NONE, author=ORG)


def test_a_record_whose_policy_cannot_be_read_is_a_permanent_error() -> None:
    found = checked(zone(example__org="v=DMARC1; p=x"), "example.org", spf(str(ORG)))
    assert (found.result, found.policy) == (Checked.PERMERROR, NONE)


@pytest.mark.parametrize(
    "silent", ["_dmarc.a.example.org", "_dmarc.example.org", "_dmarc.org"]
)
def test_silence_anywhere_on_the_author_s_way_up_is_a_temporary_error(
    silent: str,
) -> None:
    found = checked(ZoneResolver({silent: [TIMEOUT]}), "a.example.org")
    assert found.result is Checked.TEMPERROR


def test_silence_on_the_way_up_of_who_vouches_is_one_too() -> None:
    rows = {
        "_dmarc.example.org": [("TXT", "v=DMARC1; p=reject")],
        "_dmarc.a.example.org": [TIMEOUT],
    }
    found = checked(ZoneResolver(rows), "example.org", dkim("b.a.example.org"))
    assert found.result is Checked.TEMPERROR


@pytest.mark.parametrize("stranger", ["example.net", "notexample.org", "org"])
def test_a_stranger_s_silence_leaves_nothing_open(stranger: str) -> None:
    rows = {
        "_dmarc.example.org": [("TXT", "v=DMARC1; p=reject; psd=n")],
        f"_dmarc.{stranger}": [TIMEOUT],
    }
    found = checked(ZoneResolver(rows), "example.org", dkim(stranger), spf(stranger))
    assert found.result is Checked.FAIL


def test_silence_about_whether_the_author_exists_is_one_where_it_matters() -> None:
    def rows(record: str) -> ZoneResolver:
        records = {"_dmarc.example.org": [("TXT", record)]}
        return ZoneResolver(records | {"a.example.org": [TIMEOUT]})

    matters = checked(rows("v=DMARC1; p=none; np=reject"), "a.example.org")
    assert matters.result is Checked.TEMPERROR
    does_not = checked(rows("v=DMARC1; p=reject"), "a.example.org")
    assert does_not.result is Checked.FAIL


def test_of_several_authors_the_one_that_fails_worst_counts() -> None:
    records = zone(
        example__org="v=DMARC1; p=quarantine",
        example__net="v=DMARC1; p=reject",
        example__com="v=DMARC1; p=none",
    )
    mine = dkim("example.com")
    all_three = checked(records, "example.com example.org example.net", mine)
    assert (all_three.author, all_three.policy) == (Domain("example.net"), REJECT)
    unknown = checked(records, "example.com a.test", mine)
    assert (unknown.result, unknown.author) == (Checked.NONE, Domain("a.test"))
    alone = checked(records, "example.com", mine)
    assert alone.result is Checked.PASS


def test_more_authors_than_are_looked_at_never_pass() -> None:
    records = zone(example__org="v=DMARC1; p=none")
    names = " ".join(f"a{number}.example.org" for number in range(5))
    found = checked(records, names, dkim("example.org"))
    assert (found.result, found.fault) == (Checked.PERMERROR, AuthorFault.TOO_MANY)
    one_less = names.rpartition(" ")[0]
    assert checked(records, one_less, dkim("example.org")).result is Checked.PASS


@pytest.mark.parametrize("fault", [None, *AuthorFault])
def test_who_names_too_many_is_told_so_whatever_else_is_wrong(
    fault: AuthorFault | None,
) -> None:
    """The fifth, of whom nobody asks, may be the one that a reader shows."""
    names = tuple(Domain(f"a{number}.example") for number in range(4))
    authors = Authors((*names, ORG), fault)
    found = asyncio.run(check(zone(), authors=authors, identifiers=[]))
    assert (found.result, found.fault) == (Checked.PERMERROR, AuthorFault.TOO_MANY)


@pytest.mark.parametrize("fault", list(AuthorFault))
def test_a_faulty_from_field_never_passes_and_may_still_fail(
    fault: AuthorFault,
) -> None:
    records = zone(example__org="v=DMARC1; p=reject")

    def found(*identifiers: Identifier) -> DmarcOutcome:
        authors = Authors((ORG,), fault)
        return asyncio.run(check(records, authors=authors, identifiers=identifiers))

    assert found(dkim("example.org")).result is Checked.PERMERROR
    assert found().result is Checked.FAIL
    assert found().fault is fault


def test_no_author_at_all_is_a_permanent_error() -> None:
    authors = Authors((), AuthorFault.MISSING)
    found = asyncio.run(check(zone(), authors=authors, identifiers=[]))
    assert found == DmarcOutcome(result=Checked.PERMERROR, fault=AuthorFault.MISSING)
