"""A letter to tokens, and tokens to numbers: no word leaves this module.

A number is a keyed digest of 64 bits. Without the server key it tells nothing of the
word, and with it only whether a word that one guesses is among them.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Protocol

from glassine.mail import charsets, encoded_words, params, transfer
from glassine.mail.structure import Part
from glassine.mail.text import walk
from glassine.spam import facts, markup
from glassine.spam.letter import Letter
from glassine.spam.spelling import Spelt, spell
from glassine.words.private import Text

MOST = 800  # tokens of one message
WORDS = 320  # in their order, repeated ones too: what comes later is padding as a rule
SPELT = 8 * WORDS  # characters in which they stand; to compose more takes its square
TEXT = 256 * 1024  # octets of text, of HTML mostly, in which those are sought
LINKS = 50
NAMES = 30  # words of a subject, or of a sender's name, that count as such
BLOCK = 16  # octets of one token
_URL = re.compile(r"(?:[Hh][Tt][Tt][Pp][Ss]?://|\bwww\.)([^\s/<>\"'?#]+)[^\s<>\"']*")
_AT_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+")


class TokenKey(Protocol):
    """What makes words unreadable: `vault.token_key` has it."""

    def blind(self, blocks: Text) -> bytes:
        """Return each block of 16 octets as 16 others, by a secret key."""


def digests(letter: Letter, key: TokenKey) -> Sequence[int]:
    """Return the numbers of a letter's tokens, each once."""
    spelt, told = _read(letter)
    distinct = list(dict.fromkeys(spelt.words))
    blocks = b"".join(map(_block, told)) + _blocks(distinct)
    numbers = _blinded(blocks, key)
    # Octets are joined to an array at once; numbers would be put into it one by one.
    octets = numbers[len(told) :].tobytes()
    digest_of = {w: octets[8 * at : 8 * at + 8] for at, w in enumerate(distinct)}
    in_order = array("q", b"".join([digest_of[word] for word in spelt.words]))
    of_pairs = _blinded(_interleaved(in_order[:-1], in_order[1:]), key)
    told_once = dict.fromkeys(numbers.tolist() + of_pairs.tolist())
    return list(told_once)[:MOST]


def of_owner(numbers: Sequence[int], owner: bytes, key: TokenKey) -> Sequence[int]:
    """Return the same tokens as one owner knows them, in the same order.

    So the words that two owners have in common do not show in what is kept.
    """
    salt = blake2b(owner, digest_size=8).digest()
    salts = array("q", salt * len(numbers))
    return _blinded(_interleaved(array("q", numbers), salts), key)


def _read(letter: Letter) -> tuple[Spelt, Sequence[str]]:
    """Return the words of a letter and all that is told beside them."""
    octets, envelope = letter.octets.reveal(), letter.envelope
    told = set(facts.of_header(octets[: letter.root.body], envelope))
    told.update(facts.of_parts(letter.root))
    subject = encoded_words.decode(envelope.subject or b"")[:SPELT]
    names = [encoded_words.decode(each.name or b"") for each in envelope.from_[:1]]
    hosts: list[str] = []
    texts = [subject, *_texts(letter.root, octets, told, hosts)]
    spelt = spell(_without_links("\n".join(texts), hosts)[:SPELT], WORDS)
    told.update(f"trick {trick}" for trick in spelt.tricks)
    told.update(chain.from_iterable(map(facts.of_host, hosts[:LINKS])))
    told.add(f"links {min(len(hosts), 9)}")
    told.update(f"subject {word}" for word in spell(subject, NAMES).words)
    told.update(f"name {word}" for word in spell(" ".join(names)[:SPELT], NAMES).words)
    return spelt, sorted(told)


def _texts(
    root: Part, octets: bytes, told: set[str], hosts: list[str]
) -> Iterator[str]:
    """Yield what is seen of each text part, up to `TEXT` octets in all."""
    left = TEXT
    for part in walk(root):
        if part.type != b"text" or part.parts or left <= 0:
            continue
        written = octets[part.body : min(part.end, part.body + 2 * left)]
        decoded = transfer.decode(written, part.encoding)
        charset = params.raw(part.params, b"charset") or b""
        text = charsets.decode(written if decoded is None else decoded, charset)[:left]
        left -= len(text)
        if part.subtype == b"html":
            text, links = markup.seen(text, told)
            hosts += links
        yield text


def _without_links(text: str, hosts: list[str]) -> str:
    """Return the text without its links and hosts; take down where they lead."""
    if "@" in text:
        text = _AT_HOST.sub(" ", text)
    if "//" in text or "www." in text:
        hosts += _URL.findall(text)
        text = _URL.sub(" ", text)
    return text


def _blocks(words: Sequence[str]) -> bytes:
    """Return a block for each word; a long one is cut, for endings tell little."""
    padded = ("%-16.16s" * len(words)) % tuple(words)
    if padded.isascii():
        return padded.encode()
    octets = [word.encode("utf-8", "replace") for word in words]
    return b"".join([each[:BLOCK].ljust(BLOCK) for each in octets])


def _interleaved(firsts: "array[int]", seconds: "array[int]") -> bytes:
    """Return a block for each pair of numbers, two neighbouring words' for one."""
    blocks = array("q", bytes(BLOCK * len(firsts)))
    blocks[0::2], blocks[1::2] = firsts, seconds
    return blocks.tobytes()


def _block(fact: str) -> bytes:
    """Return a fact's block, which no word has."""
    octets = fact.encode("utf-8", "replace")
    return blake2b(octets, digest_size=BLOCK, person=b"fact").digest()


def _blinded(blocks: bytes, key: TokenKey) -> "array[int]":
    """Return half of each block's digest, as the store's numbers are."""
    return array("q", key.blind(Text(blocks)))[::2]
