"""Does a message hold these words? Substrings, without regard to case. RFC 9051 §6.4.4

The comparison is in the spirit of i;unicode-casemap (RFC 5051): case is folded and
compatibility forms are decomposed, on both sides; full case folding is used where
that collation titlecases, so that "STRASSE" finds "Straße". A letter without its
accent therefore finds the letter with it.
"""

from collections.abc import Iterable

from glassine.mail import encoded_words, header, text
from glassine.mail.structure import Part
from glassine.words.composition import decomposed


def fold(words: str) -> str:
    """Return the form in which two texts are compared."""
    if words.isascii():
        return words.lower()
    return decomposed(decomposed(words).casefold())


def in_field(head: bytes, name: bytes, folded: str) -> bool:
    """Tell whether a field of that name holds the words; empty ones ask if it exists.

    Fields are compared as a reader sees them, encoded-words decoded, and as written.
    """
    return any(holds(value, folded) for value in header.values(head, name))


def in_header(head: bytes, folded: str) -> bool:
    """Tell whether any field, name included, holds the words."""
    return any(
        holds(head[field.start : field.end], folded) for field in header.fields(head)
    )


def holds(value: bytes, folded: str) -> bool:
    """Tell whether an unfolded value holds the words, decoded or as it was written."""
    if folded in fold(encoded_words.decode(value)):
        return True
    return b"=?" in value and folded in fold(encoded_words.eight_bit(value))


def in_body(root: Part, message: bytes, folded: str) -> bool:
    """Tell whether a text part holds the words: SEARCH BODY."""
    return _any_holds(text.texts(root, message), folded)


def in_message(root: Part, message: bytes, folded: str) -> bool:
    """Tell whether a header, a part's too, or a text part holds them: SEARCH TEXT."""
    return any(
        in_header(message[part.start : part.body], folded) for part in text.walk(root)
    ) or in_body(root, message, folded)


def _any_holds(texts: Iterable[str], folded: str) -> bool:
    """Tell whether a text holds the words, wherever its lines were broken."""
    spaced = " ".join(folded.split())
    for words in texts:
        compared = fold(words)
        if folded in compared or spaced in " ".join(compared.split()):
            return True
    return False
