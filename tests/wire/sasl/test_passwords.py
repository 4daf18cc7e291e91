"""PLAIN and LOGIN hand over a name and a password, or nothing."""

import pytest

from glassine.wire.sasl.exchange import Cancelled, begin, decode, decode_initial
from glassine.wire.sasl.steps import Challenge, Denied, Malformed, PasswordGiven, Step
from glassine.words.public import AuthMethod


def plain(response: bytes | None) -> Step:
    return begin(AuthMethod.PLAIN, None, str).step(response)


def given(step: Step) -> tuple[bytes, bytes, AuthMethod]:
    assert isinstance(step, PasswordGiven)
    return step.user.reveal(), step.password.reveal(), step.method


def test_plain_is_one_response() -> None:
    assert given(plain(b"\0user\0pencil")) == (b"user", b"pencil", AuthMethod.PLAIN)


def test_plain_asks_when_nothing_came_with_the_command() -> None:
    assert plain(None) == Challenge(b"")


def test_one_may_act_as_oneself_and_nobody_else() -> None:
    assert given(plain(b"user\0user\0pencil"))[0] == b"user"
    assert plain(b"boss\0user\0pencil") == Denied()


@pytest.mark.parametrize(
    "response",
    [
        b"", b"user", b"\0user", b"\0user\0", b"\0\0pencil", b"\0user\0pen\0cil",
        b"\0user\0\xff", b"\0" + b"u" * 1025 + b"\0p",
    ],
)  # fmt: skip
def test_what_is_no_plain_is_malformed(response: bytes) -> None:
    assert plain(response) == Malformed()


def test_login_asks_twice() -> None:
    login = begin(AuthMethod.LOGIN, None, str)
    assert login.step(None) == Challenge(b"Username:")
    assert login.step(b"user") == Challenge(b"Password:")
    said = given(login.step(b"pencil"))
    assert said == (b"user", b"pencil", AuthMethod.LOGIN)


def test_login_asks_once_when_the_name_came_with_the_command() -> None:
    login = begin(AuthMethod.LOGIN, None, str)
    assert login.step(b"user") == Challenge(b"Password:")


@pytest.mark.parametrize("response", [b"", b"a\0b", b"\xff", b"u" * 1025])
def test_what_is_no_answer_to_login_is_malformed(response: bytes) -> None:
    assert begin(AuthMethod.LOGIN, None, str).step(response) == Malformed()


def test_secrets_have_no_text_form() -> None:
    shown = repr(plain(b"\0someone\0pencil"))
    assert "someone" not in shown
    assert "pencil" not in shown


def test_a_line_is_base64_or_a_star() -> None:
    assert decode(b"dXNlcg==") == b"user"
    assert decode(b"") == b""
    assert decode(b"*") == Cancelled()
    assert decode(b"user!") == Malformed()
    assert decode(b"dXNlcg") == Malformed()


def test_an_initial_response_is_base64_or_an_equals_sign() -> None:
    assert decode_initial(b"dXNlcg==") == b"user"
    assert decode_initial(b"=") == b""
    assert decode_initial(b"*") == Malformed()
    assert decode_initial(b"") == Malformed()
