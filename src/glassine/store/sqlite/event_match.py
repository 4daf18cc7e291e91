"""Whether a record is one that was asked for: the last word on every find."""

from collections.abc import Iterator

from glassine.events.record import decoded
from glassine.store.api.events import EventFilter
from glassine.store.sqlite.event_words import (
    HOUSE,
    SOUGHT,
    SPAM,
    Facts,
    Record,
    facts,
    parts_of,
)
from glassine.store.sqlite.spelling import folded, packed, span
from glassine.words.clock import Milliseconds
from glassine.words.public import ip_address


def matches(wanted: EventFilter, at: Milliseconds, record: bytes) -> bool:
    """Tell whether an event is one that was asked for."""
    if not is_in_time(wanted, at):
        return False
    said = decoded(record)
    known = facts(said)
    return (
        wants(wanted, known.traits)
        and _is_named(wanted, said)
        and all(known.words & words for words in words_of(wanted))
        and all(_says(known, text) for text in texts(wanted))
        and _is_from(wanted, said)
    )


def is_in_time(wanted: EventFilter, at: Milliseconds) -> bool:
    """Tell whether a moment is one that was asked for."""
    since, until = wanted.since, wanted.until
    return (since is None or at >= since) and (until is None or at <= until)


def wants(wanted: EventFilter, traits: int) -> bool:
    """Tell whether type, direction, spam class and code are those asked for."""
    kind, direction, spam, code = parts_of(traits)
    return (
        (not wanted.types or kind in wanted.types)
        and (wanted.direction is None or direction == wanted.direction)
        and (wanted.spam is None or (spam != HOUSE and SPAM[spam] == wanted.spam))
        and (wanted.code is None or code == wanted.code)
    )


def limits_traits(wanted: EventFilter) -> bool:
    """Tell whether any of them was asked for."""
    given = (wanted.direction, wanted.spam, wanted.code)
    return bool(wanted.types) or any(each is not None for each in given)


def words_of(wanted: EventFilter) -> Iterator[set[str]]:
    """Yield sets of words; an event has one of each set."""
    for kind, address in (
        ("f", wanted.mail_from),
        ("t", wanted.rcpt_to),
        ("a", wanted.account),
        ("w", wanted.touched),
    ):
        if address is not None:
            yield {kind + folded(address)}
    if wanted.about:
        yield {kind + folded(each) for each in wanted.about for kind in "fta"}
    if wanted.host is not None:
        yield {f"h{wanted.host.name.casefold()}"}


def texts(wanted: EventFilter) -> list[str]:
    """Return the words of the free text."""
    return wanted.text.casefold().split()


def _says(known: Facts, text: str) -> bool:
    return any(text in word[1:] for word in known.words if word[0] in SOUGHT)


def _is_named(wanted: EventFilter, said: Record) -> bool:
    # C.1 begins C.1.2, and does not begin C.10
    begins = f"{wanted.uuid or ''}."
    if wanted.uuid is not None and not f"{said['uuid']}.".startswith(begins):
        return False
    asked = wanted.message_id
    return asked is None or said["details"].get("messageIdDigest") == asked


def _is_from(wanted: EventFilter, said: Record) -> bool:
    if wanted.ip is None:
        return True
    first, last = span(wanted.ip)
    ips = (said["remote"]["ip"], said["details"].get("ip", ""))
    return any(text and first <= packed(ip_address(text)) <= last for text in ips)
