"""The two mechanisms that hand over the password itself: PLAIN and LOGIN.

PLAIN is RFC 4616. LOGIN was never standardised; clients and the seed's app still
speak it, as draft-murchison-sasl-login-00 wrote it down.
"""

from glassine.wire.sasl.steps import (
    Challenge,
    Denied,
    Malformed,
    PasswordGiven,
    Step,
)
from glassine.words.private import Password, UserName
from glassine.words.public import AuthMethod

LONGEST = 1024  # octets of a name or password; RFC 4616 §2 says at least 255


class Plain:
    """One response: authorisation identity, name, password. RFC 4616 §2"""

    def step(self, response: bytes | None) -> Step:
        """Return what the response says; without one, ask for it."""
        if response is None:
            return Challenge(b"")
        parts = response.split(b"\0")
        if len(parts) != 3 or not all(is_text(part) for part in parts):
            return Malformed()
        acting_as, user, password = parts
        if not user or not password:
            return Malformed()
        if acting_as not in (b"", user):
            return Denied()
        return PasswordGiven(UserName(user), Password(password), AuthMethod.PLAIN)


class Login:
    """Two questions, two answers; the first may come with the command."""

    def __init__(self) -> None:
        self._user: bytes | None = None

    def step(self, response: bytes | None) -> Step:
        """Return the next question, or both answers."""
        if response is None:
            return Challenge(b"Username:")
        if not response or not is_text(response):
            return Malformed()
        if self._user is None:
            self._user = response
            return Challenge(b"Password:")
        user, password = UserName(self._user), Password(response)
        return PasswordGiven(user, password, AuthMethod.LOGIN)


def is_text(data: bytes) -> bool:
    """Tell whether it is UTF-8 of a bearable length, without NUL."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(data) <= LONGEST and b"\0" not in data
