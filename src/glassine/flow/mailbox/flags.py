"""Flags between a card, which keeps words, and the wire, which knows their meaning."""

from glassine.flow.card import Card, Marks
from glassine.wire.imap.flags import Flag, Keyword, SystemFlag

KEPT = (
    SystemFlag.ANSWERED,
    SystemFlag.FLAGGED,
    SystemFlag.DELETED,
    SystemFlag.SEEN,
    SystemFlag.DRAFT,
)
_BY_WORD = {flag.value.decode(): flag for flag in KEPT}
# Keywords that clients look for before they use them. RFC 9051 §2.3.2
KNOWN = tuple(
    map(Keyword, (b"$Forwarded", b"$MDNSent", b"$Junk", b"$NotJunk", b"$Phishing"))
)
OFFERED: tuple[Flag, ...] = (*KEPT, *KNOWN)


def of(kept: Marks | Card) -> frozenset[Flag]:
    """Return the flags of a message."""
    system = {_BY_WORD[word] for word in kept.flags if word in _BY_WORD}
    return frozenset(system | {Keyword(word.encode()) for word in kept.keywords})


def put(card: Card, wanted: frozenset[Flag]) -> Card:
    """Return the card with these flags."""
    system = {
        flag.value.decode()
        for flag in wanted
        if isinstance(flag, SystemFlag) and flag in KEPT
    }
    keywords = {flag.reveal().decode() for flag in wanted if isinstance(flag, Keyword)}
    return card.flagged(frozenset(system), frozenset(keywords))


def has(kept: Marks, flag: SystemFlag) -> bool:
    """Tell whether a message has a system flag."""
    return flag.value.decode() in kept.flags
