"""One reply of another server, as our client reads it. RFC 5321 §4.2, RFC 2034"""

from dataclasses import dataclass

from glassine.words.private import RemoteText
from glassine.words.public import EnhancedCode


@dataclass(frozen=True, slots=True)
class Answer:
    """A code, and words that may quote the message: nobody shows them unscrubbed."""

    code: int
    enhanced: EnhancedCode | None
    text: RemoteText  # UTF-8, lines joined by LF, without the codes

    @property
    def positive(self) -> bool:
        """Tell whether it says yes, or go on."""
        return self.code < 400

    @property
    def permanent(self) -> bool:
        """Tell whether the same again would be refused again. RFC 5321 §4.2.1"""
        return self.code >= 500
