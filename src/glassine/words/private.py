"""Words the operator may never see: what people wrote, and their secrets.

A private word has no text form, so no log line, exception or metric can hold it
by accident. `reveal` is the only way out; `tests/test_privacy.py` keeps the list
of modules that may call it.
"""

from typing import Never


class Private:
    """Bytes that have no text form; `reveal` is the only way out."""

    __slots__ = ("_bytes",)

    def __init__(self, data: bytes) -> None:
        self._bytes = bytes(data)

    def reveal(self) -> bytes:
        """Return the bytes. Every caller of this is a place to review."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._bytes)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __str__(self) -> Never:
        raise TypeError(f"{type(self).__name__} has no text form")

    def __format__(self, spec: str) -> Never:
        raise TypeError(f"{type(self).__name__} has no text form")

    def __reduce__(self) -> Never:
        raise TypeError(f"{type(self).__name__} cannot be pickled")


class Message(Private):
    """A message, or a run of its bytes: header, body, or both."""


class Text(Private):
    """Words a person chose: a folder's name, a keyword, a search term."""


class UserName(Private):
    """What was typed as a user name; people type passwords there."""


class Password(Private):
    """What a person or an app gave to prove who they are."""


class Key(Private):
    """Key material: whoever has it can open or sign something."""


class RemoteText(Private):
    """What a remote server answered; it may quote the letter until it is scrubbed."""
