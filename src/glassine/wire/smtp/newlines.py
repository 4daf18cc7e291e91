"""Whether every CR has its LF, run by run, wherever a message was cut.

RFC 5321 §2.3.8: neither may stand alone. Two servers that disagree about where a
message ends is what smuggling lives on, so nobody here passes such a message on.
"""

from dataclasses import dataclass


class BareNewlineInText(Exception):
    """The message holds CR or LF alone."""


@dataclass(slots=True)
class Newlines:
    """Sees one message go by; what it has once found, it does not forget."""

    _cr: bool = False  # the last octet was a CR whose LF has not come
    _bare: bool = False

    def inspect(self, text: bytes) -> None:
        """Raise `BareNewlineInText`, or be content."""
        self._bare = self._bare or not self._paired(text)
        if self._bare:
            raise BareNewlineInText

    def finish(self) -> None:
        """Raise `BareNewlineInText` also where the message ends in half a line end."""
        if self._bare or self._cr:
            raise BareNewlineInText

    def _paired(self, text: bytes) -> bool:
        if not text:
            return True
        began_with_lf = self._cr and text.startswith(b"\n")
        if self._cr and not began_with_lf:
            return False
        self._cr = text.endswith(b"\r")
        whole = text.count(b"\r\n")
        if text.count(b"\n") != whole + began_with_lf:
            return False
        return text.count(b"\r") == whole + self._cr
