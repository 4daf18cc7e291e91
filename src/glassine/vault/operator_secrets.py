"""What proves an operator: a password's verifier, TOTP, and random secrets.

An operator's password opens nothing, so only its verifier is kept (Argon2id, as for
accounts). The TOTP secret must be readable to check a code: it lies sealed under the
server key.
"""

import asyncio
import base64
import hmac
import os
from hashlib import sha256

import pyotp

from glassine.vault import password_slot
from glassine.vault.password_slot import Cost
from glassine.vault.slots import Slot, SlotKind
from glassine.words.chance import Chance
from glassine.words.clock import Milliseconds
from glassine.words.private import Key, Password

__all__ = ["Cost"]

STEP = 30  # seconds. RFC 6238 §5.2
DRIFT = 1  # steps that a clock may be off
TOKEN_PREFIX = b"glsn_"  # so that a scanner for leaked secrets knows one
CODES = 8


def verifier(
    password: Password, operator: bytes, cost: Cost, chance: Chance = os.urandom
) -> bytes:
    """Return what a password can be checked against, and nothing be opened with."""
    slot = password_slot.new_password_slot(password, operator, None, cost, chance)
    return slot.id + slot.sealed


async def is_right(
    kept: bytes | None, operator: bytes, password: Password, cost: Cost
) -> bool:
    """Tell whether the password is right; it takes as long where nobody is known."""
    slot = _slot(kept) if kept else password_slot.decoy_password_slot(cost)
    tried = await asyncio.to_thread(
        password_slot.try_password, slot, operator, password
    )
    return tried is not None


def new_totp(chance: Chance = os.urandom) -> Key:
    """Return a new TOTP secret. RFC 4226 §4 asks for 160 bits."""
    return Key(chance(20))


def totp_uri(secret: Key, name: str) -> Password:
    """Return what an authenticator app reads from a QR code."""
    return Password(
        _totp(secret).provisioning_uri(name=name, issuer_name="Glassine").encode()
    )


def totp_step(secret: Key, code: str, now: Milliseconds) -> int | None:
    """Return the time step whose code this is, one step early or late; else None."""
    totp, here = _totp(secret), now // 1000 // STEP
    typed = code.strip().replace(" ", "").encode("utf-8", "replace")
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    return None


def new_codes(chance: Chance = os.urandom) -> tuple[Password, ...]:
    """Return recovery codes of 80 bits, each good once in place of a TOTP code."""
    return tuple(Password(_code(chance(10))) for _ in range(CODES))


def plain_code(typed: str) -> bytes:
    """Return a recovery code as it is hashed, however it was typed."""
    letters = typed.upper().replace("-", "").replace(" ", "")
    return _grouped(letters.encode("utf-8", "replace"))


def new_session(chance: Chance = os.urandom) -> Password:
    """Return a random session secret, in letters that a cookie may hold."""
    return Password(base64.urlsafe_b64encode(chance(32)).rstrip(b"="))


def new_token(chance: Chance = os.urandom) -> Password:
    """Return a random API token with a prefix that shows what it is."""
    return Password(TOKEN_PREFIX + base64.b32encode(chance(25)).lower())


def fingerprint(secret: Password) -> bytes:
    """Return the SHA-256 of a random secret: enough, since nobody guesses one."""
    return sha256(secret.reveal()).digest()


def _slot(kept: bytes) -> Slot:
    return Slot(kept[:16], SlotKind.PASSWORD, kept[16:])


def _totp(secret: Key) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(secret.reveal()).decode("ascii"), interval=STEP)


def _code(octets: bytes) -> bytes:
    return _grouped(base64.b32encode(octets))


def _grouped(letters: bytes) -> bytes:
    return b"-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
