"""A DMARC record is read in good faith, and mends itself where it can."""

import pytest

from glassine.trust.dmarc_record import DmarcRecord, is_dmarc, parse_dmarc
from glassine.words.sender import DmarcPolicy

NONE, QUARANTINE, REJECT = DmarcPolicy


def policies(record: DmarcRecord) -> tuple[DmarcPolicy, DmarcPolicy, DmarcPolicy]:
    return record.policy, record.subdomains, record.nonexistent


@pytest.mark.parametrize(
    "text", [b"v=DMARC1", b"v=DMARC1;p=none", b"v = DMARC1 ; p=none", b"V=DMARC1;"]
)
def test_a_record_begins_with_its_version(text: bytes) -> None:
    assert is_dmarc(text)


@pytest.mark.parametrize(
    "text",
    [b"", b"v=dmarc1; p=none", b" v=DMARC1", b"p=none; v=DMARC1", b"v=DMARC12; p=none"],
)
def test_any_other_text_is_no_record(text: bytes) -> None:
    assert not is_dmarc(text)


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (b"p=reject", (REJECT, REJECT, REJECT)),
        (b"p=reject; sp=none", (REJECT, NONE, NONE)),
        (b"p=none; np=reject", (NONE, NONE, REJECT)),
        (b"p=none; sp=quarantine; np=reject", (NONE, QUARANTINE, REJECT)),
        (b"P = Reject", (REJECT, REJECT, REJECT)),
        (b"sp=reject", (NONE, REJECT, REJECT)),
        (b"p=reject; p=none", (REJECT, REJECT, REJECT)),
        (b"", (NONE, NONE, NONE)),
    ],
)
def test_a_policy_that_is_not_said_follows_from_the_one_above(
    tags: bytes, wanted: tuple[DmarcPolicy, DmarcPolicy, DmarcPolicy]
) -> None:
    record = parse_dmarc(b"v=DMARC1; " + tags)
    assert policies(record) == wanted
    assert record.usable


@pytest.mark.parametrize("tags", [b"p=rejct", b"p=reject; sp=x", b"p=reject; np="])
def test_a_policy_that_cannot_be_read_makes_the_record_unusable(tags: bytes) -> None:
    assert not parse_dmarc(b"v=DMARC1; " + tags).usable


@pytest.mark.parametrize("tags", [b"p=rejct", b"p=reject; sp=x"])
def test_unless_its_owner_wants_reports_and_so_means_to_take_part(tags: bytes) -> None:
    record = parse_dmarc(b"v=DMARC1; rua=mailto:d@example.org;" + tags)
    assert record.usable
    assert policies(record) == (NONE, NONE, NONE)


def test_an_address_for_reports_that_is_none_does_not_save_it() -> None:
    assert not parse_dmarc(b"v=DMARC1; p=x; rua=d@example.org, ,").usable


def test_alignment_is_relaxed_unless_the_record_says_strict() -> None:
    plain = parse_dmarc(b"v=DMARC1; adkim=r; aspf=q")
    strict = parse_dmarc(b"v=DMARC1; adkim=s; aspf=S")
    assert not (plain.strict_dkim or plain.strict_spf)
    assert strict.strict_dkim
    assert strict.strict_spf


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [(b"y", True), (b"n", False), (b"u", None), (b"maybe", None), (b"", None)],
)
def test_a_public_suffix_says_so_and_so_does_what_is_none(
    tag: bytes, wanted: bool | None
) -> None:
    assert parse_dmarc(b"v=DMARC1; psd=" + tag).suffix is wanted


def test_tags_of_old_records_and_unknown_ones_are_passed_over() -> None:
    text = b"v=DMARC1; p=reject; pct=20; rf=afrf; new=tag; \xff; =; t=y"
    record = parse_dmarc(text)
    assert record.policy is REJECT
    assert record.testing
