"""Addresses for people: what shows nothing, or turns others round, is shown by number.

Local parts may be UTF-8 (RFC 6531), and so hold characters that make one address look
like another, or a line read in another order. JSON escapes them by itself.
"""

import unicodedata

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # show nothing
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})


def visible(text: object) -> str:
    """Return the text with each such character as `\\u{202E}`."""
    said = str(text)
    if said.isascii() and said.isprintable():
        return said
    return "".join(char if _shows(char) else f"\\u{{{ord(char):04X}}}" for char in said)


def _shows(char: str) -> bool:
    if char in _BLANK or "\ufe00" <= char <= "\ufe0f":  # the latter vary others
        return False
    return char == " " or unicodedata.category(char) not in _UNSEEN
