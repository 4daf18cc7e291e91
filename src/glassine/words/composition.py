"""Unicode's normal forms, in a time that grows with the text and not with its square.

Marks above and below a letter are put into one order by moving each past those before
it, so a row of a hundred thousand takes minutes. No writing has more than a few on one
letter: rows are cut as the stream-safe text process of UAX #15 §13 cuts them.
"""

import re
from typing import Literal
from unicodedata import normalize

_MOST = 30  # marks in a row
# Marks are no letters and no digits; signs, which are cut with them, do not mind.
_ROW = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST}}}")
_CUT = "\u034f"  # the joiner that joins nothing; before and after it rows are apart


def composed(text: str) -> str:
    """Return the text in the form NFC."""
    return _normal("NFC", text)


def compatible(text: str) -> str:
    """Return the text in the form NFKC."""
    return _normal("NFKC", text)


def decomposed(text: str) -> str:
    """Return the text in the form NFKD."""
    return _normal("NFKD", text)


def _normal(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    if text.isascii():
        return text
    return normalize(form, _ROW.sub(rf"\g<0>{_CUT}", text))
