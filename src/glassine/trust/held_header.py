"""Hold a message back until its header is whole, so that it can be looked at first.

A header ends at the first empty line, as `mail.scan` has it. What is held is bounded;
a header beyond that is `overlong`, and what to answer is for the caller to know.
"""

import re

LONGEST = 256 * 1024  # octets; as many as `mail.scan` reads
_END = re.compile(rb"(?:\A|\n)\r?\n")
_STRADDLE = 2  # octets of `\n\r\n` that a run before may have ended with


class HeldHeader:
    """Runs in with `take`, in any cuts; the header out once it is whole."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._held = bytearray()
        self._seen = 0
        self._whole = False

    @property
    def overlong(self) -> bool:
        """Whether more came than is held, and still no end of the header."""
        return not self._whole and len(self._held) > self._longest

    def take(self, octets: bytes) -> tuple[bytes, bytes] | None:
        """Return the header and what came of the body, or None while it goes on.

        The empty line is the body's first, so that the header is fields only.
        """
        self._held += octets
        found = _END.search(self._held, self._seen)
        if found is None:
            self._seen = max(0, len(self._held) - _STRADDLE)
            return None
        self._whole = True
        at = found.start() + found[0].count(b"\n") - 1
        return bytes(self._held[:at]), bytes(self._held[at:])

    def close(self) -> bytes:
        """Return what was held of a message that ended within its header."""
        return bytes(self._held)
