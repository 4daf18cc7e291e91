"""What people type comes to one spelling, whichever way it comes."""

import pytest

from glassine.flow.spelling import UnfitPassword, fit, folded, named, typed
from glassine.vault import printed
from glassine.vault.printed import Form
from glassine.words.private import Key, Password, UserName


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("correct horse", "correct horse"),
        ("a\N{NO-BREAK SPACE}b", "a b"),  # RFC 4013 §2.1
        ("so\N{SOFT HYPHEN}ft", "soft"),
        ("\N{ROMAN NUMERAL NINE}", "IX"),  # RFC 4013 §3
        ("pa\N{COMBINING DIAERESIS}ss", "p\N{LATIN SMALL LETTER A WITH DIAERESIS}ss"),
        ("Case Stays", "Case Stays"),
    ],
)
def test_a_password_is_kept_and_typed_in_one_spelling(said: str, kept: str) -> None:
    assert fit(Password(said.encode())).reveal() == kept.encode()
    assert typed(Password(said.encode())).reveal() == kept.encode()


@pytest.mark.parametrize(
    "said",
    [b"", "\N{SOFT HYPHEN}".encode(), b"a\x07b", b"a\tb", b"\xff\xfe", b"gla1-typo"],
)
def test_what_cannot_be_typed_everywhere_is_no_new_password(said: bytes) -> None:
    with pytest.raises(UnfitPassword):
        fit(Password(said))


@pytest.mark.parametrize("form", list(Form))
def test_what_looks_like_our_secrets_is_no_new_password(form: Form) -> None:
    ours = printed.write(form, bytes(16), Key(bytes(16)))
    for said in (ours.reveal(), ours.reveal().upper(), ours.reveal()[:-3]):
        with pytest.raises(UnfitPassword):
            fit(Password(said))


@pytest.mark.parametrize("said", [b"\xff\xfe", b"a\x07b"])
def test_what_was_never_kept_is_tried_as_it_is(said: bytes) -> None:
    assert typed(Password(said)).reveal() == said


@pytest.mark.parametrize(
    "said",
    ["ann@example.org", "ANN@Example.ORG", "ann@example.org.", "a\u00adnn@example.org"],
)
def test_all_spellings_of_a_name_are_counted_as_one(said: str) -> None:
    one = UserName(said.encode())
    assert folded(one).reveal() == b"ann@example.org"
    address = named(one)
    assert address is not None
    assert address.domain.name == "example.org"


@pytest.mark.parametrize("said", [b"ann", b"", b"\xff@example.org", b"@", b"a b@c"])
def test_what_is_no_address_names_nobody(said: bytes) -> None:
    assert named(UserName(said)) is None
    folded(UserName(said))
