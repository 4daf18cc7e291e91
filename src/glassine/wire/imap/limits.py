"""How much one client may ask of the engine at a time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Octets and counts; the defaults suit the clients we know."""

    command: int = 65_536  # a whole command, its literals included
    before_login: int = 8_192  # the same, while nobody is logged in
    message: int = 64 * 1024 * 1024  # one message of an APPEND
    nesting: int = 100  # keys of SEARCH within keys
    bad_commands: int = 20  # one after another
