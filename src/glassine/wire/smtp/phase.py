"""How far the talk with another server had come when something was said, or nothing."""

from enum import StrEnum


class Phase(StrEnum):
    """How far the talk had come."""

    CONNECT = "connect"  # up to the greeting
    HELLO = "hello"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # before the final dot
    DOT = "dot"  # after it: it may have been taken. At least once, then
