"""Scrub a remote server's answer against the message it was given.

An answer is troubleshooting gold, and it can quote the letter:
`550 rejected: subject "…" looks like spam`. So a word of it that the message also
says becomes `▒`, unless it is a code, an IP address, a word of the vocabulary of SMTP
answers, or part of a name known from the envelope or the connection. A host or address
that only looks like one (`report.pdf`, `meeting.tomorrow`) is words like any other.

Common words give a message away when they stand in its order: a quoted run of two, or
any run of four, is scrubbed although each of them is in the vocabulary.
"""

import ipaddress
import re
from collections.abc import Collection, Iterator

from glassine.events.disguises import undone
from glassine.events.facts import ScrubbedText
from glassine.events.heard import Ears, normal, visible, words
from glassine.events.vocabulary import VOCABULARY

MARK = "▒"
LONGEST_ANSWER = 512
_LOOKED_AT = 4 * LONGEST_ANSWER  # characters; what lies beyond is dropped unread

_RUN = 4  # words in the message's order that are no accident
_QUOTED_RUN = 2  # the same, between quotation marks

_CODES = re.compile(
    r"^[245]\d\d(?![^ -])|(?<![\w.])[245]\.\d{1,3}\.\d{1,3}(?![\w.])", re.MULTILINE
)
_CHUNK = re.compile(r"(?:(?<!\S)\w[ ]){3,}\w(?!\S)|\S+")  # "m e e t" is one chunk
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)  # less the punctuation around
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_QUOTED = re.compile(
    r"\"[^\"]*\"?|(?<!\w)'[^']*'|“[^”]*”?|«[^»]*»?|„[^“”]*[“”]?|\u2018[^\u2019]*\u2019"
)
_MARKS = re.compile(rf"{MARK}(?:[^\w\"'<>()\[\]]*{MARK})+")

Span = tuple[int, int]


def scrub(answer: str, heard: Ears, known: Collection[str] = ()) -> ScrubbedText:
    """Return the answer without the message's words, in at most 512 characters.

    `known` are names the operator sees anyway: the envelope's addresses, the hosts of
    the connection, the ids we issued. A part of one of them is never scrubbed.
    """
    answer = visible(answer[:_LOOKED_AT]).replace(MARK, "?")
    public = frozenset(word for name in known for word in words(name))
    kept = list(_kept(answer, public))
    told = [*_words_told(answer, heard, public), *_runs_told(answer, heard)]
    hidden = [
        core.span()
        for span in told
        for start, end in _less(span, kept)
        if (core := _CORE.search(answer, start, end))
    ]
    return ScrubbedText(_printable(_marked(answer, hidden))[:LONGEST_ANSWER])


def is_harmless(answer: str, known: Collection[str] = ()) -> bool:
    """Tell whether `scrub` would leave the answer as it is, whatever the message says.

    So that few messages have to be looked at. It may be wrong in saying no.
    """
    if len(answer) > LONGEST_ANSWER or not (answer.isascii() and answer.isprintable()):
        return False
    run = _QUOTED_RUN if '"' in answer or "'" in answer else _RUN
    said = words(_CODES.sub("", answer))
    if len(said) < run and VOCABULARY.issuperset(said):
        return True
    public = frozenset(word for name in known for word in words(name))
    unknown = [word for word in said if word not in public]
    return len(unknown) < run and VOCABULARY.issuperset(unknown)


def _kept(answer: str, public: frozenset[str]) -> Iterator[Span]:
    """Yield what stays whatever the message says: codes, addresses, known names."""
    for code in _CODES.finditer(answer):
        yield code.span()
    for chunk in _CHUNK.finditer(answer):
        if _is_ip(chunk[0]):
            yield chunk.span()
    for word in _WORD.finditer(answer):
        if normal(word[0]) in public:
            yield word.span()


def _words_told(answer: str, heard: Ears, public: frozenset[str]) -> Iterator[Span]:
    """Yield where a word, or a whole chunk in disguise, tells of the message."""
    for word in _WORD.finditer(answer):
        if _tells(word[0], heard, public):
            yield word.span()
    for chunk in _CHUNK.finditer(answer):
        if _tells_disguised(chunk[0], heard, public):
            yield chunk.span()


def _tells(word: str, heard: Ears, public: frozenset[str]) -> bool:
    said = normal(word)
    if said in VOCABULARY or said in public:
        return False
    return any(heard.betrayed_by(part) for part in words(word) if part not in public)


def _tells_disguised(chunk: str, heard: Ears, public: frozenset[str]) -> bool:
    """Tell whether a chunk, once undone, says a longer word of the message.

    Short words are not looked for: chance finds them in any queue id.
    """
    harmless = VOCABULARY | public
    if harmless.issuperset(words(chunk)):
        return False
    return any(
        _is_long(word) and word not in harmless and heard.has(word)
        for text in undone(chunk)
        if text != chunk
        for word in words(text)
    )


def _is_long(word: str) -> bool:
    return len(word) >= (4 if word.isascii() else 2)


def _runs_told(answer: str, heard: Ears) -> Iterator[Span]:
    """Yield runs of words, however common, that stand in the message's order."""
    yield from _runs_in(answer, 0, _RUN, heard)
    for quoted in _QUOTED.finditer(answer):
        yield from _runs_in(quoted[0], quoted.start(), _QUOTED_RUN, heard)


def _runs_in(text: str, offset: int, length: int, heard: Ears) -> Iterator[Span]:
    found = list(_WORD.finditer(text))
    for first, last in zip(found, found[length - 1 :], strict=False):
        if heard.has_run(words(text[first.start() : last.end()])):
            yield offset + first.start(), offset + last.end()


def _is_ip(chunk: str) -> bool:
    try:
        ipaddress.ip_address(chunk.strip("[]()<>,;:.\"'").removeprefix("IPv6:"))
    except ValueError:
        return False
    return "%" not in chunk


def _less(span: Span, kept: list[Span]) -> list[Span]:
    """Return what is left of a span without the spans that are kept."""
    parts = [span]
    for start, end in kept:
        parts = [
            piece
            for a, b in parts
            for piece in ((a, min(b, start)), (max(a, end), b))
            if piece[0] < piece[1]
        ]
    return parts


def _marked(answer: str, hidden: list[Span]) -> str:
    """Put one mark in the place of each span, and of each row of spans."""
    out, at = [], 0
    for start, end in sorted(hidden):
        if end <= at:
            continue
        out += [answer[at:start], MARK]
        at = end
    return _MARKS.sub(MARK, "".join([*out, answer[at:]]))


def _printable(text: str) -> str:
    """Escape what does not print, as Python and JSON do."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text
    )
