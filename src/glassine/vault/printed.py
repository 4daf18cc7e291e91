"""The printed form of a secret that we made: an app secret, a recovery code.

It says what it is, names its slot, and carries a check, so that it survives being
copied by hand and a slip is known for one before any key is tried.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import Enum

from glassine.vault.suite import label
from glassine.words.private import Key, Password

_HANDLE, _SECRET, _CHECK = 5, 16, 4
_LETTERS = 40
_PRINTED = label(b"printed")
_FORGIVEN = bytes.maketrans(b"018", b"olb")
_BLANKS = re.compile(rb"[\s-]+")


class Form(Enum):
    """What the secret is for, as its first letters say."""

    APP = b"gla1"
    RECOVERY = b"glr1"


@dataclass(frozen=True, slots=True)
class Printed:
    """A secret read from its printed form. `handle` begins the slot's id."""

    form: Form
    handle: bytes
    secret: Key


@dataclass(frozen=True, slots=True)
class Mistyped:
    """It is one of our secrets, with a slip of the hand in it."""


def write(form: Form, slot_id: bytes, secret: Key) -> Password:
    """Return the secret as its owner sees it, once."""
    payload = slot_id[:_HANDLE] + secret.reveal()
    letters = base64.b32encode(payload + _check(form, payload)).lower()
    groups = [letters[at : at + 5] for at in range(0, _LETTERS, 5)]
    return Password(b"-".join([form.value, *groups]))


def read(text: Password) -> Printed | Mistyped | None:
    """Return the secret that was typed; None where it is a password like any other."""
    typed = _BLANKS.sub(b"", text.reveal()).lower()
    form = next((form for form in Form if typed.startswith(form.value)), None)
    if form is None:
        return None
    letters = typed[len(form.value) :].translate(_FORGIVEN)
    if len(letters) != _LETTERS:
        return Mistyped()
    return _decode(form, letters)


def _decode(form: Form, letters: bytes) -> Printed | Mistyped:
    try:
        payload = base64.b32decode(letters.upper())
    except ValueError:
        return Mistyped()
    if payload[-_CHECK:] != _check(form, payload[:-_CHECK]):
        return Mistyped()
    secret = payload[_HANDLE : _HANDLE + _SECRET]
    return Printed(form, payload[:_HANDLE], Key(secret))


def _check(form: Form, payload: bytes) -> bytes:
    return hashlib.sha256(_PRINTED + form.value + payload).digest()[:_CHECK]
