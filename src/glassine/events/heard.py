"""What a message says, in the one form in which a remote answer is compared with it.

The caller gives the decoded subject, display names, text and file names while the
message is at hand, and drops this object with the message. Words are compared without
case, accents or invisible characters, so that a quotation that changes those is found.
"""

import html
import re
from collections.abc import Iterable
from typing import Never, Protocol

from glassine.words.composition import composed, decomposed

_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")  # no character; `html` raises

FRAGMENT = 4  # letters of a heard word that give it away
ENCLOSED = 5  # letters of a heard word that are no accident inside another
LONGEST = 64  # a word beyond this is looked at in its first letters only


def normal(text: str) -> str:
    """Return the text without case, accents and invisible characters."""
    if text.isascii():
        return text.lower()
    plain = decomposed(_INVISIBLE.sub("", text))
    return _ACCENTS.sub("", plain).casefold()


def visible(text: str) -> str:
    """Return the text without what shows nothing, its letters and accents joined."""
    return composed(_INVISIBLE.sub("", text))


def words(text: str) -> list[str]:
    """Return the words of a text in normal form, in order."""
    return _WORD.findall(normal(text))


class Ears(Protocol):
    """Knows what a message says, and answers questions."""

    def has(self, word: str) -> bool:
        """Tell whether this very word, in normal form, is in the message."""

    def has_run(self, run: Iterable[str]) -> bool:
        """Tell whether these words stand in the message one after another."""

    def betrayed_by(self, word: str) -> bool:
        """Tell whether a word is one of the message's, backwards, cut or enclosed."""


class Unheard:
    """A message too large to be listened to: it may have said any word but common ones.

    Of an answer the vocabulary and the known names stay, and nothing else.
    """

    def has(self, word: str) -> bool:
        """Tell that it may be."""
        return True

    def has_run(self, run: Iterable[str]) -> bool:
        """Tell that common words in a row are no proof."""
        return False

    def betrayed_by(self, word: str) -> bool:
        """Tell that it may be."""
        return True


class Heard:
    """The words of a message; it answers questions and shows nothing."""

    __slots__ = ("_all", "_runs", "_words")

    def __init__(self, texts: Iterable[str]) -> None:
        said = [words(form) for text in texts for form in _forms(text)]
        self._words = frozenset(word for run in said for word in run)
        self._all = "\n".join(self._words)
        self._runs = "\n".join(f" {' '.join(run)} " for run in said)

    def has(self, word: str) -> bool:
        """Tell whether this very word, in normal form, is in the message."""
        return word in self._words

    def has_run(self, run: Iterable[str]) -> bool:
        """Tell whether these words stand in the message one after another."""
        return f" {' '.join(run)} " in self._runs

    def betrayed_by(self, word: str) -> bool:
        """Tell whether a word is one of the message's, backwards, cut or enclosed."""
        if word in self._words:
            return True
        if self._has_fragment(word) or self._has_fragment(word[::-1]):
            return True
        return self._is_within(word[:LONGEST])

    def _has_fragment(self, word: str) -> bool:
        shortest = (
            FRAGMENT if word.isascii() else 2
        )  # one sign may be a word in Chinese
        return len(word) >= shortest and word in self._all

    def _is_within(self, word: str) -> bool:
        return any(
            word[start:end] in self._words
            for start in range(len(word) - ENCLOSED + 1)
            for end in range(start + ENCLOSED, len(word) + 1)
        )

    def __reduce__(self) -> Never:
        raise TypeError("Heard cannot be pickled")


def _forms(text: str) -> Iterable[str]:
    """Yield a text as it stands and, if it looks like HTML, as a reader sees it."""
    yield text
    if "<" in text or "&" in text:
        yield html.unescape(_ENDLESS.sub(" ", _TAG.sub("", text)))
