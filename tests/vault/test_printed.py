"""The printed form survives copying by hand, and a slip is known for one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.vault import printed
from glassine.vault.printed import Form, Mistyped, Printed
from glassine.words.private import Key, Password

SLOT, SECRET = bytes(range(100, 116)), Key(bytes(range(16)))
SHOWN = printed.write(Form.APP, SLOT, SECRET).reveal()


def read(typed: bytes) -> Printed | Mistyped | None:
    return printed.read(Password(typed))


def test_the_form_is_easy_to_recognise() -> None:
    assert re.fullmatch(rb"gla1(-[a-z2-7]{5}){8}", SHOWN)
    recovery = printed.write(Form.RECOVERY, SLOT, SECRET).reveal()
    assert recovery.startswith(b"glr1-")


@pytest.mark.parametrize(
    "copied",
    [
        SHOWN,
        SHOWN.upper(),
        SHOWN.replace(b"-", b" "),
        SHOWN.replace(b"-", b""),
        b"  " + SHOWN + b"\n",
        SHOWN[:5] + SHOWN[5:].translate(bytes.maketrans(b"olb", b"018")),
    ],
)
def test_the_ways_people_copy_it_are_forgiven(copied: bytes) -> None:
    found = read(copied)
    assert isinstance(found, Printed)
    assert (found.form, found.handle) == (Form.APP, SLOT[:5])
    assert found.secret.reveal() == SECRET.reveal()


@given(st.integers(5, len(SHOWN) - 1), st.sampled_from(b"abcdefghijklmnopqrstuvwxyz"))
def test_one_wrong_letter_is_known_for_a_slip(at: int, letter: int) -> None:
    typed = bytearray(SHOWN)
    if typed[at] == ord("-") or typed[at] == letter:
        return
    typed[at] = letter
    assert read(bytes(typed)) == Mistyped()


@pytest.mark.parametrize("typed", [SHOWN[:-1], SHOWN + b"a", b"gla1-", b"GLR1-x!"])
def test_a_missing_or_further_letter_is_known_for_a_slip(typed: bytes) -> None:
    assert read(typed) == Mistyped()


def test_a_recovery_code_is_no_app_secret_under_another_name() -> None:
    assert read(SHOWN.replace(b"gla1", b"glr1")) == Mistyped()


@pytest.mark.parametrize("typed", [b"", b"correct horse", b"glass", b"\xff\xfe"])
def test_a_password_like_any_other_is_left_alone(typed: bytes) -> None:
    assert read(typed) is None
