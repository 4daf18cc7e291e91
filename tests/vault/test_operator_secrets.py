"""What proves an operator: codes after RFC 6238, and random secrets."""

import asyncio

import pytest

from glassine.vault import operator_secrets as secrets
from glassine.vault.checkpoint_key import is_signed
from glassine.vault.server_key import new_server_key
from glassine.vault.suite import Damaged
from glassine.words.clock import Milliseconds
from glassine.words.private import Key, Password

SEED = Key(b"12345678901234567890")  # RFC 6238 Appendix B
CHEAP = secrets.Cost(memory=8192, passes=1)
VECTORS = [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    now = Milliseconds(seconds * 1000)
    assert secrets.totp_step(SEED, code, now) == seconds // 30
    assert secrets.totp_step(SEED, f" {code[:3]} {code[3:]}", now) == seconds // 30
    late = Milliseconds(now + 61_000)
    assert secrets.totp_step(SEED, code, late) is None


@pytest.mark.parametrize("typed", ["", "0", "é", "28708", "2870821"])
def test_what_is_no_code_is_no_code(typed: str) -> None:
    assert secrets.totp_step(SEED, typed, Milliseconds(59_000)) is None


def test_a_verifier_knows_its_password_and_its_operator() -> None:
    kept = secrets.verifier(Password(b"right"), b"id", CHEAP)
    ask = lambda kept, who, word: asyncio.run(
        secrets.is_right(kept, who, Password(word), CHEAP)
    )
    assert ask(kept, b"id", b"right")
    assert not ask(kept, b"id", b"wrong")
    assert not ask(None, b"", b"right")


def test_recovery_codes_are_eight_and_read_however_typed() -> None:
    codes = [code.reveal() for code in secrets.new_codes()]
    assert len(set(codes)) == 8
    for code in codes:
        assert secrets.plain_code(code.decode().lower().replace("-", " ")) == code


def test_a_token_shows_what_it_is() -> None:
    assert secrets.new_token().reveal().startswith(b"glsn_")
    assert len(secrets.new_session().reveal()) == 43


def test_a_totp_secret_opens_for_its_operator_only() -> None:
    key = new_server_key()
    sealed = key.seal_totp(SEED, b"one")
    assert key.open_totp(sealed, b"one").reveal() == SEED.reveal()
    for other, who in ((key, b"two"), (new_server_key(), b"one")):
        with pytest.raises(Damaged):
            other.open_totp(sealed, who)


def test_a_checkpoint_key_is_always_the_same_and_signs() -> None:
    key = new_server_key()
    one, same = key.checkpoint_key(), key.checkpoint_key()
    assert one.public == same.public
    signed = one.sign(b"statement")
    assert is_signed(same.public, b"statement", signed)
    assert not is_signed(same.public, b"statements", signed)
    assert not is_signed(new_server_key().checkpoint_key().public, b"statement", signed)
    assert not is_signed(b"short", b"statement", signed)
