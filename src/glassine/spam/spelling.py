"""Text to words, as somebody reads them who is not fooled by how they are spelt.

What is done to hide a word from a machine, and not from people, is undone: letters of
other scripts, digits for letters, blanks between letters, signs that nobody sees. That
it was done is worth more than the word, and is said as a fact.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from glassine.words.composition import compatible

LONGEST = 40  # characters of a word; a longer one is no word
SHOUTS = 2  # exclamation marks that count
SPACED = 4  # single letters in a row that spell a word
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(r"\w[\w'\u2019]*|[$€£¥₿%]|!{2,}")
_SINGLES = SPACED * b"\1"  # lengths of so many in a row
_ALONE = "$%"
_SHOUT = re.compile(rf"!{{{SHOUTS},}}")
_NO_WORD = {
    code: " " for code in range(128) if not re.match(r"[\w'$%!]", chr(code), re.ASCII)
}
_WORD_OR_RUN = re.compile(
    rf"[{_UNSPACED}]+|(?![{_UNSPACED}])\w(?:(?![{_UNSPACED}])[\w'\u2019])*"
    r"|[$€£¥₿%]|!{2,}"
)
_RUN = re.compile(rf"[{_UNSPACED}]")
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u3164\ufeff\U000e0000-\U000e007f]+"
)
_HIDDEN_INSIDE = re.compile(rf"[a-z](?:{_HIDDEN.pattern})[a-z]")
_SIGN_INSIDE = re.compile(r"(?<![a-z])[a-z]++(?:[@$|!][a-z]++)++")
_DIGIT = re.compile(r"\d")
_DIGIT_INSIDE = re.compile(r"[a-z]\d+[a-z]")
_LATIN = re.compile(r"[a-z]")
_LOOKS_LATIN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_SIGNS = str.maketrans("@$|!01345789", "asiioieastbg")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмнтвгпиαοερτυικνωβηχ", "aeopcyxijsdhkmhtbrnuaoeptuiknwbhx"
)


@dataclass(slots=True)
class Spelt:
    """Words in their order, and the tricks they were spelt with."""

    words: list[str]
    tricks: set[str]


def spell(text: str, most: int) -> Spelt:
    """Return the first words of a text."""
    tricks: set[str] = set()
    if not text.isascii():
        text = _seen(text, tricks)
    text = text.casefold()
    if text.isascii():
        found = _ascii_words(text)[:most]
    else:
        found = _apart(_WORD_OR_RUN.findall(text)[:most])
    words = found
    if not _is_letters("".join(found)):
        plain = [each if each.isalpha() else _plain(each, tricks) for each in found]
        words = list(filter(None, plain))
    if _SINGLES in bytes([len(each) & 0xFF for each in found]):
        words = list(_joined(words, tricks))
    words += _behind_signs(text, tricks)
    if not text.isascii():
        words = [_in_one_script(each, tricks) for each in words]
    return Spelt(words[:most], tricks)


def _ascii_words(text: str) -> list[str]:
    """Return words, signs of money, and runs of exclamation marks, as they stand.

    Most text is such; to cut it at blanks takes a quarter of what a pattern takes.
    """
    for sign in _ALONE:
        if sign in text:
            text = text.replace(sign, f" {sign} ")
    if SHOUTS * "!" in text:
        text = _SHOUT.sub(r" \g<0> ", text)
    words = text.translate(_NO_WORD).split()
    if "!" in text or "'" in text:
        words = [word for each in words for word in _WORD.findall(each)]
    return words


def _is_letters(text: str) -> bool:
    """Tell whether there is nothing else; of ASCII octets that is soon told."""
    return text.encode().isalpha() if text.isascii() else text.isalpha()


def as_seen(text: str) -> str:
    """Return the text as eyes take it: nothing that nobody sees, one form of each."""
    return compatible(_HIDDEN.sub("", text))


def _seen(text: str, tricks: set[str]) -> str:
    """Return the text without what nobody sees, in the one form of each character."""
    bare = _HIDDEN.sub("", text)
    if len(bare) < len(text) and _HIDDEN_INSIDE.search(text.casefold()):
        tricks.add("hidden signs")
    plain = as_seen(text)
    if _LATIN.search(plain.casefold()) and _styled(bare):
        tricks.add("styled letters")
    return plain


def _styled(text: str) -> bool:
    """Tell whether letters are written with mathematical or full-width signs."""
    return any(
        "\U0001d400" <= c <= "\U0001d7ff" or "\uff21" <= c <= "\uff5a" for c in text
    )


def _apart(found: Iterable[str]) -> list[str]:
    """Return the words; scripts without blanks in pairs of characters."""
    words: list[str] = []
    for each in found:
        if not _RUN.match(each) or len(each) < 3:
            words.append(each)
        else:
            words += map("".join, pairwise(each))
    return words


def _plain(word: str, tricks: set[str]) -> str:
    """Return a word that is not letters only: numbers lose their value."""
    if len(word) > LONGEST:
        return "long"
    if word[0] == "!":
        return "!!" if len(word) == SHOUTS else "!!!"
    if word.isdigit():
        return f"0{len(word)}"
    if _DIGIT_INSIDE.search(word):
        tricks.add("digits inside")
        return word.translate(_SIGNS)
    return _DIGIT.sub("0", word).rstrip("'\u2019")


def _behind_signs(text: str, tricks: set[str]) -> list[str]:
    """Return the words that have signs for letters: `ca$h`."""
    if not any(sign in text for sign in "@$|!"):
        return []
    found = [each.translate(_SIGNS) for each in _SIGN_INSIDE.findall(text)]
    if found:
        tricks.add("signs inside")
    return found


def _is_single(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _joined(words: Iterable[str], tricks: set[str]) -> Iterator[str]:
    """Yield the words; `v i a g r a` as one."""
    for single, some in groupby(words, _is_single):
        run = list(some)
        if single and len(run) >= SPACED:
            tricks.add("spaced letters")
            yield "".join(run)[:LONGEST]
        else:
            yield from run


def _in_one_script(word: str, tricks: set[str]) -> str:
    """Return the word in Latin, where it borrows letters that look so."""
    if word.isascii() or not (_LATIN.search(word) and _LOOKS_LATIN.search(word)):
        return word[:LONGEST]
    tricks.add("mixed scripts")
    return word.translate(_LOOKALIKES)
