"""SASLprep: one spelling for names and passwords typed in many ways. RFC 4013"""

import stringprep

from glassine.words.composition import compatible

_PROHIBITED = (  # RFC 4013 §2.3
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


LONGEST = 1000  # characters; each is looked up in a dozen tables


class Unpreparable(ValueError):
    """The text holds what SASLprep prohibits."""


def prepare(text: str) -> str:
    """Return the prepared form. Raises `Unpreparable`."""
    if text.isascii() and text.isprintable():
        return text
    if len(text) > LONGEST:
        raise Unpreparable
    mapped = "".join(_map(c) for c in text)
    prepared = compatible(mapped)
    if any(table(c) for c in prepared for table in _PROHIBITED):
        raise Unpreparable
    if not _reads_one_way(prepared):
        raise Unpreparable
    return prepared


def _map(char: str) -> str:
    if stringprep.in_table_c12(char):  # RFC 4013 §2.1: other spaces become SPACE
        return " "
    return "" if stringprep.in_table_b1(char) else char


def _reads_one_way(text: str) -> bool:
    """Tell whether left and right do not mix. RFC 3454 §6"""
    if not any(stringprep.in_table_d1(c) for c in text):
        return True
    if any(stringprep.in_table_d2(c) for c in text):
        return False
    return stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1])
